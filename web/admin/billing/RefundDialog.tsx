import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Charge } from '../../../contract/api/billing.ts'
import { refundCharge } from '../../../contract/api/recharge.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { certainty, useOnce } from './once.ts'
import { refundable } from './words.ts'

/** Gives (part of) a charge back to the card; the balance and the fee each bear their share of it. */
export function RefundDialog({ customer, charge, onClose }: { customer: number; charge: Charge; onClose: () => void }) {
  const account = useAccount()
  const { currency, fee } = charge
  const left = refundable(charge)
  const [amount, setAmount] = useState(left)
  const [keepFee, setKeepFee] = useState(false)
  const most = keepFee ? Math.min(left, charge.amount) : left
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const refund = useOnce(
    (id, wish: { amount: number; keepFee: boolean; reason: string }) =>
      call(refundCharge, { params: { account: account.id, customer, charge: charge.id }, body: { id, ...wish } }),
    onClose,
  )
  const fault = Number.isNaN(amount) || amount < 1 ? 'Write it like 150.00.' : undefined
  const over = !fault && amount > most ? `At most ${money(most, currency)} is left of it.` : undefined
  const general = wrongElsewhere(refund.error, ['amount', 'reason'])
  const submit = () => {
    setTried(true)
    if (!fault && !over && reason.trim()) refund.mutate({ amount, keepFee, reason: reason.trim() })
  }
  return (
    <Dialog title="Refund to the card" opened onClose={onClose}>
      <Form label="Refund to the card" onSubmit={submit}>
        <p className="second">
          {money(charge.total, currency)} were charged
          {fee > 0 && `: ${money(charge.amount, currency)} for the balance and ${money(fee, currency)} fee`}.
        </p>
        {general && refund.isError && (
          <Note tone="neg" strong={wordsOf(refund.error)} live>
            {certainty(refund.error)}
          </Note>
        )}
        <MoneyField
          label="To the card"
          value={amount}
          currency={currency}
          onChange={setAmount}
          error={fault ?? over ?? wrongIn(refund.error, 'amount') ?? undefined}
          hint={
            keepFee || fee === 0
              ? 'All of it is taken off the balance.'
              : 'Balance and fee each give their share. The balance may go below zero.'
          }
        />
        {fee > 0 && (
          <SwitchField
            label="Keep the fee"
            value={keepFee}
            onChange={(keep) => {
              setKeepFee(keep)
              // all of it stays all of it
              if (amount === most) setAmount(keep ? Math.min(left, charge.amount) : left)
            }}
            hint="The refund then comes out of the balance alone, and is at most what the balance got."
          />
        )}
        <TextField
          label="Reason"
          value={reason}
          maxLength={500}
          error={tried && !reason.trim() ? 'Say why.' : wrongIn(refund.error, 'reason')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={refund.isPending}>
            {fault || over ? 'Refund' : `Refund ${money(amount, currency)}`}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
