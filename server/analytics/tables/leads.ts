/** Sums over the rollups: the operator's figures and, by supplier, the supplier's. Never a raw row. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

/** Whose leads. `null` is no restriction, an empty list is nobody's. */
export interface LeadScope {
  readonly accountId: number
  readonly supplierIds: readonly number[] | null
  readonly campaignId?: number | undefined
}

export interface Span {
  readonly from: Date
  readonly to: Date
}

export interface LeadSums {
  leads: number
  accepted: number
  duplicated: number
  returned: number
  revenue: number
  payout: number
  returned_revenue: number
  returned_payout: number
}

const SUMS = sql`
  coalesce(sum(r.leads), 0) as leads,
  coalesce(sum(r.leads) filter (where r.code = 0), 0) as accepted,
  coalesce(sum(r.leads) filter (where r.code = 1008), 0) as duplicated,
  coalesce(sum(r.returned), 0) as returned,
  coalesce(sum(r.revenue), 0) as revenue,
  coalesce(sum(r.payout), 0) as payout,
  coalesce(sum(r.returned_revenue), 0) as returned_revenue,
  coalesce(sum(r.returned_payout), 0) as returned_payout`

function within({ accountId, supplierIds, campaignId }: LeadScope, { from, to }: Span): RawBuilder<unknown> {
  const bySupplier = supplierIds ? sql`and r.supplier_id = any (${supplierIds}::integer[])` : sql``
  const byCampaign = campaignId === undefined ? sql`` : sql`and r.campaign_id = ${campaignId}`
  return sql`r.account_id = ${accountId} and r.bucket >= ${from} and r.bucket < ${to} ${bySupplier} ${byCampaign}`
}

/** The narrow one, unless suppliers are asked about. */
const rollupOf = ({ supplierIds }: LeadScope): RawBuilder<unknown> =>
  supplierIds ? sql`lead_rollup r` : sql`campaign_rollup r`

export interface LeadCut extends LeadSums {
  /** 1 for the first slot; null in rows of another cut. */
  slot: number | null
  campaign_id: number | null
  code: number | null
}

/**
 * One scan, three cuts: a row for each slot, each campaign and each code that has leads. The scan is folded to
 * slot × campaign × code with plain sums first: cutting the buckets themselves three ways took twice as long.
 */
export async function leadCuts(db: Db, scope: LeadScope, bounds: readonly Date[], span: Span): Promise<LeadCut[]> {
  const { rows } = await sql<LeadCut>`
    select r.slot, r.campaign_id, r.code, ${SUMS}
    from (
      select width_bucket(r.bucket, ${bounds}::timestamptz[]) as slot, r.campaign_id, r.code, sum(r.leads) as leads,
             sum(r.returned) as returned, sum(r.revenue) as revenue, sum(r.payout) as payout,
             sum(r.returned_revenue) as returned_revenue, sum(r.returned_payout) as returned_payout
      from ${rollupOf(scope)} where ${within(scope, span)}
      group by 1, 2, 3
    ) r
    group by grouping sets ((r.slot), (r.campaign_id), (r.code))`.execute(db)
  return rows
}

export async function leadTotals(db: Db, scope: LeadScope, span: Span): Promise<LeadSums> {
  const { rows } = await sql<LeadSums>`select ${SUMS} from ${rollupOf(scope)} where ${within(scope, span)}`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate without a row')
  return row
}

export interface CampaignDay {
  campaign_id: number
  slot: number
  leads: number
}

/** Leads by campaign and slot: sparklines. */
export async function leadsByDay(
  db: Db,
  scope: LeadScope,
  bounds: readonly Date[],
  span: Span,
): Promise<CampaignDay[]> {
  const { rows } = await sql<CampaignDay>`
    select r.campaign_id, width_bucket(r.bucket, ${bounds}::timestamptz[]) as slot, sum(r.leads) as leads
    from ${rollupOf(scope)} where ${within(scope, span)}
    group by 1, 2`.execute(db)
  return rows
}

/** Sums by campaign, for a list of campaigns. */
export async function leadSumsByCampaign(
  db: Db,
  scope: LeadScope,
  span: Span,
): Promise<(LeadSums & { campaign_id: number })[]> {
  const { rows } = await sql<LeadSums & { campaign_id: number }>`
    select r.campaign_id, ${SUMS} from ${rollupOf(scope)} where ${within(scope, span)} group by r.campaign_id`.execute(
    db,
  )
  return rows
}
