import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useMe } from '../me.ts'
import { useBilling, useRecharge } from './asked.ts'
import { Asking } from './dialogs.tsx'

/** Asked for by the operator and not there: the first thing after logging in, before any page but where money is. */
export function AskFirst({ children }: { children: ReactNode }) {
  const me = useMe()
  const { pathname } = useLocation()
  const [later, setLater] = useState(false)
  const billing = useBilling().data
  const recharge = useRecharge().data
  const asks = billing?.rechargeRequired && billing.stripe && recharge && !recharge.set?.on
  if (!asks || later || pathname !== '/' || !me.can.includes('portal.recharge.write')) return children
  const goOn = () => {
    setLater(true)
    window.scrollTo(0, 0)
  }
  return <Asking billing={billing} recharge={recharge} onLater={goOn} />
}
