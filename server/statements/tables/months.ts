/** Which months were begun, and for whom they are. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

/** Every account with its zone: the hourly look for who has a month that ended. Across accounts, and reading only. */
export async function zonesOfAccounts(db: Db): Promise<{ accountId: number; zone: string }[]> {
  const { rows } = await sql<{ accountId: number; zone: string }>`
    select account_id as "accountId", zone from accounts order by account_id`.execute(db)
  return rows
}

/** False when it was begun before. */
export async function beginMonth(tx: Tx, accountId: number, month: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into statement_months (account_id, month, begun_at) values (${accountId}, ${month}, ${at})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export async function isBegun(db: Db, accountId: number, month: string): Promise<boolean> {
  const { rows } = await sql`
    select from statement_months where account_id = ${accountId} and month = ${month}`.execute(db)
  return rows.length > 0
}

/** Customers with anything in their wallet's journal, by id. */
export async function customersWithEntries(
  db: Db,
  accountId: number,
  { after, limit }: { after: number; limit: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select wallet_id as id from wallets
    where account_id = ${accountId} and wallet_id > ${after} and seq > 0
    order by wallet_id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
