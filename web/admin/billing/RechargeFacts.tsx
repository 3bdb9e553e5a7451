import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { customerRecharge, liftDispute, type Recharge } from '../../../contract/api/recharge.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { money, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import css from './billing.module.css'
import { IDLE } from './words.ts'

/** What was agreed, as a sentence. */
function sentenceOf({ set, terms }: Recharge): string {
  if (!set) return 'No auto-recharge was set.'
  const words = (amount: number) => money(amount, terms.currency)
  const one = Math.max(set.amount, terms.minimumDeposit)
  const most = set.mostAmountADay ?? 10 * one
  return `When below ${words(set.threshold)}, charge ${words(one)}; at most ${set.mostChargesADay} times and ${words(most)} a day.`
}

function LiftDialog({ customer, onClose }: { customer: number; onClose: () => void }) {
  const account = useAccount()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const change = useChange(
    () => call(liftDispute, { params: { account: account.id, customer }, body: { reason: reason.trim() } }),
    onClose,
  )
  const submit = () => {
    setTried(true)
    if (reason.trim()) change.mutate(undefined)
  }
  return (
    <Dialog title="Let it buy again" opened onClose={onClose}>
      <Form label="Let it buy again" onSubmit={submit}>
        <p className="second">The dispute’s pause on its buyers is lifted, and its auto-recharge may charge again.</p>
        {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
        <TextField
          label="Reason"
          value={reason}
          maxLength={500}
          error={tried && !reason.trim() ? 'Say why.' : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Let it buy again
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function Idle({ recharge, customer }: { recharge: Recharge; customer: number }) {
  const account = useAccount()
  const now = useNow()
  const [lifting, setLifting] = useState(false)
  const { idle, nextTryAt, required, set } = recharge
  const disputed = idle === 'dispute'
  if (idle === null) {
    return nextTryAt ? (
      <Note tone="warn" strong="The last charge was declined.">
        The card is tried again {when(nextTryAt, account.zone, now)}.
      </Note>
    ) : null
  }
  if (!set && !required) return null
  return (
    <>
      <Note tone={required || disputed ? 'warn' : 'info'} strong={IDLE[idle]}>
        {required && 'You require one of this customer. '}
        {disputed && account.can.includes('wallet.charge') && (
          <button type="button" className={css.link} onClick={() => setLifting(true)}>
            Let it buy again
          </button>
        )}
      </Note>
      {lifting && <LiftDialog customer={customer} onClose={() => setLifting(false)} />}
    </>
  )
}

/** The auto-recharge as a sentence, and why it does not work if it does not. */
export function RechargeFacts({ customer }: { customer: number }) {
  const account = useAccount()
  const asked = useQuery(ask(customerRecharge, { params: { account: account.id, customer } }, { live: true }))
  const recharge = asked.data
  if (!recharge) return null
  const { today, underWay, terms } = recharge
  const words = (amount: number) => money(amount, terms.currency)
  const charges = today.charges === 1 ? 'One charge' : `${today.charges} charges`
  const lately = [
    ...(today.charges > 0 ? [`${charges} today, ${words(today.amount)}`] : []),
    ...(underWay > 0 ? [`${words(underWay)} under way`] : []),
  ]
  return (
    <>
      <div>
        <h3>Auto-recharge</h3>
        <p className={css.sentence}>{sentenceOf(recharge)}</p>
        {lately.length > 0 && <p className="quiet num">{lately.join('; ')}</p>}
      </div>
      <Idle recharge={recharge} customer={customer} />
    </>
  )
}
