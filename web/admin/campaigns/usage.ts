/** What is used of caps, for a line and for the caps editor. */
import { count } from '../../lib/format.ts'
import type { Used } from '../../ui/rules/CapsEditor.tsx'
import type { Campaign } from './CampaignPage.tsx'

type Usage = Campaign['buyers'][number]['caps'][number]
const PERIODS = { day: 'today', week: 'this week', month: 'this month', total: 'in all' } as const

/** As the caps editor takes it. */
export const usedOf = (usages: readonly Usage[]): Used =>
  Object.fromEntries(usages.map(({ period, used }) => [period, { used }]))

/** "11 of 25 today", the fullest of them; "no caps". */
export function capsUsedInWords(usages: readonly Usage[]): string {
  const [fullest] = usages.toSorted((a, b) => b.used / b.limit - a.used / a.limit)
  return fullest ? `${count(fullest.used)} of ${count(fullest.limit)} ${PERIODS[fullest.period]}` : 'no caps'
}
