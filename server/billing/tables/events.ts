/** The inbox of what Stripe told. Rows are the queue: taking one is a lease that another process passes over. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export interface StripeEvent {
  accountId: number
  eventId: string
  type: string
  objectId: string
  created: Date
  attempts: number
}

/** False when it was told before. */
export async function insertEvent(tx: Tx, event: StripeEvent, at: Date): Promise<boolean> {
  const row = await tx
    .insertInto('stripe_events')
    .values({
      account_id: event.accountId,
      event_id: event.eventId,
      type: event.type,
      object_id: event.objectId,
      created: event.created,
      received_at: at,
      next_try_at: at,
    })
    .onConflict((conflict) => conflict.constraint('stripe_events_pkey').doNothing())
    .returning('event_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Accounts with something to read: by the partial index. */
export async function accountsWithDueEvents(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select distinct account_id from stripe_events
    where done_at is null and next_try_at <= ${now} limit ${limit}`.execute(db)
  return rows.map((row) => row.account_id)
}

interface Lease {
  now: Date
  /** Until then nobody else takes them: it is due again in case this process is killed. */
  until: Date
  limit: number
}

/** Takes what is due of an account. */
export async function takeDueEvents(tx: Tx, accountId: number, { now, until, limit }: Lease): Promise<StripeEvent[]> {
  const { rows } = await sql<StripeEvent>`
    update stripe_events e set next_try_at = ${until}, attempts = e.attempts + 1
    from (
      select event_id from stripe_events
      where account_id = ${accountId} and done_at is null and next_try_at <= ${now}
      order by next_try_at limit ${limit} for update skip locked
    ) due
    where e.account_id = ${accountId} and e.event_id = due.event_id
    returning e.account_id as "accountId", e.event_id as "eventId", e.type, e.object_id as "objectId", e.created,
      e.attempts`.execute(tx)
  return rows
}

const ofEvent = (tx: Tx, { accountId, eventId }: Pick<StripeEvent, 'accountId' | 'eventId'>) =>
  tx.updateTable('stripe_events').where('account_id', '=', accountId).where('event_id', '=', eventId)

export async function finishEvent(tx: Tx, event: StripeEvent, at: Date): Promise<void> {
  await ofEvent(tx, event).set({ done_at: at, next_try_at: null, last_error: null }).execute()
}

export async function postponeEvent(tx: Tx, event: StripeEvent, until: Date, error: string): Promise<void> {
  await ofEvent(tx, event)
    .set({ next_try_at: until, last_error: error.slice(0, 200) })
    .execute()
}

/** Forgets what was done before then. Stripe tells nothing again after three days. */
export async function forgetEvents(tx: Tx, accountId: number, before: Date): Promise<void> {
  await tx.deleteFrom('stripe_events').where('account_id', '=', accountId).where('done_at', '<', before).execute()
}
