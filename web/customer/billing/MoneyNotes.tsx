import { type ReactNode, useState } from 'react'
import { money, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Note } from '../../ui/Note.tsx'
import { useBoot } from '../../ui/Root.tsx'
import { useMe } from '../me.ts'
import {
  type Billing,
  type Prices,
  type Recharge,
  useBilling,
  usePrices,
  useRecharge,
  useWallet,
  type Wallet,
} from './asked.ts'
import css from './billing.module.css'
import { AddFunds, CardDialog, RechargeDialog } from './dialogs.tsx'
import { type Trouble, troubleOf } from './recharge-words.ts'

/** What can be sold from: the balance, less what calls that are out may take, and what may be owed. */
const toSpend = ({ balance, reserved, creditLimit }: Wallet): number => balance - reserved + creditLimit

/** Too little for any lead, though no minimum says so. */
function isShort(wallet: Wallet, prices: Prices | undefined, recharge: Recharge | undefined): boolean {
  const least = prices?.least ?? null
  return least !== null && !wallet.low && toSpend(wallet) < least && !recharge?.works
}

function priceWords({ least, most, currency }: Prices): string {
  const from = least !== most ? 'from ' : ''
  return `leads cost ${from}${money(least, currency)}`
}

const Action = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <button type="button" className={css.act} onClick={onClick}>
    {label}
  </button>
)

type Open = 'funds' | 'card' | 'terms'
type Facts = {
  wallet: Wallet
  prices: Prices | undefined
  recharge: Recharge | undefined
  billing: Billing | undefined
}

function BalanceNote({ facts, action }: { facts: Facts; action: ReactNode }) {
  const { wallet, prices, recharge } = facts
  if (wallet.low) {
    const missing = (wallet.minimumBalance ?? 0) - (wallet.balance - wallet.reserved)
    return (
      <Note tone="neg" strong="Your campaigns are paused for balance.">
        It is below its minimum of {money(wallet.minimumBalance, wallet.currency)}. They resume by themselves once{' '}
        {money(missing, wallet.currency)} more is there. {action}
      </Note>
    )
  }
  if (prices && isShort(wallet, prices, recharge)) {
    return (
      <Note tone="warn" strong={`${money(toSpend(wallet), wallet.currency)} left, ${priceWords(prices)}.`}>
        Nothing can be bought for you until there is more. {action}
      </Note>
    )
  }
  return null
}

function RechargeNote({ trouble, onOpen }: { trouble: Trouble; onOpen: (open: Open) => void }) {
  return (
    <Note tone="warn" strong={trouble.strong}>
      {trouble.text}{' '}
      {(trouble.remedy === 'card' || trouble.remedy === 'again') && (
        <Action label="Change the card" onClick={() => onOpen('card')} />
      )}{' '}
      {trouble.remedy === 'again' && <Action label="Try again" onClick={() => onOpen('terms')} />}
      {trouble.remedy === 'funds' && <Action label="Add funds" onClick={() => onOpen('funds')} />}
    </Note>
  )
}

function CardNote({ billing, company, onOpen }: { billing: Billing; company: string; onOpen: (open: Open) => void }) {
  if (billing.wantsCard) {
    return (
      <Note tone="warn" strong="Add a card to pay as leads arrive.">
        {company} bills you by card; it takes effect with your card.{' '}
        <Action label="Add a card" onClick={() => onOpen('card')} />
      </Note>
    )
  }
  if (billing.delayed) {
    return (
      <Note tone="info" strong="Card payments are delayed.">
        The card company cannot be reached at the moment. What waits is charged once it can; nothing is charged twice.
      </Note>
    )
  }
  return null
}

function Dialogs({ open, facts, onClose }: { open: Open | null; facts: Facts; onClose: () => void }) {
  const { billing, wallet, recharge } = facts
  if (!billing) return null
  if (open === 'funds') return <AddFunds billing={billing} wallet={wallet} onClose={onClose} />
  if (open === 'card') return <CardDialog billing={billing} onClose={onClose} />
  return open === 'terms' && recharge ? <RechargeDialog recharge={recharge} onClose={onClose} /> : null
}

/** What keeps money or leads from coming, each with the one thing to do. Nothing while all is well. */
export function MoneyNotes() {
  const me = useMe()
  const now = useNow()
  const { portal } = useBoot()
  const [open, setOpen] = useState<Open | null>(null)
  const [wallet, billing, recharge, prices] = [
    useWallet().data,
    useBilling().data,
    useRecharge().data,
    usePrices().data,
  ]
  if (!wallet) return null
  const facts = { wallet, billing, recharge, prices }
  const pays = me.can.includes('portal.pay') && billing?.canPay === true
  const trouble = recharge && troubleOf(recharge, portal.name, (at) => when(at, me.zone, now))
  const changes = me.can.includes('portal.card.write') && me.can.includes('portal.recharge.write')
  return (
    <>
      {prices?.disputed && (
        <Note tone="neg" strong="Your campaigns are paused: a payment is disputed.">
          {portal.name} resumes them, and auto-recharge, once that is settled.
        </Note>
      )}
      <BalanceNote facts={facts} action={pays && <Action label="Add funds" onClick={() => setOpen('funds')} />} />
      {trouble && !(prices?.disputed && recharge?.idle === 'dispute') && (
        <RechargeNote trouble={changes ? trouble : { ...trouble, remedy: 'none' }} onOpen={setOpen} />
      )}
      {billing && changes && <CardNote billing={billing} company={portal.name} onOpen={setOpen} />}
      <Dialogs open={open} facts={facts} onClose={() => setOpen(null)} />
    </>
  )
}
