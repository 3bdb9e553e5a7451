import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { makeDeposit } from '../../../contract/api/billing.ts'
import { MOST_AT_ONCE } from '../../../contract/api/ledger.ts'
import { ApiError, call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { brandName, cardEnd } from '../../lib/card.ts'
import { basisPoints, daysLeft, money } from '../../lib/format.ts'
import { CheckField } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ChoiceField, Form } from '../../ui/fields.tsx'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { useMe } from '../me.ts'
import { feeOf, offeredAmounts } from './amounts.ts'
import type { Billing, Wallet } from './asked.ts'
import css from './billing.module.css'
import { Outcome } from './Outcome.tsx'
import { shortMoney } from './recharge-words.ts'

interface Wish {
  amount: number
  with: 'page' | 'saved_card'
  saveCard: boolean
}

/** One id for one wish: pressed twice, or after an answer that was lost, it is the same payment. */
function useDeposit() {
  const made = useRef({ wish: '', id: '' })
  const [paying, setPaying] = useState<string | null>(null)
  const deposit = useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish)
      if (made.current.wish !== text) made.current = { wish: text, id: crypto.randomUUID() }
      return call(makeDeposit, { body: { id: made.current.id, ...wish } })
    },
    onSuccess: ({ charge, url }) => {
      if (url) return window.location.assign(url)
      refreshLive()
      setPaying(charge.id)
    },
  })
  const again = () => {
    made.current = { wish: '', id: '' }
    setPaying(null)
    deposit.reset()
  }
  return { deposit, paying, again }
}

/** The first amount that is enough to be sold to again. */
function firstOffer({ minimumDeposit }: Billing, { minimumBalance, balance, reserved }: Wallet): number {
  const missing = (minimumBalance ?? 0) - (balance - reserved)
  const offered = offeredAmounts(minimumDeposit)
  return offered.find((amount) => amount >= missing) ?? offered.at(-1) ?? minimumDeposit
}

function amountError(amount: number, { minimumDeposit, currency }: Billing): string | undefined {
  if (Number.isNaN(amount)) return 'Write it like 150.00.'
  if (amount < minimumDeposit) return `At least ${money(minimumDeposit, currency)}.`
  return amount > MOST_AT_ONCE ? `At most ${money(MOST_AT_ONCE, currency)} at once.` : undefined
}

function Amount(props: { amount: number; onAmount: (amount: number) => void; billing: Billing; wallet: Wallet }) {
  const { amount, onAmount, billing, wallet } = props
  const { currency, minimumDeposit } = billing
  const lasts = Number.isNaN(amount) ? null : daysLeft(amount, wallet.spentLately / 7)
  return (
    <div className={css.amount}>
      <MoneyField
        label="Amount"
        value={amount}
        onChange={onAmount}
        currency={currency}
        error={amountError(amount, billing)}
        hint={`At least ${money(minimumDeposit, currency)}.${lasts ? ` Lasts ${lasts} at your pace.` : ''}`}
      />
      <fieldset className={css.offered}>
        <legend className="off">Amounts to choose from</legend>
        {offeredAmounts(minimumDeposit).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === amount}
            {...(one === amount && { 'data-autofocus': true })}
            onClick={() => onAmount(one)}
          >
            {shortMoney(one, currency)}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

/** Amount, fee and total before anything is paid. */
function Sum({ amount, billing, balance }: { amount: number; billing: Billing; balance: number }) {
  const { currency, feeBp } = billing
  const fee = feeOf(amount, feeBp)
  const row = (name: string, value: number, total?: true) => (
    <div data-total={total}>
      <dt>{name}</dt>
      <dd>{money(value, currency)}</dd>
    </div>
  )
  return (
    <dl className={`${css.sum} num`}>
      {row('Amount', amount)}
      {feeBp > 0 && row(`Card fee, ${basisPoints(feeBp)}`, fee)}
      {row('You pay now', amount + fee, true)}
      {row('Balance after', balance + amount)}
    </dl>
  )
}

function PayWith(props: { card: NonNullable<Billing['card']>; saved: boolean; onSaved: (saved: boolean) => void }) {
  const { card, saved, onSaved } = props
  return (
    <ChoiceField
      label="Pay with"
      value={saved ? 'saved' : 'page'}
      onChange={(value) => onSaved(value === 'saved')}
      options={[
        { value: 'saved', label: `${brandName(card.brand)} ending ${card.last4}, ${cardEnd(card)}` },
        { value: 'page', label: 'Another card' },
      ]}
    />
  )
}

function failure(error: unknown): string {
  const unsure = error instanceof ApiError && (error.status === 0 || error.status >= 500)
  return unsure
    ? 'It is not certain whether it was sent. Press again: nothing is charged twice.'
    : 'Nothing was charged.'
}

function Paying(props: Props & { onPay: (wish: Wish) => void; pending: boolean; error: unknown }) {
  const { billing, wallet, onPay, pending, error } = props
  const me = useMe()
  const { card, currency, feeBp } = billing
  const mayKeep = me.can.includes('portal.card.write')
  const usable = card !== null && !card.expired
  const [amount, setAmount] = useState(() => firstOffer(billing, wallet))
  const [saved, setSaved] = useState(usable && card.state === 'ok')
  const [keep, setKeep] = useState(card === null)
  const good = amountError(amount, billing) === undefined
  const withCard = usable && saved
  const submit = () => {
    if (!good) return
    onPay({ amount, with: withCard ? 'saved_card' : 'page', saveCard: !withCard && mayKeep && keep })
  }
  return (
    <Form onSubmit={submit} label="Add funds">
      {billing.delayed && (
        <Note tone="warn" strong="Card payments are delayed.">
          The card company cannot be reached at the moment. A payment made now is carried out once it can.
        </Note>
      )}
      {Boolean(error) && (
        <Note tone="neg" strong={wordsOf(error)} live>
          {failure(error)}
        </Note>
      )}
      <Amount amount={amount} onAmount={setAmount} billing={billing} wallet={wallet} />
      {usable && <PayWith card={card} saved={saved} onSaved={setSaved} />}
      {!withCard && mayKeep && (
        <div className={css.consent}>
          <CheckField
            label="Keep this card for next time"
            hint="For later deposits, auto-recharge and what you agree on."
            value={keep}
            onChange={setKeep}
          />
        </div>
      )}
      {good && <Sum amount={amount} billing={billing} balance={wallet.balance} />}
      <div className={css.pay}>
        <Button type="submit" variant="filled" size="md" fullWidth loading={pending} disabled={!good}>
          {good ? `Pay ${money(amount + feeOf(amount, feeBp), currency)}` : 'Pay'}
        </Button>
        <p className="small quiet">
          {withCard
            ? 'Your balance grows when the payment is confirmed, usually within seconds. Nothing is charged twice if you press again.'
            : 'You enter the card on the secure page of our payment company, and come back here.'}
        </p>
      </div>
    </Form>
  )
}

type Props = { billing: Billing; wallet: Wallet; onClose: () => void }

/** A deposit: how much, from which card, what it costs. The balance moves only when the payment is confirmed. */
export function AddFunds(props: Props) {
  const { deposit, paying, again } = useDeposit()
  return (
    <Dialog title="Add funds" opened onClose={props.onClose}>
      {paying ? (
        <Outcome
          id={paying}
          foot={({ state }) =>
            state === 'declined' ? (
              <Button variant="filled" size="md" onClick={again}>
                Try again
              </Button>
            ) : (
              <Button size="md" onClick={props.onClose}>
                Close
              </Button>
            )
          }
        />
      ) : (
        <Paying
          {...props}
          onPay={deposit.mutate}
          pending={deposit.isPending || deposit.data?.url != null}
          error={deposit.error}
        />
      )}
    </Dialog>
  )
}
