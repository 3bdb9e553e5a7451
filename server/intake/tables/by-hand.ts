/** Rows of what people do with leads by hand. */
import { sql } from 'kysely'
import { CODES } from '../../../contract/verdict.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { CallRow } from './settle.ts'

/** Makes an unsold lead that is done the caller's, for a sale by hand; false when it is not such a lead. */
export async function claimLead(
  tx: Tx,
  accountId: number,
  leadId: string,
  owner: number,
  deadlineAt: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into open_leads as o (account_id, lead_id, received_at, supplier_id, owner, deadline_at)
    select account_id, lead_id, received_at, supplier_id, ${owner}::bigint, ${deadlineAt}::timestamptz
    from leads
    where account_id = ${accountId} and lead_id = ${leadId}::uuid and not test and sales = 0
      and code in (${CODES.no_buyers}, ${CODES.rejected})
    on conflict on constraint open_leads_pkey do update set owner = excluded.owner, deadline_at = excluded.deadline_at
      where o.owner is null
    returning 1`.execute(tx)
  return rows.length > 0
}

/** Lets go of a lead that was claimed and is not settled: as it was before. */
export async function freeLead(db: Db, accountId: number, leadId: string, owner: number): Promise<void> {
  const reserved = sql`exists (
    select 1 from reservations r where r.account_id = ${accountId} and r.lead_id = ${leadId}::uuid)`
  const mine = sql`account_id = ${accountId} and lead_id = ${leadId}::uuid and owner = ${owner}::bigint`
  await sql`delete from open_leads where ${mine} and not ${reserved}`.execute(db)
  await sql`
    update open_leads set owner = null where ${mine} and not exists (
      select 1 from reservations r
      where r.account_id = ${accountId} and r.lead_id = ${leadId}::uuid and r.state = 'calling')`.execute(db)
}

export interface AttemptEnd {
  attemptId: string
  outcome: string
  detail: string | null
}

export async function lastAttempt(
  db: Db,
  accountId: number,
  leadId: string,
  buyerId: number,
): Promise<AttemptEnd | undefined> {
  const { rows } = await sql<AttemptEnd>`
    select attempt_id as "attemptId", outcome, detail from attempts
    where account_id = ${accountId} and lead_id = ${leadId}::uuid and buyer_id = ${buyerId}
    order by at desc, attempt_id desc limit 1`.execute(db)
  return rows[0]
}

export interface SoldAttempt {
  attemptId: string
  receivedAt: Date
  campaignId: number
  price: number
  test: boolean
}

/** The sale of a lead to a buyer. */
export async function soldAttempt(
  db: Db,
  accountId: number,
  leadId: string,
  buyerId: number,
): Promise<SoldAttempt | undefined> {
  const { rows } = await sql<SoldAttempt>`
    select attempt_id as "attemptId", received_at as "receivedAt", campaign_id as "campaignId", price, test
    from attempts
    where account_id = ${accountId} and lead_id = ${leadId}::uuid and buyer_id = ${buyerId} and outcome = 'accepted'
    order by at desc limit 1`.execute(db)
  return rows[0]
}

export interface Resent {
  accountId: number
  leadId: string
  buyerId: number
  attemptId: string
  version: number
  sold: SoldAttempt
  by: string
  at: Date
  detail: string
  /** Whether it leaves by e-mail, after this commit. */
  mail: boolean
  call?: CallRow
}

/** An attempt that is no sale: what went out again, and who sent it. */
export async function insertResent(tx: Tx, resent: Resent): Promise<void> {
  const { accountId, leadId, buyerId, attemptId, version, sold, by, at, detail, mail, call } = resent
  const { receivedAt, campaignId, test } = sold
  await sql`
    insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                          price, at, ms, detail, by_name, settled_at)
    values (${accountId}, ${leadId}, ${receivedAt}, ${attemptId}, ${campaignId}, ${buyerId}, ${version}, 'resent', ${test},
            0, ${at}, ${call?.ms ?? 0}, ${detail}, ${by}, ${at})`.execute(tx)
  if (mail)
    await sql`
      insert into mail_deliveries (account_id, delivery_id, lead_id, campaign_id, buyer_id, version, price, test, created_at)
      values (${accountId}, ${attemptId}, ${leadId}, ${campaignId}, ${buyerId}, ${version}, ${sold.price}, ${test}, ${at})`.execute(
      tx,
    )
  if (call)
    await sql`
      insert into attempt_calls (account_id, lead_id, received_at, call_id, attempt_id, kind, outcome, reason, status,
                                 request, response, at, ms)
      values (${accountId}, ${leadId}, ${receivedAt}, ${call.id}, ${call.attempt}, 'delivery', ${call.outcome},
              ${call.reason}, ${call.status}, ${call.request}, ${call.response}, ${call.at}, ${call.ms})`.execute(tx)
}
