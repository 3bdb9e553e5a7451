/** Sums over sale_rollup: a customer's figures. A buyer counts from the day its mapping shows. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Span } from './leads.ts'
import type { VisibleBuyer } from './scopes.ts'

/** Whose sales: those of these buyers and no others. */
export interface SaleScope {
  readonly accountId: number
  readonly buyers: readonly VisibleBuyer[]
  readonly campaignId?: number | undefined
}

export interface SaleSums {
  sales: number
  returned: number
  amount: number
  returned_amount: number
}

const SUMS = sql`
  coalesce(sum(r.sales), 0) as sales,
  coalesce(sum(r.returned), 0) as returned,
  coalesce(sum(r.amount), 0) as amount,
  coalesce(sum(r.returned_amount), 0) as returned_amount`

function within({ accountId, buyers, campaignId }: SaleScope, { from, to }: Span): RawBuilder<unknown> {
  const byCampaign = campaignId === undefined ? sql`` : sql`and r.campaign_id = ${campaignId}`
  return sql`
    unnest(${buyers.map((one) => one.buyerId)}::integer[], ${buyers.map((one) => one.visibleFrom)}::timestamptz[])
      as b (buyer_id, visible_from)
    join sale_rollup r on r.account_id = ${accountId} and r.buyer_id = b.buyer_id
      and r.bucket >= ${from} and r.bucket < ${to} and (b.visible_from is null or r.bucket >= b.visible_from)
      ${byCampaign}`
}

export interface SaleCut extends SaleSums {
  slot: number | null
  campaign_id: number | null
}

/** One scan, two cuts: a row for each slot and each campaign that has sales. */
export async function saleCuts(db: Db, scope: SaleScope, bounds: readonly Date[], span: Span): Promise<SaleCut[]> {
  const { rows } = await sql<SaleCut>`
    select r.slot, r.campaign_id, ${SUMS}
    from (select r.*, width_bucket(r.bucket, ${bounds}::timestamptz[]) as slot from ${within(scope, span)}) r
    group by grouping sets ((r.slot), (r.campaign_id))`.execute(db)
  return rows
}

export async function saleTotals(db: Db, scope: SaleScope, span: Span): Promise<SaleSums> {
  const { rows } = await sql<SaleSums>`select ${SUMS} from ${within(scope, span)}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate without a row')
  return row
}

/** Sales by campaign and slot: sparklines. */
export async function salesByDay(
  db: Db,
  scope: SaleScope,
  bounds: readonly Date[],
  span: Span,
): Promise<{ campaign_id: number; slot: number; leads: number }[]> {
  const { rows } = await sql<{ campaign_id: number; slot: number; leads: number }>`
    select r.campaign_id, width_bucket(r.bucket, ${bounds}::timestamptz[]) as slot, sum(r.sales) as leads
    from ${within(scope, span)} group by 1, 2`.execute(db)
  return rows
}
