import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type TrialResult, tryCheck, tryDelivery } from '../../../contract/api/deliveries.ts'
import type { DirectPost, EmailDelivery, OutsideCheck } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { Exchange } from '../../ui/Exchange.tsx'
import { TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import css from './delivery.module.css'

/** What is tried, and for which campaign. */
export type Tried = { delivery: DirectPost | EmailDelivery; price: number } | { check: OutsideCheck }

export interface TestPostProps {
  tried: Tried
  campaign: number
  currency: string
  fields: readonly Field[]
}

type Verdict = NonNullable<TrialResult['verdict']>

const WORDS: Record<Verdict['outcome'], { tone: 'pos' | 'warn' | 'neg'; strong: string; text: string }> = {
  accepted: { tone: 'pos', strong: 'Accepted.', text: 'A lead would have been sold.' },
  duplicated: { tone: 'warn', strong: 'Duplicate.', text: 'The next buyer would have been asked.' },
  rejected: { tone: 'warn', strong: 'Rejected.', text: 'The next buyer would have been asked.' },
  errored: { tone: 'neg', strong: 'Nothing was sent.', text: 'The next buyer would have been asked.' },
  timed_out: {
    tone: 'neg',
    strong: 'No answer in time.',
    text: 'A lead’s place and money would stay reserved until you settle it.',
  },
  unknown: {
    tone: 'neg',
    strong: 'No answer that can be trusted.',
    text: 'A lead’s place and money would stay reserved until you settle it.',
  },
  pass: { tone: 'pos', strong: 'Passed.', text: '' },
  reject: { tone: 'warn', strong: 'Rejected.', text: 'A lead would have failed with this reason.' },
  failed: { tone: 'neg', strong: 'The check failed.', text: 'Whether a lead passes then is set above.' },
  mailed: { tone: 'pos', strong: 'Mailed.', text: '' },
}

function VerdictNote({ verdict, currency }: { verdict: Verdict; currency: string }) {
  const { tone, strong, text } = WORDS[verdict.outcome]
  const rule = verdict.rule === null ? '' : ` Rule ${verdict.rule + 1} decided.`
  const price = verdict.price === null ? '' : ` It named ${moneyInWords(verdict.price, currency)}.`
  const saved = verdict.saved.map(({ field, value }) => ` ${field} became ${value ?? 'empty'}.`).join('')
  return (
    <Note tone={tone} strong={strong} live>
      {verdict.reason ? `${verdict.reason} ` : ''}
      {text}
      {rule}
      {price}
      {saved}
    </Note>
  )
}

function useTrial({ tried, campaign, fields }: TestPostProps) {
  const account = useAccount()
  return useMutation({
    mutationFn: async ({ send, lead }: { send: boolean; lead: string }) => {
      const params = { account: account.id, campaign }
      const named = fields.filter(({ name }) => name !== '')
      const common = { fields: named, send, ...(lead.trim() !== '' && { lead: lead.trim() }) }
      if ('check' in tried) return call(tryCheck, { params, body: { ...common, check: tried.check } })
      const price = Number.isNaN(tried.price) ? 0 : tried.price
      return call(tryDelivery, { params, body: { ...common, delivery: tried.delivery, price } })
    },
  })
}

/** Sends one for real, as it stands in the form, and shows both sides. */
export function TestPost(props: TestPostProps) {
  const { tried, currency } = props
  const [lead, setLead] = useState('')
  const trial = useTrial(props)
  const isMail = 'delivery' in tried && tried.delivery.kind === 'email'
  const name = isMail ? 'Send to me' : 'check' in tried ? 'Ask now' : 'Test post'
  const { data } = trial
  return (
    <section className={css.trial} aria-label={name}>
      <TextField
        label="Lead id"
        placeholder="A sample lead"
        value={lead}
        onChange={(event) => setLead(event.currentTarget.value)}
        hint="Left empty, a made-up lead is used."
      />
      <div className={css.actions}>
        <Button variant="filled" loading={trial.isPending} onClick={() => trial.mutate({ send: true, lead })}>
          {name}
        </Button>
        <Button disabled={trial.isPending} onClick={() => trial.mutate({ send: false, lead })}>
          Only show it
        </Button>
      </div>
      <p className="quiet">
        {isMail
          ? 'The mail goes to your own address, not to the buyer.'
          : 'This calls the other system for real, as it stands above, marked as a test.'}
      </p>
      {trial.isError && (
        <Note tone="neg" strong="Not sent." live>
          {wordsOf(trial.error)}
        </Note>
      )}
      {data?.verdict && <VerdictNote verdict={data.verdict} currency={currency} />}
      {data && !trial.isError && (
        <Exchange
          key={`${data.exchange.ms} ${data.exchange.request}`}
          request={data.exchange.request}
          response={data.exchange.response}
          status={data.exchange.status}
          open
        />
      )}
      {data?.verdict && data.exchange.ms > 0 && <p className="quiet num">{Math.round(data.exchange.ms)} ms</p>}
    </section>
  )
}
