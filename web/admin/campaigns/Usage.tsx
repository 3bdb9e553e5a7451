import { count, money } from '../../lib/format.ts'
import { UsageBar } from '../../ui/small.tsx'
import type { Campaign } from './CampaignPage.tsx'
import css from './parts.module.css'

type Usage = Campaign['buyers'][number]['caps'][number]
const PERIODS = { day: 'today', week: 'this week', month: 'this month', total: 'in all' } as const

/** What is used of each cap that is set. */
export function Usages({ caps, budget = [], currency }: { caps: Usage[]; budget?: Usage[]; currency: string }) {
  if (caps.length + budget.length === 0) return <p>No caps</p>
  return (
    <div className={css.usage}>
      {caps.map((cap) => (
        <UsageBar
          key={cap.period}
          used={cap.used}
          limit={cap.limit}
          label={`${count(cap.used)} of ${count(cap.limit)} leads`}
          next={PERIODS[cap.period]}
        />
      ))}
      {budget.map((cap) => (
        <UsageBar
          key={cap.period}
          used={cap.used}
          limit={cap.limit}
          label={`${money(cap.used, currency)} of ${money(cap.limit, currency)}`}
          next={PERIODS[cap.period]}
        />
      ))}
    </div>
  )
}
