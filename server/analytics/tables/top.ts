/** The largest suppliers and buyers of a range, with their names. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { LeadSums, Span } from './leads.ts'
import type { SaleSums } from './sales.ts'

interface InCampaign {
  id: number
  name: string
  campaign_id: number
  campaign_name: string
}

const within = (accountId: number, { from, to }: Span): RawBuilder<unknown> =>
  sql`r.account_id = ${accountId} and r.bucket >= ${from} and r.bucket < ${to}`

export async function topSuppliers(
  db: Db,
  accountId: number,
  span: Span,
  limit: number,
): Promise<(LeadSums & InCampaign)[]> {
  const { rows } = await sql<LeadSums & InCampaign>`
    select t.*, s.supplier_id as id, s.name, c.campaign_id, c.name as campaign_name
    from (
      select r.supplier_id, sum(r.leads) as leads, coalesce(sum(r.leads) filter (where r.code = 0), 0) as accepted,
             coalesce(sum(r.leads) filter (where r.code = 1008), 0) as duplicated, sum(r.returned) as returned,
             sum(r.revenue) as revenue, sum(r.payout) as payout, sum(r.returned_revenue) as returned_revenue,
             sum(r.returned_payout) as returned_payout
      from lead_rollup r where ${within(accountId, span)}
      group by r.supplier_id order by sum(r.leads) desc, r.supplier_id limit ${limit}
    ) t
    join suppliers s on s.account_id = ${accountId} and s.supplier_id = t.supplier_id
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = s.campaign_id
    order by t.leads desc, t.supplier_id`.execute(db)
  return rows
}

export async function topBuyers(
  db: Db,
  accountId: number,
  span: Span,
  limit: number,
): Promise<(SaleSums & InCampaign)[]> {
  const { rows } = await sql<SaleSums & InCampaign>`
    select t.*, b.buyer_id as id, b.name, c.campaign_id, c.name as campaign_name
    from (
      select r.buyer_id, sum(r.sales) as sales, sum(r.returned) as returned, sum(r.amount) as amount,
             sum(r.returned_amount) as returned_amount
      from sale_rollup r where ${within(accountId, span)}
      group by r.buyer_id order by sum(r.amount - r.returned_amount) desc, r.buyer_id limit ${limit}
    ) t
    join buyers b on b.account_id = ${accountId} and b.buyer_id = t.buyer_id
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = b.campaign_id
    order by t.amount - t.returned_amount desc, t.buyer_id`.execute(db)
  return rows
}
