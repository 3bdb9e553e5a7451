/** Sales: a customer's list of what its buyers bought. */
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { type Bounds, withinBounds } from './bounds.ts'
import { type Finder, findLeads, LEAD_COLUMNS, type LeadRow, leadNames } from './leads.ts'

export interface SaleRow extends LeadRow {
  attemptId: string
  buyerId: number
  price: number
  soldAt: Date
  saleTest: boolean
  ms: number
  returnedAt: Date | null
  returnReason: string | null
  walletId: number | null
}

export interface SaleFilter extends Bounds {
  readonly accountId: number
  /** The only buyers whose sales are seen, each from a time on. */
  readonly buyers: readonly { buyerId: number; visibleFrom: Date | null }[]
  readonly test: 'all' | 'test' | 'live'
  readonly returned: 'all' | 'returned' | 'kept'
  readonly finder: Finder | null
  readonly limit: number
}

const SALE_COLUMNS = sql`
  a.attempt_id as "attemptId", a.buyer_id as "buyerId", a.price, a.at as "soldAt", a.test as "saleTest", a.ms,
  a.returned_at as "returnedAt", a.return_reason as "returnReason", a.wallet_id as "walletId"`

/** A page of sales; a lead bought twice is two rows. */
export async function listSaleRows(db: Db, filter: SaleFilter): Promise<SaleRow[]> {
  if (filter.finder?.kind === 'nothing' || filter.buyers.length === 0) return []
  const { accountId } = filter
  const { rows } = await sql<SaleRow>`
    with page as materialized (${filter.finder ? foundSales(filter, filter.finder) : walkBuyers(filter)})
    select ${SALE_COLUMNS}, ${LEAD_COLUMNS}
    from page a
    join lateral (
      select l.* from leads l
      where l.account_id = ${accountId} and l.lead_id = a.lead_id and l.received_at = a.received_at limit 1
    ) l on true
    ${leadNames(accountId)}
    order by a.lead_id desc, a.attempt_id desc`.execute(db)
  return rows
}

const buyersOf = ({ buyers }: SaleFilter): RawBuilder<unknown> => sql`
  unnest(${buyers.map((one) => one.buyerId)}::integer[], ${buyers.map((one) => one.visibleFrom)}::timestamptz[])
    as b (buyer_id, visible_from)`

function walkBuyers(filter: SaleFilter): RawBuilder<unknown> {
  return sql`
    select a.* from ${buyersOf(filter)}
    cross join lateral (
      select a.* from attempts a
      where ${withinBounds('a', filter.accountId, filter)} and ${visible(filter)}
      order by a.lead_id desc, a.attempt_id desc limit ${filter.limit}
    ) a
    order by a.lead_id desc, a.attempt_id desc limit ${filter.limit}`
}

function foundSales(filter: SaleFilter, finder: Finder): RawBuilder<unknown> {
  // LATERAL with OFFSET: from each of the few leads found to its attempts by key, whatever the planner believes
  return sql`
    select a.* from (${findLeads(filter.accountId, finder)}) l
    cross join lateral (
      select a.* from attempts a
      where a.account_id = ${filter.accountId} and a.lead_id = l.lead_id and a.received_at = l.received_at offset 0
    ) a
    join ${buyersOf(filter)} on b.buyer_id = a.buyer_id
    where ${withinBounds('a', filter.accountId, filter)} and ${visible(filter)}
    order by a.lead_id desc, a.attempt_id desc limit ${filter.limit}`
}

/** A sale the mapping shows; a test only where its buyer took tests in the version it was decided by. */
function visible({ accountId, test, returned }: SaleFilter): RawBuilder<unknown> {
  const parts = [
    sql`a.buyer_id = b.buyer_id and a.outcome = 'accepted'`,
    sql`(b.visible_from is null or a.received_at >= b.visible_from)`,
  ]
  if (test !== 'all') parts.push(test === 'test' ? sql`a.test` : sql`not a.test`)
  if (returned !== 'all')
    parts.push(returned === 'returned' ? sql`a.returned_at is not null` : sql`a.returned_at is null`)
  parts.push(sql`(not a.test or coalesce((
    select (v.body ->> 'acceptsTests')::boolean from campaign_settings v
    where v.account_id = ${accountId} and v.campaign_id = a.campaign_id and v.part = 'buyer'
      and v.part_id = a.buyer_id and v.version <= a.version
    order by v.version desc limit 1), false))`)
  return sql.join(parts, sql` and `)
}
