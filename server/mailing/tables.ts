/** Sales that go out by e-mail, until they are handed to the outbox. */
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'

/** Rows forgotten in one statement, so that no lock is held for long. */
const MOST = 5_000

/** Accounts with something to hand over: by the partial index, which holds what waits and nothing else. */
export async function accountsWaiting(db: Db, limit: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select distinct account_id from mail_deliveries where state = 'waiting' limit ${limit}`.execute(db)
  return rows.map((row) => row.account_id)
}

export interface MailDeliveryRow {
  delivery_id: string
  lead_id: string
  campaign_id: number
  buyer_id: number
  version: number
  price: number
  test: boolean
}

/** Takes some that wait, oldest first; another process takes others. */
export async function claimWaiting(tx: Tx, accountId: number, limit: number): Promise<MailDeliveryRow[]> {
  const { rows } = await sql<MailDeliveryRow>`
    select delivery_id, lead_id, campaign_id, buyer_id, version, price, test from mail_deliveries
    where account_id = ${accountId} and state = 'waiting'
    order by delivery_id limit ${limit} for update skip locked`.execute(tx)
  return rows
}

export async function markHanded(
  tx: Tx,
  accountId: number,
  deliveryIds: readonly string[],
  state: 'handed' | 'failed',
  at: Date,
): Promise<void> {
  await sql`
    update mail_deliveries set state = ${state}, handed_at = ${at}
    where account_id = ${accountId} and delivery_id = any (${deliveryIds}::uuid[])`.execute(tx)
}

export async function senderOf(db: Db, accountId: number): Promise<{ name: string; currency: string }> {
  return db
    .selectFrom('accounts')
    .select(['name', 'currency'])
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
}

/** Forgets what went over the wire, and which mails were handed over. Cross-account by nature: by age alone. */
export async function forgetExchanges(tx: Tx, before: Date): Promise<number> {
  const calls = await sql`
    delete from attempt_calls c using (
      select account_id, lead_id, received_at, call_id from attempt_calls where received_at < ${before} limit ${MOST}
    ) old
    where c.account_id = old.account_id and c.lead_id = old.lead_id and c.received_at = old.received_at
      and c.call_id = old.call_id`.execute(tx)
  const mails = await sql`
    delete from mail_deliveries m using (
      select account_id, delivery_id from mail_deliveries where created_at < ${before} and state <> 'waiting' limit ${MOST}
    ) old where m.account_id = old.account_id and m.delivery_id = old.delivery_id`.execute(tx)
  return Number(calls.numAffectedRows ?? 0) + Number(mails.numAffectedRows ?? 0)
}
