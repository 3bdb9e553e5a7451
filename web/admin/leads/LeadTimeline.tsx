import { Link } from '@tanstack/react-router'
import type { TimelineEntry } from '../../../contract/api/lead-parts.ts'
import { clock, duration } from '../../lib/format.ts'
import { inAddress } from '../../lib/url-state.ts'
import { type Step, Timeline } from '../../ui/Timeline.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'

const TONES = { plain: 'neu', good: 'pos', skipped: 'warn', bad: 'neg', returned: 'viol' } as const satisfies Record<
  TimelineEntry['tone'],
  Step['tone']
>

function Detail({ entry }: { entry: TimelineEntry }) {
  const account = useAccount()
  if (!entry.lead) return entry.text
  return (
    <>
      {entry.text} {/* the address holds what is open, see LeadsPage */}
      <Link to={`/${account.id}/leads`} search={inAddress({ lead: entry.lead })}>
        Open that lead
      </Link>
    </>
  )
}

function asideOf(entry: TimelineEntry, index: number, zone: string): string | undefined {
  if (entry.kind === 'answer' && entry.ms !== null) return `${duration(entry.ms)} in all`
  if (entry.ms !== null) return duration(entry.ms)
  return index === 0 && entry.at ? clock(entry.at, zone) : undefined
}

/** Step by step what happened to a lead, each stop with the rule that made it. */
export function LeadTimeline({ data }: { data: ReadLead }) {
  if (!data.timeline) return <p className="quiet">Your role sees that a lead is there, not what happened to it.</p>
  const steps = data.timeline.map(
    (entry, index): Step => ({
      key: String(index),
      tone: TONES[entry.tone],
      title: entry.title,
      detail: entry.text || entry.lead ? <Detail entry={entry} /> : undefined,
      aside: asideOf(entry, index, data.zone),
    }),
  )
  return <Timeline steps={steps} />
}
