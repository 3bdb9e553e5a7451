/** Real-Time waits for a card: who has one, and for whom it was chosen without. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export async function hasCard(db: Db, accountId: number, customerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('cards')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether Real-Time takes effect as soon as there is a card. */
export async function setWanted(tx: Tx, accountId: number, customerId: number, wanted: boolean): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ wants_real_time: wanted })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .execute()
}

export async function isWanted(db: Db, accountId: number, customerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('customers')
    .select('wants_real_time')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.wants_real_time ?? false
}

/** Customers whose card has come. Every account's: this is the worker's queue. */
export async function readyForRealTime(db: Db, limit: number): Promise<{ accountId: number; customerId: number }[]> {
  const { rows } = await sql<{ accountId: number; customerId: number }>`
    select c.account_id as "accountId", c.customer_id as "customerId"
    from customers c
    join cards k on k.account_id = c.account_id and k.customer_id = c.customer_id
    where c.wants_real_time limit ${limit}`.execute(db)
  return rows
}
