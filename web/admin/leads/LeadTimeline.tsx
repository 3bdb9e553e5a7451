import { Link } from '@tanstack/react-router'
import type { TimelineEntry } from '../../../contract/api/lead-parts.ts'
import { clock, duration, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { inAddress } from '../../lib/url-state.ts'
import { Exchange } from '../../ui/Exchange.tsx'
import { type Step, Timeline } from '../../ui/Timeline.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'

const TONES = { plain: 'neu', good: 'pos', skipped: 'warn', bad: 'neg', returned: 'viol' } as const satisfies Record<
  TimelineEntry['tone'],
  Step['tone']
>

function Detail({ entry }: { entry: TimelineEntry }) {
  const account = useAccount()
  if (!entry.lead) return [entry.text, entry.by && `By ${entry.by}.`].filter(Boolean).join(' ')
  return (
    <>
      {entry.text} {/* the address holds what is open, see LeadsPage */}
      <Link to={`/${account.id}/leads`} search={inAddress({ lead: entry.lead })}>
        Open that lead
      </Link>
    </>
  )
}

/** What was done once the lead had its answer stands with its day. */
const LATER: readonly TimelineEntry['kind'][] = ['settled', 'returned']

function asideOf(entry: TimelineEntry, index: number, zone: string, now: number): string | undefined {
  if (entry.at && (LATER.includes(entry.kind) || entry.by)) return when(entry.at, zone, now)
  if (entry.kind === 'answer' && entry.ms !== null) return `${duration(entry.ms)} in all`
  if (entry.ms !== null) return duration(entry.ms)
  return index === 0 && entry.at ? clock(entry.at, zone) : undefined
}

/** Step by step what happened to a lead, each stop with the rule that made it. */
export function LeadTimeline({ data }: { data: ReadLead }) {
  const now = useNow()
  if (!data.timeline) return <p className="quiet">Your role sees that a lead is there, not what happened to it.</p>
  const steps = data.timeline.map(
    (entry, index): Step => ({
      key: String(index),
      tone: TONES[entry.tone],
      title: entry.title,
      detail: entry.text || entry.lead || entry.by ? <Detail entry={entry} /> : undefined,
      aside: asideOf(entry, index, data.zone, now),
      children: entry.call ? <Exchange {...entry.call} /> : undefined,
    }),
  )
  return <Timeline steps={steps} />
}
