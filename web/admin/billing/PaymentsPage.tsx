import type { Permission } from '../../../contract/permissions.ts'
import { oneOf, useUrlState } from '../../lib/url-state.ts'
import { NotFound } from '../../ui/NotFound.tsx'
import { Page } from '../../ui/Page.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { ClosedTab } from './ClosedTab.tsx'
import { Delayed } from './Delayed.tsx'
import { ReconciliationTab } from './ReconciliationTab.tsx'
import { StripeTab } from './StripeTab.tsx'

const TABS = [
  { key: 'stripe', label: 'Stripe', needs: 'stripe.read', Tab: StripeTab },
  { key: 'reconciliation', label: 'Reconciliation', needs: 'reconciliation.read', Tab: ReconciliationTab },
  { key: 'closed', label: 'Closed balances', needs: 'reconciliation.read', Tab: ClosedTab },
] as const satisfies readonly { key: string; label: string; needs: Permission; Tab: () => React.ReactNode }[]
const KEYS = TABS.map(({ key }) => key)

const read = (raw: Record<string, unknown>) => ({ tab: oneOf(raw.tab, KEYS) })

/** The account's own Stripe, what was paid through it, and what is left to be settled. */
export function PaymentsPage() {
  const account = useAccount()
  const { state, set } = useUrlState(read)
  const tabs = TABS.filter(({ needs }) => account.can.includes(needs))
  const current = tabs.find(({ key }) => key === state.tab) ?? tabs[0]
  if (!current) return <NotFound home={`/${account.id}`} />
  const { Tab } = current
  return (
    <Page title="Card payments">
      <Delayed />
      <Tabs
        label="Card payments"
        tabs={tabs}
        value={current.key}
        // each tab has an address of its own: what another one kept in it goes
        onChange={(key) => set({ tab: oneOf(key, KEYS), ...NOTHING_ELSE })}
      >
        <div className="stack">
          <Tab />
        </div>
      </Tabs>
    </Page>
  )
}

const NOTHING_ELSE = { state: undefined, cursor: undefined }
