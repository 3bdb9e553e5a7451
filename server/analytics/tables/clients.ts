/** Sums by supplier and by buyer, of those that are asked about: a Client's figures. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { LeadSums, Span } from './leads.ts'
import type { SaleSums } from './sales.ts'

export async function sumsOfSuppliers(
  db: Db,
  accountId: number,
  supplierIds: readonly number[],
  { from, to }: Span,
): Promise<(LeadSums & { supplier_id: number })[]> {
  if (supplierIds.length === 0) return []
  const { rows } = await sql<LeadSums & { supplier_id: number }>`
    select r.supplier_id, sum(r.leads) as leads, coalesce(sum(r.leads) filter (where r.code = 0), 0) as accepted,
           coalesce(sum(r.leads) filter (where r.code = 1008), 0) as duplicated, sum(r.returned) as returned,
           sum(r.revenue) as revenue, sum(r.payout) as payout, sum(r.returned_revenue) as returned_revenue,
           sum(r.returned_payout) as returned_payout
    from lead_rollup r
    where r.account_id = ${accountId} and r.supplier_id = any (${supplierIds}::integer[])
      and r.bucket >= ${from} and r.bucket < ${to}
    group by r.supplier_id`.execute(db)
  return rows
}

export async function sumsOfBuyers(
  db: Db,
  accountId: number,
  buyerIds: readonly number[],
  { from, to }: Span,
): Promise<(SaleSums & { buyer_id: number })[]> {
  if (buyerIds.length === 0) return []
  const { rows } = await sql<SaleSums & { buyer_id: number }>`
    select r.buyer_id, sum(r.sales) as sales, sum(r.returned) as returned, sum(r.amount) as amount,
           sum(r.returned_amount) as returned_amount
    from sale_rollup r
    where r.account_id = ${accountId} and r.buyer_id = any (${buyerIds}::integer[])
      and r.bucket >= ${from} and r.bucket < ${to}
    group by r.buyer_id`.execute(db)
  return rows
}
