import type { CapInUse, listCapsInUse } from '../../../contract/api/caps.ts'
import type { Given } from '../../../contract/endpoint.ts'
import { BudgetCaps, Caps } from '../../../contract/settings.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { localMoment } from '../../routing/periods.ts'
import { budgetUsage, capUsage } from '../rules/caps.ts'
import { type CappedRow, cappedMembers } from '../tables/members.ts'

const shareOf = ({ used, limit }: { used: number; limit: number }): number => used / limit

/** The fullest cap or budget of one supplier or buyer; undefined where it has none. */
function fullest(row: CappedRow, now: Date): CapInUse | undefined {
  const local = localMoment(now, row.zone)
  const caps = capUsage(Caps.parse(row.caps ?? {}), row, local).map((usage) => ({ of: 'leads' as const, ...usage }))
  const budgets = budgetUsage(BudgetCaps.parse(row.budget ?? {}), row, local)
  const all = [...caps, ...budgets.map((usage) => ({ of: 'money' as const, ...usage }))]
  const [first] = all.toSorted((a, b) => shareOf(b) - shareOf(a))
  const { kind, id, name, campaign_id, campaign_name } = row
  return first && { kind, id, name, campaign: { id: campaign_id, name: campaign_name }, ...first }
}

/** Those of which nothing is used are not in use. */
export async function readCapsInUse(ctx: Ctx, limit: number): Promise<Given<typeof listCapsInUse>> {
  const { accountId } = actorOf(ctx, 'team')
  const now = ctx.now()
  const [rows, { currency }] = await Promise.all([
    cappedMembers(ctx.db, accountId),
    readAccountBasics(ctx.db, accountId),
  ])
  const items = rows
    .flatMap((row) => fullest(row, now) ?? [])
    .filter(({ used }) => used > 0)
    .sort((a, b) => shareOf(b) - shareOf(a) || a.id - b.id)
  return { items: items.slice(0, limit), currency, asOf: now.toISOString() }
}
