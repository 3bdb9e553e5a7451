import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { endRaise, MOST_RAISE_HOURS, raiseLimits, readRaise } from '../../../contract/api/recharge.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { answers, ask, wordsOf } from '../../lib/ask.ts'
import { count, money, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { useAccount } from '../account.ts'
import css from './billing.module.css'

type State = Reply<typeof readRaise>

const FIRST_AMOUNT = 500_00
const FIRST_HOURS = 4

function useRaise() {
  const account = useAccount()
  const question = ask(readRaise, { params: { account: account.id } }, { live: true })
  const asked = useQuery({ ...question, enabled: account.can.includes('billing.read') })
  return { asked, keep: (state: State) => answers.setQueryData(question.queryKey, state) }
}

function RaiseDialog({ onClose }: { onClose: () => void }) {
  const account = useAccount()
  const { keep } = useRaise()
  const [amount, setAmount] = useState(FIRST_AMOUNT)
  const [hours, setHours] = useState(FIRST_HOURS)
  const change = useChange(
    () => call(raiseLimits, { params: { account: account.id }, body: { amount, hours } }),
    (state) => {
      keep(state)
      onClose()
    },
  )
  const wrongAmount = Number.isNaN(amount) || amount < 1 ? 'Write it like 150.00.' : undefined
  const wrongHours = !(hours >= 1 && hours <= MOST_RAISE_HOURS) ? `From 1 to ${MOST_RAISE_HOURS}.` : undefined
  const general = wrongElsewhere(change.error, ['amount', 'hours'])
  const submit = () => {
    if (!wrongAmount && !wrongHours) change.mutate(undefined)
  }
  return (
    <Dialog title="Raise credit limits" opened onClose={onClose}>
      <Form label="Raise credit limits" onSubmit={submit}>
        <p className="second">
          Every Real-Time customer goes on buying although its card cannot be charged now. What it then owes is charged
          once Stripe answers again; if the card is declined, you bear the risk.
        </p>
        {general && <Note tone="neg" strong={general} live />}
        <MoneyField
          label="By"
          value={amount}
          currency={account.currency}
          onChange={setAmount}
          error={wrongAmount ?? wrongIn(change.error, 'amount') ?? undefined}
          hint="On top of each customer’s own credit limit."
        />
        <NumberField
          label="For"
          suffix="hours"
          whole
          value={hours}
          onChange={setHours}
          error={wrongHours ?? wrongIn(change.error, 'hours') ?? undefined}
          hint="Then the limits are as before, by themselves."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            {wrongAmount ? 'Raise' : `Raise by ${money(amount, account.currency)}`}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function Raised({ raise, mayRaise }: { raise: NonNullable<State['raise']>; mayRaise: boolean }) {
  const account = useAccount()
  const now = useNow()
  const { keep } = useRaise()
  const change = useChange(() => call(endRaise, { params: { account: account.id } }), keep)
  return (
    <Note tone="info" strong={`Credit limits are raised by ${money(raise.amount, account.currency)}.`}>
      For {count(raise.customers)} Real-Time customers, until {when(raise.until, account.zone, now)}.{' '}
      {change.isError && wordsOf(change.error)}
      {mayRaise && (
        <button type="button" className={css.link} disabled={change.isPending} onClick={() => change.mutate(undefined)}>
          Take it back now
        </button>
      )}
    </Note>
  )
}

/** What is said while Stripe cannot be reached, and the one thing that can be done about it. */
export function Delayed() {
  const account = useAccount()
  const now = useNow()
  const { asked } = useRaise()
  const [raising, setRaising] = useState(false)
  const { data } = asked
  const mayRaise = account.can.includes('wallet.charge')
  if (!data || (data.delayedSince === null && !data.raise)) return null
  return (
    <>
      {data.delayedSince !== null && (
        <Note tone="warn" strong="Card payments are delayed.">
          Stripe cannot be reached since {when(data.delayedSince, account.zone, now)}. No card counts as declined, and
          every payment is made once it can be.{' '}
          {mayRaise && !data.raise && (
            <button type="button" className={css.link} onClick={() => setRaising(true)}>
              Raise credit limits meanwhile
            </button>
          )}
        </Note>
      )}
      {data.raise && <Raised raise={data.raise} mayRaise={mayRaise} />}
      {raising && <RaiseDialog onClose={() => setRaising(false)} />}
    </>
  )
}
