/** The attempts of given leads, in the order they were made. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface AttemptRow {
  leadId: string
  attemptId: string
  buyerId: number
  buyerName: string
  clientId: number
  clientName: string
  outcome: string
  price: number
  at: Date
  ms: number
  /** The reason in the buyer's words or ours. */
  detail: string | null
  returnReason: string | null
}

interface Placed {
  leadId: string
  receivedAt: Date
}

export async function attemptsOf(
  db: Db,
  accountId: number,
  leads: readonly Placed[],
): Promise<Map<string, AttemptRow[]>> {
  if (leads.length === 0) return new Map()
  const times = leads.map((lead) => lead.receivedAt.getTime())
  const { rows } = await sql<AttemptRow>`
    select a.lead_id as "leadId", a.attempt_id as "attemptId", a.buyer_id as "buyerId", b.name as "buyerName",
           k.client_id as "clientId", k.name as "clientName", a.outcome, a.price, a.at, a.ms,
           a.detail, a.return_reason as "returnReason"
    from attempts a
    join buyers b on b.account_id = ${accountId} and b.buyer_id = a.buyer_id
    join clients k on k.account_id = ${accountId} and k.client_id = b.client_id
    where a.account_id = ${accountId} and a.lead_id = any (${leads.map((lead) => lead.leadId)}::uuid[])
      and a.received_at >= ${new Date(Math.min(...times))} and a.received_at <= ${new Date(Math.max(...times))}
    order by a.lead_id, a.at, a.attempt_id`.execute(db)
  return Map.groupBy(rows, (row) => row.leadId)
}

export interface CallRow {
  leadId: string
  attemptId: string | null
  kind: 'delivery' | 'check'
  /** The outside check's. */
  name: string | null
  outcome: string
  reason: string | null
  request: string
  response: string | null
  status: number | null
  at: Date
  ms: number
}

/** What went over the wire for these leads, oldest first; secrets were masked before it was stored. */
export async function callsOf(db: Db, accountId: number, leads: readonly Placed[]): Promise<CallRow[]> {
  if (leads.length === 0) return []
  const { rows } = await sql<CallRow>`
    select c.lead_id as "leadId", c.attempt_id as "attemptId", c.kind, c.name, c.outcome, c.reason, c.request,
           c.response, c.status, c.at, c.ms
    from attempt_calls c
    where c.account_id = ${accountId} and c.lead_id = any (${leads.map((lead) => lead.leadId)}::uuid[])
      and c.received_at = any (${leads.map((lead) => lead.receivedAt)}::timestamptz[])
    order by c.at, c.call_id`.execute(db)
  return rows
}
