/** What customers gave back over the last weeks, returned by the operator each day as the console does it. */
import { sql } from 'kysely'
import { ReturnLead } from '../../contract/api/returns.ts'
import { leadIdText } from '../../server/platform/ids.ts'
import { returnLead } from '../../server/returns/actions.ts'
import { seeded } from '../random.ts'
import type { BuiltBusiness } from './build.ts'

const DAYS = 45
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const SHARE = 0.032
/** What is not made good, because something else was agreed. */
const WITHOUT_REFUND = 0.06

const REASONS = [
  { reason: 'Wrong number', weight: 38 },
  { reason: 'Disconnected number', weight: 24 },
  { reason: 'Did not ask for it', weight: 17 },
  { reason: 'Outside the area', weight: 9 },
  { reason: 'False details', weight: 8 },
  { reason: 'Speaks another language', weight: 4 },
]

/** Sold between two days and one day before. */
async function soldBefore({ ctx }: BuiltBusiness, at: Date): Promise<string[]> {
  const until = new Date(at.getTime() - DAY_MS)
  const from = new Date(until.getTime() - DAY_MS)
  const { rows } = await sql<{ leadId: string }>`
    select l.lead_id as "leadId" from leads l
    where l.account_id = ${ctx.actor.accountId} and l.received_at >= ${from} and l.received_at < ${until}
      and l.code = 0 and not l.test
    order by l.received_at, l.supplier_id, l.revenue`.execute(ctx.db)
  return rows.map(({ leadId }) => leadIdText(leadId))
}

async function returnSome(business: BuiltBusiness, at: Date, day: number): Promise<void> {
  const random = seeded(business.plan.seed * 1_000 + day)
  for (const lead of await soldBefore(business, at)) {
    if (!random.chance(SHARE)) continue
    const { reason } = random.weighted(REASONS)
    await returnLead(business.ctx, lead, ReturnLead.parse({ reason, refund: !random.chance(WITHOUT_REFUND) }))
  }
}

/** Every day some of the day before yesterday, in order of time. */
export function returnsOf(business: BuiltBusiness, end: Date): { at: Date; run(): Promise<unknown> }[] {
  return Array.from({ length: DAYS }, (_, nth) => {
    const day = DAYS - nth
    const at = new Date(end.getTime() - day * DAY_MS + 5 * HOUR_MS)
    return { at, run: () => returnSome(business, at, day) }
  })
}
