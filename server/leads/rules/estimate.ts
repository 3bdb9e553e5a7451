/** About how many leads a list has, from figures: nothing is counted for it. */
import type { LeadStatus } from '../../../contract/verdict.ts'

export interface Sums {
  leads: number
  accepted: number
  duplicated: number
  returned: number
}

/** Figures hold no test leads, so where tests are listed too it is a little under. */
export function estimateOf(
  { leads, accepted, duplicated, returned }: Sums,
  asked: { status?: LeadStatus | undefined; returned: 'all' | 'returned' | 'kept' },
): number {
  const byStatus = { accepted, duplicated, failed: leads - accepted - duplicated }
  const all = asked.status ? byStatus[asked.status] : leads
  // only what was accepted can be returned
  const back = asked.status === undefined || asked.status === 'accepted' ? returned : 0
  if (asked.returned === 'all') return all
  return asked.returned === 'returned' ? back : all - back
}
