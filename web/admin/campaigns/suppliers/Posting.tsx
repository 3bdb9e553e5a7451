import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { revealKey, rotateKey } from '../../../../contract/api/campaign-members.ts'
import { call } from '../../../lib/api.ts'
import { refreshLive, wordsOf } from '../../../lib/ask.ts'
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx'
import { FieldError } from '../../../ui/fields.tsx'
import { Segments } from '../../../ui/RangePicker.tsx'
import { CopyButton } from '../../../ui/small.tsx'
import { useAccount } from '../../account.ts'
import type { Campaign } from '../CampaignPage.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { curlOf, samplePost } from './sample.ts'

type Supplier = Campaign['suppliers'][number]

/** The whole key is asked for, which the audit log keeps. A new one asks first: the old one stops at once. */
function useKey(supplier: Supplier, told: string | undefined) {
  const account = useAccount()
  const params = { account: account.id, supplier: supplier.id }
  const reveal = useMutation({ mutationFn: () => call(revealKey, { params }) })
  const rotate = useMutation({ mutationFn: () => call(rotateKey, { params }), onSuccess: refreshLive })
  return { reveal, rotate, key: rotate.data?.key ?? reveal.data?.key ?? told }
}

function NewKey(props: { name: string; loading: boolean; error: Error | null; onDo: () => void; onClose: () => void }) {
  return (
    <Dialog title={`New posting key for ${props.name}`} opened onClose={props.onClose}>
      <p className="second">
        The present key stops working at once, and posts with it are refused until the supplier uses the new one.
      </p>
      {props.error && <FieldError>{wordsOf(props.error)}</FieldError>}
      <DialogActions>
        <Button onClick={props.onClose}>Cancel</Button>
        <Button variant="filled" loading={props.loading} onClick={props.onDo}>
          Make a new key
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function KeyLine({ supplier, state }: { supplier: Supplier; state: ReturnType<typeof useKey> }) {
  const { canWrite } = useDraft()
  const [asking, setAsking] = useState(false)
  const { reveal, rotate, key } = state
  return (
    <div className={css.key}>
      <code className="mono">{key ?? `•••• ${supplier.keyLastFour}`}</code>
      {key && <CopyButton text={key} name={`Copy the key of ${supplier.name}`} />}
      {canWrite && !key && (
        <Button
          size="xs"
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
          aria-label={`Reveal the key of ${supplier.name}`}
        >
          Reveal
        </Button>
      )}
      {canWrite && (
        <Button size="xs" variant="subtle" onClick={() => setAsking(true)}>
          New key
        </Button>
      )}
      {reveal.isError && <FieldError>{wordsOf(reveal.error)}</FieldError>}
      {asking && (
        <NewKey
          name={supplier.name}
          loading={rotate.isPending}
          error={rotate.error}
          onClose={() => setAsking(false)}
          onDo={() => rotate.mutate(undefined, { onSuccess: () => setAsking(false) })}
        />
      )}
    </div>
  )
}

const KINDS = [
  { value: 'test', label: 'Test lead' },
  { value: 'live', label: 'Live lead' },
] as const

/**
 * All that the supplier needs: where, with which key, and a post to try as it stands. `told` is the key as it was told
 * when the supplier was made.
 */
export function Posting({ supplier, told }: { supplier: Supplier; told?: string | undefined }) {
  const { campaign, base } = useDraft()
  const [kind, setKind] = useState<'test' | 'live'>('test')
  const state = useKey(supplier, told)
  const who = { campaign: campaign.id, supplier: supplier.id, key: state.key ?? 'YOUR_KEY' }
  const curl = curlOf(campaign.postingUrl, samplePost(who, base.campaign.fields, kind === 'test'))
  return (
    <div className={css.well}>
      <div>
        <h4 className="small quiet">Post to</h4>
        <div className={css.key}>
          <code className="mono">POST {campaign.postingUrl}</code>
          <CopyButton text={campaign.postingUrl} name="Copy the posting address" />
        </div>
      </div>
      <div>
        <h4 className="small quiet">Posting key</h4>
        <KeyLine supplier={supplier} state={state} />
      </div>
      <div className={css.head}>
        <Segments label="What to post" options={KINDS} value={kind} onChange={setKind} />
        <CopyButton text={curl} name="Copy the example" label="Copy" />
      </div>
      <pre className={css.code}>{curl}</pre>
      {!state.key && <p className="small quiet">Reveal the key and the example can be run as it stands.</p>}
    </div>
  )
}
