import { Button, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { returnLeads } from '../../../contract/api/returns.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { Refusals } from './Refusals.tsx'
import { NOTHING_SAID, ReturnFields, reasonOf } from './ReturnFields.tsx'

const BEARERS = [
  { value: 'terms', label: 'By the supplier’s terms' },
  { value: 'supplier', label: 'The suppliers take them back' },
  { value: 'us', label: 'We bear them' },
]
const toSupplierOf = (bearer: string) => (bearer === 'terms' ? null : bearer === 'supplier')

type Result = Reply<typeof returnLeads>['results'][number]

function Done({ results, currency, onClose }: { results: readonly Result[]; currency: string; onClose: () => void }) {
  const done = results.flatMap((result) => (result.done ? [result.done] : []))
  const credited = done.reduce((sum, one) => sum + one.credited, 0)
  const refused = results.filter((result) => result.refusal !== null)
  return (
    <div className="stack">
      <Note tone={done.length > 0 ? 'pos' : 'warn'} strong={`${done.length} of ${results.length} returned.`} live>
        {money(credited, currency)} credited in all.
      </Note>
      <Refusals rows={refused.map(({ lead, refusal }) => ({ lead, words: refusal ?? '' }))} />
      <DialogActions>
        <Button variant="filled" onClick={onClose} data-autofocus>
          Done
        </Button>
      </DialogActions>
    </div>
  )
}

/** Returns many leads for one reason, each for itself; what could not be returned is listed. */
export function BulkReturnDialog(props: { leads: readonly string[]; onClose: () => void; onDone: () => void }) {
  const { leads, onClose, onDone } = props
  const account = useAccount()
  const [saying, setSaying] = useState(NOTHING_SAID)
  const [refund, setRefund] = useState(true)
  const [bearer, setBearer] = useState('terms')
  const [tried, setTried] = useState(false)
  const doing = useMutation({
    mutationFn: (reason: string) =>
      call(returnLeads, {
        params: { account: account.id },
        body: { leads: [...leads], reason, note: saying.note, refund, toSupplier: toSupplierOf(bearer) },
      }),
    onSuccess: refreshLive,
  })
  const reason = reasonOf(saying)
  const submit = () => {
    setTried(true)
    if (reason) doing.mutate(reason)
  }
  const title = leads.length === 1 ? 'Return 1 lead' : `Return ${leads.length} leads`
  return (
    <Dialog title={title} opened onClose={doing.data ? onDone : onClose}>
      {doing.data ? (
        <Done results={doing.data.results} currency={account.currency} onClose={onDone} />
      ) : (
        <Form onSubmit={submit} label={title}>
          {doing.isError && (
            <Note tone="neg" strong={wordsOf(doing.error)} live>
              Some may be returned already. Try again: each is returned once.
            </Note>
          )}
          <ReturnFields saying={saying} tried={tried} onChange={setSaying} />
          <Switch
            label="Give back what was paid"
            description="The exact amount of each sale, to the balance that paid it."
            checked={refund}
            onChange={(event) => setRefund(event.currentTarget.checked)}
          />
          <ChoiceField label="Suppliers" value={bearer} options={BEARERS} onChange={setBearer} />
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={doing.isPending}>
              {title}
            </Button>
          </DialogActions>
        </Form>
      )}
    </Dialog>
  )
}
