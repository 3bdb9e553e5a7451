import { Button } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { Wallet } from '../../../contract/api/ledger.ts'
import { type ClosingWay, settleClosed } from '../../../contract/api/recharge.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { ChoiceCards } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import css from './billing.module.css'
import { certainty, useOnce } from './once.ts'

interface ClosedCustomer {
  id: number
  company: string
  wallet: z.output<typeof Wallet>
  /** Some of it was paid by card. */
  byCard: boolean
}

const WAYS: Record<ClosingWay, { title: string; text: string; verb: string }> = {
  refund: { title: 'To the card', text: 'Refunds of its latest card payments, as far as they reach.', verb: 'Refund' },
  paid_outside: { title: 'Paid outside', text: 'By wire or cheque; only noted here.', verb: 'Note as paid' },
  write_off: { title: 'Written off', text: 'Nobody pays it; you bear or keep it.', verb: 'Write off' },
}

/** What is owed to whoever paid by card can go back to the card; what is owed to you cannot. */
const waysFor = (balance: number, byCard: boolean): ClosingWay[] =>
  balance > 0 && byCard ? ['refund', 'paid_outside', 'write_off'] : ['paid_outside', 'write_off']

function ClosingDialog({ customer, onClose }: { customer: ClosedCustomer; onClose: () => void }) {
  const account = useAccount()
  const { balance, currency } = customer.wallet
  const ways = waysFor(balance, customer.byCard)
  const [way, setWay] = useState<ClosingWay>(ways[0] ?? 'paid_outside')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const settle = useOnce(
    (id, wish: { way: ClosingWay; reason: string }) =>
      call(settleClosed, { params: { account: account.id, customer: customer.id }, body: { id, ...wish } }),
    onClose,
  )
  const submit = () => {
    setTried(true)
    if (reason.trim()) settle.mutate({ way, reason: reason.trim() })
  }
  return (
    <Dialog title="Settle the balance" opened onClose={onClose}>
      <Form label="Settle the balance" onSubmit={submit}>
        <p className="second">{owed(customer)}</p>
        {settle.isError && (
          <Note tone="neg" strong={wordsOf(settle.error)} live>
            {certainty(settle.error)}
          </Note>
        )}
        <ChoiceCards
          label="How"
          value={way}
          onChange={setWay}
          options={ways.map((value) => ({ value, title: WAYS[value].title, text: WAYS[value].text }))}
        />
        <TextField
          label="Reason"
          value={reason}
          maxLength={500}
          error={tried && !reason.trim() ? 'Say why; it stands on the entry.' : null}
          hint="It stands on the entry, for you and the customer."
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={settle.isPending}>
            {WAYS[way].verb} {money(Math.abs(balance), currency)}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

const owed = ({ company, wallet: { balance, currency } }: ClosedCustomer): string =>
  balance > 0 ? `You owe ${company} ${money(balance, currency)}.` : `${company} owes you ${money(-balance, currency)}.`

/** A closed customer's balance is settled by hand; one of nothing needs nobody. */
export function Closing({ customer }: { customer: ClosedCustomer }) {
  const account = useAccount()
  const [settling, setSettling] = useState(false)
  if (customer.wallet.balance === 0) return null
  return (
    <>
      <Note tone="warn" strong={owed(customer)}>
        The customer is closed: late returns, refunds and disputes still move its balance.{' '}
        {account.can.includes('wallet.charge') && (
          <button type="button" className={css.link} onClick={() => setSettling(true)}>
            Settle the balance
          </button>
        )}
      </Note>
      {settling && <ClosingDialog customer={customer} onClose={() => setSettling(false)} />}
    </>
  )
}
