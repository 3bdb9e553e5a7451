/** Sales: a customer's list of what its buyers bought, and the attempts of given leads. */
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
  returnedAt: Date | null
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
  a.attempt_id as "attemptId", a.buyer_id as "buyerId", a.price, a.at as "soldAt", a.test as "saleTest",
  a.returned_at as "returnedAt", a.wallet_id as "walletId"`

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

export interface AttemptRow {
  leadId: string
  attemptId: string
  buyerId: number
  buyerName: string
  clientId: number
  clientName: string
  outcome: string
  test: boolean
  price: number
  rule: number | null
  at: Date
  ms: number
  returnedAt: Date | null
}

/** All attempts of given leads, in the order they were made. For the team. */
export async function attemptsOf(
  db: Db,
  accountId: number,
  leads: readonly { leadId: string; receivedAt: Date }[],
): Promise<AttemptRow[]> {
  if (leads.length === 0) return []
  const times = leads.map((lead) => lead.receivedAt.getTime())
  const { rows } = await sql<AttemptRow>`
    select a.lead_id as "leadId", a.attempt_id as "attemptId", a.buyer_id as "buyerId", b.name as "buyerName",
           k.client_id as "clientId", k.name as "clientName", a.outcome, a.test, a.price, a.rule, a.at, a.ms,
           a.returned_at as "returnedAt"
    from attempts a
    join buyers b on b.account_id = ${accountId} and b.buyer_id = a.buyer_id
    join clients k on k.account_id = ${accountId} and k.client_id = b.client_id
    where a.account_id = ${accountId} and a.lead_id = any (${leads.map((lead) => lead.leadId)}::uuid[])
      and a.received_at >= ${new Date(Math.min(...times))} and a.received_at <= ${new Date(Math.max(...times))}
    order by a.lead_id, a.at, a.attempt_id`.execute(db)
  return rows
}

export interface DebitRow {
  attemptId: string
  walletId: number
  company: string
  amount: number
  balanceAfter: number
  bookedAt: Date
  entry: number
}

/** What sales debited, by attempt: one entry each by the journal's key. */
export async function debitsOf(db: Db, accountId: number, attemptIds: readonly string[]): Promise<DebitRow[]> {
  const { rows } = await sql<DebitRow>`
    select t.source as "attemptId", t.wallet_id as "walletId", c.company, t.amount, t.balance_after as "balanceAfter",
           t.booked_at as "bookedAt", t.wallet_seq as entry
    from transfers t
    join customers c on c.account_id = ${accountId} and c.customer_id = t.wallet_id
    where t.account_id = ${accountId} and t.kind = 'sale' and t.source = any (${attemptIds}::uuid[])`.execute(db)
  return rows
}

/** What the operator calls the buyers of a campaign. */
export async function buyerNames(db: Db, accountId: number, campaignId: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('buyers')
    .select(['buyer_id', 'name'])
    .where('account_id', '=', accountId)
    .where('campaign_id', '=', campaignId)
    .execute()
  return new Map(rows.map((row) => [row.buyer_id, row.name]))
}
