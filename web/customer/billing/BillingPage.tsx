import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { cardEnd } from '../../lib/card.ts'
import { money } from '../../lib/format.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { Page } from '../../ui/Page.tsx'
import { useBoot } from '../../ui/Root.tsx'
import { Bones } from '../../ui/States.tsx'
import { pace } from '../Balance.tsx'
import { useMe } from '../me.ts'
import { type Billing, useBilling, useRecharge, useWallet } from './asked.ts'
import css from './billing.module.css'
import { CardLine } from './CardLine.tsx'
import { AddFunds, CardDialog } from './dialogs.tsx'
import { MoneyNotes } from './MoneyNotes.tsx'
import { RechargeWell } from './RechargeWell.tsx'
import { Transactions, TransactionsFile } from './Transactions.tsx'

function BalanceFact() {
  const { data } = useWallet()
  if (!data) return <Bones lines={2} />
  return (
    <>
      <MoneyFigure amount={data.balance} currency={data.currency} />
      <p className="small quiet">{pace(data.daysLeft) ?? 'nothing was bought in the last 7 days'}</p>
    </>
  )
}

function CardFact({ billing }: { billing: Billing }) {
  const me = useMe()
  const [open, setOpen] = useState(false)
  const { card } = billing
  const may = me.can.includes('portal.card.write')
  return (
    <>
      {card ? <CardLine card={card} /> : <span className="second">None on file</span>}
      {card && (
        <p className="small quiet num">
          {card.expired ? 'Expired' : 'Expires'} {cardEnd(card)}
        </p>
      )}
      <div className="line wrap after">
        {may && (
          <Button size="xs" onClick={() => setOpen(true)}>
            {card ? 'Change' : 'Add a card'}
          </Button>
        )}
        <Button size="xs" component={Link} to="/payments">
          Payments
        </Button>
      </div>
      {open && <CardDialog billing={billing} onClose={() => setOpen(false)} />}
    </>
  )
}

/** What there is to know where no card can be used. */
function NoCards({ billing }: { billing: Billing }) {
  const { portal } = useBoot()
  return <p className="second">{billing.whyNot ?? `${portal.name} adds what you paid to your balance.`}</p>
}

function Facts() {
  const billing = useBilling().data
  const recharge = useRecharge().data
  return (
    <div className={css.facts}>
      <div>
        <h2>Balance</h2>
        <BalanceFact />
        {billing?.stripe && (
          <p className="small quiet num">Minimum deposit {money(billing.minimumDeposit, billing.currency)}.</p>
        )}
      </div>
      {billing && (
        <div>
          <h2>Card</h2>
          {billing.stripe ? <CardFact billing={billing} /> : <NoCards billing={billing} />}
        </div>
      )}
      {billing?.stripe && recharge && (
        <div>
          <RechargeWell recharge={recharge} billing={billing} />
        </div>
      )}
    </div>
  )
}

const readAddress = (raw: Record<string, unknown>) => ({ add: word(raw.add) })

/** The button, and the dialog that an address with `?add=1` opens too. */
function Adding() {
  const me = useMe()
  const { state, set } = useUrlState(readAddress)
  const billing = useBilling().data
  const wallet = useWallet().data
  if (!billing || !wallet || !billing.canPay || !me.can.includes('portal.pay')) return null
  return (
    <>
      <Button variant="filled" onClick={() => set({ add: '1' })}>
        Add funds
      </Button>
      {state.add && <AddFunds billing={billing} wallet={wallet} onClose={() => set({ add: undefined })} />}
    </>
  )
}

/** Balance, card and auto-recharge, and under them everything that moved the balance. */
export function BillingPage() {
  const me = useMe()
  return (
    <Page
      title="Billing"
      flush
      actions={
        <>
          {me.can.includes('portal.statement.read') && (
            <Button component={Link} to="/statements" leftSection={<IconFileText size={15} stroke={1.9} aria-hidden />}>
              Statements
            </Button>
          )}
          {me.can.includes('portal.wallet.export') && <TransactionsFile />}
          <Adding />
        </>
      }
    >
      <div className={css.notes}>
        <MoneyNotes />
      </div>
      <Facts />
      <Transactions />
    </Page>
  )
}
