/** What happened between given leads and the buyers that were called, with the money and the exchanges of it. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { instantOf } from '../../platform/ids.ts'
import type { ToldAttempt } from '../rules/story.ts'

/** As it is told, with whose it is. */
export interface AttemptRow extends Omit<ToldAttempt, 'buyer'> {
  leadId: string
  buyerId: number
  buyerName: string
  clientId: number
  clientName: string
  test: boolean
}

type Placed = { leadId: string; receivedAt: Date }

/** All attempts of given leads, in the order they were made. For the team. */
export async function attemptsOf(db: Db, accountId: number, leads: readonly Placed[]): Promise<AttemptRow[]> {
  if (leads.length === 0) return []
  const times = leads.map((lead) => lead.receivedAt.getTime())
  const { rows } = await sql<AttemptRow>`
    select a.lead_id as "leadId", a.attempt_id as "attemptId", a.buyer_id as "buyerId", b.name as "buyerName",
           k.client_id as "clientId", k.name as "clientName", a.outcome, a.test, a.price, a.reserved, a.rule, a.version,
           a.detail, a.by_name as "byName", a.at, a.settled_at as "settledAt", a.ms, a.returned_at as "returnedAt",
           a.return_reason as "returnReason", a.return_note as "returnNote", a.returned_by as "returnedBy",
           a.return_refund as "returnRefund", a.return_to_supplier as "toSupplier"
    from attempts a
    join buyers b on b.account_id = ${accountId} and b.buyer_id = a.buyer_id
    join clients k on k.account_id = ${accountId} and k.client_id = b.client_id
    where a.account_id = ${accountId} and a.lead_id = any (${leads.map((lead) => lead.leadId)}::uuid[])
      and a.received_at >= ${new Date(Math.min(...times))} and a.received_at <= ${new Date(Math.max(...times))}
    order by a.lead_id, a.at, a.attempt_id`.execute(db)
  return rows
}

/** An entry that a sale made: what it debited, or what its return gave back. */
export interface EntryRow {
  kind: 'sale' | 'return'
  attemptId: string
  walletId: number
  company: string
  amount: number
  balanceAfter: number
  bookedAt: Date
  entry: number
}

/** The entries of sales, by attempt: one of each kind by the journal's key. */
export async function entriesOf(db: Db, accountId: number, attemptIds: readonly string[]): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select t.kind, t.source as "attemptId", t.wallet_id as "walletId", c.company, t.amount,
           t.balance_after as "balanceAfter", t.booked_at as "bookedAt", t.wallet_seq as entry
    from transfers t
    join customers c on c.account_id = ${accountId} and c.customer_id = t.wallet_id
    where t.account_id = ${accountId} and t.kind in ('sale', 'return') and t.source = any (${attemptIds}::uuid[])`.execute(
    db,
  )
  return rows
}

/** What went over the wire for a lead: to a buyer (`attemptId`) or to an outside check (`name`). */
export interface CallRow {
  attemptId: string | null
  kind: 'delivery' | 'check'
  name: string | null
  outcome: string
  reason: string | null
  status: number | null
  request: string
  response: string | null
  at: Date
  ms: number
}

/** In the order they were made; secrets were masked before they were kept. */
export async function callsOf(db: Db, accountId: number, leadId: string): Promise<CallRow[]> {
  const { rows } = await sql<CallRow>`
    select c.attempt_id as "attemptId", c.kind, c.name, c.outcome, c.reason, c.status, c.request, c.response, c.at, c.ms
    from attempt_calls c
    where c.account_id = ${accountId} and c.lead_id = ${leadId} and c.received_at = ${instantOf(leadId)}
    order by c.at, c.call_id`.execute(db)
  return rows
}

/** Why a lead's sales were returned, each reason once, in the order they were returned. */
export async function returnReasonOf(
  db: Db,
  accountId: number,
  { leadId, receivedAt }: Placed,
): Promise<string | null> {
  const { rows } = await sql<{ reason: string | null }>`
    select string_agg(reason, ', ' order by first) as reason from (
      select a.return_reason as reason, min(a.returned_at) as first from attempts a
      where a.account_id = ${accountId} and a.lead_id = ${leadId} and a.received_at = ${receivedAt}
        and a.returned_at is not null
      group by a.return_reason
    ) reasons`.execute(db)
  return rows[0]?.reason ?? null
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

/** Why buyers of a campaign are paused now; one that is not is not in it. */
export async function pausesOf(db: Db, accountId: number, campaignId: number, now: Date): Promise<Map<number, string>> {
  const { rows } = await sql<{ buyerId: number; reason: string }>`
    select p.buyer_id as "buyerId", string_agg(p.reason, ', ' order by p.owner) as reason
    from buyer_pauses p
    join buyers b on b.account_id = ${accountId} and b.buyer_id = p.buyer_id
    where p.account_id = ${accountId} and b.campaign_id = ${campaignId} and (p.until is null or p.until > ${now})
    group by p.buyer_id`.execute(db)
  return new Map(rows.map(({ buyerId, reason }) => [buyerId, reason]))
}
