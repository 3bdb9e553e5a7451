import { Button } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { wordsOf } from '../lib/ask.ts'
import { count, money } from '../lib/format.ts'
import { MoneyFigure } from '../ui/Figure.tsx'
import { Well } from '../ui/Page.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { useBilling, useRecharge, useWallet, type Wallet } from './billing/asked.ts'
import { AddFunds } from './billing/dialogs.tsx'
import { MoneyNotes } from './billing/MoneyNotes.tsx'
import { RechargeWell } from './billing/RechargeWell.tsx'
import css from './home.module.css'
import { useMe } from './me.ts'

/** "about 3 days at this pace". */
export function pace(days: number | null): string | null {
  if (days === null) return null
  if (days < 1) return 'less than a day at this pace'
  return days === 1 ? 'about 1 day at this pace' : `about ${count(days)} days at this pace`
}

/** "$620.00 a day on average, last 7 days". */
function spending({ spentLately, reserved, underWay, currency }: Wallet): string {
  const parts = [
    spentLately > 0
      ? `${money(Math.round(spentLately / 7), currency)} a day on average, last 7 days`
      : 'nothing was bought in the last 7 days',
    reserved > 0 && `${money(reserved, currency)} reserved`,
    underWay > 0 && `${money(underWay, currency)} on its way`,
  ]
  return parts.filter(Boolean).join(', ')
}

function Left({ wallet }: { wallet: Wallet }) {
  const words = pace(wallet.daysLeft)
  return (
    <>
      <div className="line wrap">
        <MoneyFigure amount={wallet.balance} currency={wallet.currency} size="balance" />
        {words && (
          <span className={css.pace}>
            <IconClock size={15} stroke={1.9} aria-hidden />
            {words}
          </span>
        )}
      </div>
      <p className="quiet num">{spending(wallet)}</p>
    </>
  )
}

function BalanceWell() {
  const me = useMe()
  const asked = useWallet()
  const billing = useBilling().data
  const [paying, setPaying] = useState(false)
  const { data } = asked
  const pays = me.can.includes('portal.pay') && billing?.canPay === true
  return (
    <Well>
      <p className="second">Balance</p>
      {!data && !asked.isError && <Bones lines={2} />}
      {asked.isError && !data && (
        <Failed title="The balance could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)} No money moved.
        </Failed>
      )}
      {data && (
        <>
          <Left wallet={data} />
          <p className={css.acts}>
            {pays && (
              <Button variant="filled" onClick={() => setPaying(true)}>
                Add funds
              </Button>
            )}
            <Button component={Link} to="/billing">
              Transactions
            </Button>
          </p>
          {paying && billing && <AddFunds billing={billing} wallet={data} onClose={() => setPaying(false)} />}
        </>
      )}
    </Well>
  )
}

/** What is left and how long it lasts, how it fills itself, and what keeps leads from coming. */
export function Balance({ today }: { today: ReactNode }) {
  const billing = useBilling().data
  const recharge = useRecharge().data
  const fills = billing?.stripe && billing.billingMode === 'real_time' && recharge
  return (
    <>
      <MoneyNotes />
      <div className={css.top} data-wells={fills ? 3 : 2}>
        <BalanceWell />
        {fills && (
          <Well>
            <RechargeWell recharge={recharge} billing={billing} />
          </Well>
        )}
        {today}
      </div>
    </>
  )
}
