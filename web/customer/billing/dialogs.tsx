import { type ComponentType, type JSX, lazy, Suspense } from 'react'
import type { Billing, Recharge, Wallet } from './asked.ts'

/** Loaded when it is opened: most visits look only. */
function onOpening<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => JSX.Element {
  const Loaded = lazy(async () => ({ default: await load() }))
  return (props) => (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  )
}

type Closing = { onClose: () => void }

export const AddFunds = onOpening<{ billing: Billing; wallet: Wallet } & Closing>(
  async () => (await import('./AddFunds.tsx')).AddFunds,
)
export const CardDialog = onOpening<{ billing: Billing } & Closing>(
  async () => (await import('./CardDialog.tsx')).CardDialog,
)
export const RechargeDialog = onOpening<{ recharge: Recharge } & Closing>(
  async () => (await import('./RechargeForm.tsx')).RechargeDialog,
)
export const Asking = onOpening<{ billing: Billing; recharge: Recharge; onLater: () => void }>(
  async () => (await import('./Asking.tsx')).Asking,
)
