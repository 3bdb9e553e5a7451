import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listOwnDeliveries, type OwnDelivery, sendSampleLead } from '../../../contract/api/own-deliveries.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { usePhone } from '../../lib/media.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'

const NAME = 'Send me a test lead'
type Sent = Reply<typeof sendSampleLead>

const WORDS: Record<Sent['outcome'], { tone: 'pos' | 'warn' | 'neg'; strong: string; text: string }> = {
  mailed: { tone: 'pos', strong: 'Mailed.', text: 'It arrives within a minute, marked as a test.' },
  accepted: { tone: 'pos', strong: 'Your system took it.', text: 'A real lead would have been bought.' },
  duplicated: {
    tone: 'warn',
    strong: 'Your system knows it already.',
    text: 'A real lead would not have been bought.',
  },
  rejected: { tone: 'warn', strong: 'Your system refused it.', text: 'A real lead would not have been bought.' },
  errored: {
    tone: 'neg',
    strong: 'It could not be sent.',
    text: 'Your system could not be reached, or its set-up is not complete.',
  },
  timed_out: { tone: 'neg', strong: 'Your system did not answer in time.', text: 'See whether the test lead arrived.' },
  unknown: { tone: 'neg', strong: 'Your system gave no clear answer.', text: 'See whether the test lead arrived.' },
}

function SentNote({ sent }: { sent: Sent }) {
  const { tone, strong, text } = WORDS[sent.outcome]
  const status = sent.status === null ? '' : ` It answered ${sent.status}.`
  return (
    <Note tone={tone} strong={strong} live>
      {text}
      {sent.reason ? ` It said: “${sent.reason}”.` : status}
    </Note>
  )
}

/** Where to, in a few words: the campaign and the way. */
const nameOf = ({ campaign, kind, to }: OwnDelivery): string =>
  `${campaign.name}, ${kind === 'email' ? 'by e-mail' : 'to'} ${kind === 'email' ? `to ${to}` : to}`

function Sending({ deliveries, onClose }: { deliveries: readonly OwnDelivery[]; onClose: () => void }) {
  const [chosen, setChosen] = useState(String(deliveries[0]?.id ?? ''))
  const sending = useMutation({ mutationFn: () => call(sendSampleLead, { body: { buyer: Number(chosen) } }) })
  return (
    <div className="stack">
      <ChoiceField
        label="Where to"
        value={chosen}
        onChange={(value) => {
          setChosen(value)
          sending.reset()
        }}
        options={deliveries.map((one) => ({ value: String(one.id), label: nameOf(one) }))}
        hint="It has made-up values, is marked as a test and costs nothing. It does not appear in your list of leads."
      />
      {sending.data && <SentNote sent={sending.data} />}
      {sending.isError && (
        <Note tone="neg" strong="Not sent." live>
          {wordsOf(sending.error)}
        </Note>
      )}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button variant="filled" loading={sending.isPending} onClick={() => sending.mutate()}>
          {NAME}
        </Button>
      </DialogActions>
    </div>
  )
}

/** For who gets leads by HTTP or e-mail: one made-up lead, sent the way real ones go. */
export function TestLead() {
  const [opened, setOpened] = useState(false)
  const phone = usePhone()
  const { data } = useQuery(ask(listOwnDeliveries, { query: { limit: 100 } }))
  if (!data || data.items.length === 0) return null
  return (
    <>
      <Button
        aria-label={NAME}
        leftSection={<IconFlask size={15} stroke={1.9} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {phone ? 'Test lead' : NAME}
      </Button>
      <Dialog title={NAME} opened={opened} onClose={() => setOpened(false)}>
        <Sending deliveries={data.items} onClose={() => setOpened(false)} />
      </Dialog>
    </>
  )
}
