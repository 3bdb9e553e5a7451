import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { settleCalls } from '../../../contract/api/lead-actions.ts'
import type { UnknownCall } from '../../../contract/api/lead-parts.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money, shortId, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Note } from '../../ui/Note.tsx'
import { Facts } from '../../ui/Page.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'
import { Refusals } from './Refusals.tsx'

type Wish = { calls: { lead: string; call?: string }[]; sold: boolean }

function useSettling() {
  const account = useAccount()
  return useMutation({
    mutationFn: (body: Wish) => call(settleCalls, { params: { account: account.id }, body }),
    onSuccess: refreshLive,
  })
}

/** The two answers there are; what each moves stands above them. */
function Answers(props: { settling: ReturnType<typeof useSettling>; calls: Wish['calls']; onClose: () => void }) {
  const { settling, calls, onClose } = props
  const button = (sold: boolean, label: string) => (
    <Button
      variant={sold ? 'filled' : 'default'}
      loading={settling.isPending && settling.variables?.sold === sold}
      disabled={settling.isPending}
      onClick={() => settling.mutate({ calls, sold })}
    >
      {label}
    </Button>
  )
  return (
    <DialogActions>
      <Button variant="subtle" onClick={onClose}>
        Cancel
      </Button>
      {button(false, 'Not sold')}
      {button(true, 'Sold')}
    </DialogActions>
  )
}

function Outcome({ settling, onClose }: { settling: ReturnType<typeof useSettling>; onClose: () => void }) {
  const results = settling.data?.results ?? []
  const refused = results.flatMap(({ lead, refusal }) => (refusal === null ? [] : [{ lead, words: refusal }]))
  const done = results.length - refused.length
  return (
    <div className="stack">
      <Note tone={done > 0 ? 'pos' : 'warn'} strong={`${done} of ${results.length} settled.`} live>
        {settling.variables?.sold ? 'They are sales now.' : 'What was held for them is let go.'}
      </Note>
      <Refusals rows={refused} />
      <DialogActions>
        <Button variant="filled" onClick={onClose} data-autofocus>
          Done
        </Button>
      </DialogActions>
    </div>
  )
}

function Failure({ error }: { error: unknown }) {
  return (
    <Note tone="neg" strong={wordsOf(error)} live>
      Look at them again before you repeat it: each is settled once.
    </Note>
  )
}

const WHAT = 'Sold makes a sale of it, paid from what is held. Not sold lets that go.'

/** Settles one call of a lead; says who has the lead already, as it may become a second sale. */
export function SettleDialog({ data, of, onClose }: { data: ReadLead; of: UnknownCall; onClose: () => void }) {
  const now = useNow()
  const settling = useSettling()
  const { lead, currency, zone, sales = [] } = data
  const owners = sales.filter(({ test, returnedAt }) => !test && returnedAt === null).map(({ buyer }) => buyer.name)
  return (
    <Dialog title={`Did ${of.buyer.name} take ${shortId(lead.id)}?`} opened onClose={onClose}>
      {settling.data ? (
        <Outcome settling={settling} onClose={onClose} />
      ) : (
        <div className="stack">
          {settling.isError && <Failure error={settling.error} />}
          {owners.length > 0 && (
            <Note tone="warn" strong={`${owners.join(' and ')} has this lead already.`}>
              Settled as sold, it is sold once more.
            </Note>
          )}
          <Facts
            rows={[
              ['Asked', when(of.at, zone, now)],
              ['Why it is not known', of.reason ?? 'No answer came'],
              ['Held', money(of.held, currency)],
              ['Let go by itself', when(of.until, zone, now)],
            ]}
          />
          <p className="second">{WHAT}</p>
          <Answers settling={settling} calls={[{ lead: lead.id, call: of.id }]} onClose={onClose} />
        </div>
      )}
    </Dialog>
  )
}

/** Settles all calls of unknown end of many leads the same way. */
export function BulkSettleDialog(props: { leads: readonly string[]; onClose: () => void; onDone: () => void }) {
  const settling = useSettling()
  const { leads, onClose, onDone } = props
  const title = leads.length === 1 ? 'Settle 1 lead' : `Settle ${leads.length} leads`
  return (
    <Dialog title={title} opened onClose={settling.data ? onDone : onClose}>
      {settling.data ? (
        <Outcome settling={settling} onClose={onDone} />
      ) : (
        <div className="stack">
          {settling.isError && <Failure error={settling.error} />}
          <p className="second">{WHAT} All of them are settled the same way, each for itself.</p>
          <Answers settling={settling} calls={leads.map((lead) => ({ lead }))} onClose={onClose} />
        </div>
      )}
    </Dialog>
  )
}
