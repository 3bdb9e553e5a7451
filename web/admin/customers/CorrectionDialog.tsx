import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { addCredit, MOST_AT_ONCE, subtractCredit } from '../../../contract/api/ledger.ts'
import { digitsOf, readAmount, signOf } from '../../lib/amount.ts'
import { ApiError, call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'

export type Kind = 'credit' | 'debit'
export type CorrectionProps = {
  kind: Kind
  customer: { id: number; company: string }
  currency: string
  balance: number
  onClose: () => void
}

const WORDS = {
  credit: { title: 'Add credit', verb: 'Add', reason: 'Wire transfer of November 19' },
  debit: { title: 'Subtract from balance', verb: 'Subtract', reason: 'Correction of entry 112' },
} as const

/** Sends the wish under one id, so that a second click or a lost answer books nothing twice. */
function useCorrection({ kind, customer, onClose }: CorrectionProps) {
  const account = useAccount()
  const [id] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: (wish: { amount: number; reason: string }) =>
      call(kind === 'credit' ? addCredit : subtractCredit, {
        params: { account: account.id, customer: customer.id },
        body: { id, ...wish },
      }),
    onSuccess: () => {
      refreshLive()
      onClose()
    },
  })
}

/** What is wrong with the amount, said only once it was tried. */
function amountError(text: string, amount: number | null, currency: string): string | null {
  if (!text.trim()) return 'Enter an amount.'
  if (amount === null) return `Write it like ${digitsOf(currency) > 0 ? '150.00' : '150'}.`
  if (amount < 1) return 'It must be more than nothing.'
  return amount > MOST_AT_ONCE ? `At most ${money(MOST_AT_ONCE, currency)} at once.` : null
}

function failure(error: unknown): string {
  const unsure = error instanceof ApiError && (error.status === 0 || error.status >= 500)
  return unsure
    ? 'It is not certain whether it was booked. Try again: it is booked once, however often you try.'
    : 'Nothing was booked.'
}

/** Manual credit or debit: the amount, why, and what the balance will be. */
export function CorrectionDialog(props: CorrectionProps) {
  const { kind, customer, currency, balance, onClose } = props
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const correction = useCorrection(props)
  const words = WORDS[kind]
  const amount = readAmount(text, digitsOf(currency))
  const wrong = amountError(text, amount, currency)
  const sure = amount !== null && !wrong
  const after = sure ? balance + (kind === 'credit' ? amount : -amount) : null
  const submit = () => {
    setTried(true)
    if (sure && reason.trim()) correction.mutate({ amount, reason: reason.trim() })
  }
  return (
    <Dialog title={words.title} opened onClose={onClose}>
      <Form onSubmit={submit} label={words.title}>
        <p className="second">
          {customer.company} has {money(balance, currency)}.
        </p>
        {correction.isError && (
          <Note tone="neg" strong={wordsOf(correction.error)} live>
            {failure(correction.error)}
          </Note>
        )}
        <TextField
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          data-autofocus
          leftSection={signOf(currency)}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={tried ? wrong : null}
          hint={after === null ? ' ' : `The balance will be ${money(after, currency)}.`}
        />
        <TextField
          label="Reason"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={tried && !reason.trim() ? 'Say why; the customer reads it on the entry.' : null}
          hint={`For example “${words.reason}”. The customer sees it.`}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={correction.isPending}>
            {sure ? `${words.verb} ${money(amount, currency)}` : words.verb}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
