/** Sums of rollups by campaign and member; what buyers did not take is counted from attempts. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { firstIdOf } from '../../platform/ids.ts'

/** Campaigns whose days are counted in one zone. */
export interface Slice {
  readonly campaignIds: readonly number[]
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
  returnedRevenue: number
  returnedPayout: number
}

export async function supplierSums(
  db: Db,
  accountId: number,
  { campaignIds, from, to }: Slice,
): Promise<(LeadSums & { supplierId: number })[]> {
  const { rows } = await sql<LeadSums & { supplierId: number }>`
    select r.supplier_id as "supplierId", sum(r.leads) as leads,
           coalesce(sum(r.leads) filter (where r.code = 0), 0) as accepted,
           coalesce(sum(r.leads) filter (where r.code = 1008), 0) as duplicated,
           sum(r.returned) as returned, sum(r.revenue) as revenue, sum(r.payout) as payout,
           sum(r.returned_revenue) as "returnedRevenue", sum(r.returned_payout) as "returnedPayout"
    from lead_rollup r
    where r.account_id = ${accountId} and r.campaign_id = any (${campaignIds}::integer[])
      and r.bucket >= ${from} and r.bucket < ${to}
    group by r.supplier_id`.execute(db)
  return rows
}

export interface SaleSums {
  buyerId: number
  sales: number
  returned: number
  amount: number
  returnedAmount: number
}

export async function buyerSums(db: Db, accountId: number, { campaignIds, from, to }: Slice): Promise<SaleSums[]> {
  const { rows } = await sql<SaleSums>`
    select r.buyer_id as "buyerId", sum(r.sales) as sales, sum(r.returned) as returned, sum(r.amount) as amount,
           sum(r.returned_amount) as "returnedAmount"
    from sale_rollup r
    where r.account_id = ${accountId} and r.campaign_id = any (${campaignIds}::integer[])
      and r.bucket >= ${from} and r.bucket < ${to}
    group by r.buyer_id`.execute(db)
  return rows
}

export interface UnsoldCount {
  buyerId: number
  outcome: string
  attempts: number
}

/** Calls that made no sale, by the partial index of exactly these. */
export async function unsoldCounts(
  db: Db,
  accountId: number,
  { campaignIds, from, to }: Slice,
): Promise<UnsoldCount[]> {
  const { rows } = await sql<UnsoldCount>`
    select a.buyer_id as "buyerId", a.outcome, count(*) as attempts
    from attempts a
    where a.account_id = ${accountId} and a.campaign_id = any (${campaignIds}::integer[])
      and a.lead_id >= ${firstIdOf(from)} and a.lead_id < ${firstIdOf(to)}
      and a.received_at >= ${from} and a.received_at < ${to}
      and not a.test and a.outcome not in ('accepted', 'calling', 'unknown', 'resent')
    group by a.buyer_id, a.outcome`.execute(db)
  return rows
}
