import { Button } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import { type CustomerBilling, chargeCustomer } from '../../../contract/api/billing.ts'
import { MOST_AT_ONCE } from '../../../contract/api/ledger.ts'
import { asCents, shareOf } from '../../../contract/money.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { cardName } from '../../lib/card.ts'
import { basisPoints, money } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { certainty, useOnce } from './once.ts'

type Billing = z.output<typeof CustomerBilling>

function amountFault(amount: number, { minimumDeposit, currency }: Billing): string | undefined {
  if (Number.isNaN(amount)) return 'Write it like 150.00.'
  if (amount < minimumDeposit) return `At least ${money(minimumDeposit, currency)}.`
  return amount > MOST_AT_ONCE ? `At most ${money(MOST_AT_ONCE, currency)} at once.` : undefined
}

/** The operator charges the card on file: amount, fee and total before it is done. */
export function ChargeDialog(props: {
  customer: { id: number; company: string }
  billing: Billing & { card: NonNullable<Billing['card']> }
  onClose: () => void
}) {
  const { customer, billing, onClose } = props
  const account = useAccount()
  const { currency, feeBp, card } = billing
  const [amount, setAmount] = useState(Math.max(100_00, billing.minimumDeposit))
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const charge = useOnce(
    (id, wish: { amount: number; reason: string }) =>
      call(chargeCustomer, { params: { account: account.id, customer: customer.id }, body: { id, ...wish } }),
    onClose,
  )
  const fault = amountFault(amount, billing)
  const fee = fault ? 0 : shareOf(asCents(amount), feeBp)
  const total = money(fault ? 0 : amount + fee, currency)
  const sum = `${money(amount, currency)} + ${basisPoints(feeBp)} = ${total}`
  const submit = () => {
    setTried(true)
    if (!fault && reason.trim()) charge.mutate({ amount, reason: reason.trim() })
  }
  return (
    <Dialog title="Charge the card" opened onClose={onClose}>
      <Form label="Charge the card" onSubmit={submit}>
        <p className="second">
          {customer.company} pays with its {cardName(card)}. It gets a receipt by mail.
        </p>
        {charge.isError && (
          <Note tone="neg" strong={wordsOf(charge.error)} live>
            {certainty(charge.error)}
          </Note>
        )}
        <MoneyField
          label="Amount"
          value={amount}
          currency={currency}
          onChange={setAmount}
          error={fault}
          hint={feeBp > 0 ? `${sum}. The balance gets the amount.` : 'The balance gets all of it.'}
        />
        <TextField
          label="Reason"
          value={reason}
          maxLength={500}
          error={tried && !reason.trim() ? 'Say why; the customer reads it.' : null}
          hint="The customer reads it on the payment."
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={charge.isPending}>
            {fault ? 'Charge' : `Charge ${total}`}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
