import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export async function countEntries(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from do_not_sell where account_id = ${accountId}`.execute(db)
  return rows[0]?.count ?? 0
}

const bigints = (hashes: readonly bigint[]) => hashes.map(String)

/** How many were new. */
export async function insertEntries(
  tx: Tx,
  accountId: number,
  hashes: readonly bigint[],
  { by, at }: { by: string; at: Date },
): Promise<number> {
  const { rows } = await sql`
    insert into do_not_sell (account_id, hash, created_at, by_name)
    select ${accountId}::integer, u.hash, ${at}::timestamptz, ${by}
    from unnest(${bigints(hashes)}::bigint[]) as u (hash) order by u.hash
    on conflict on constraint do_not_sell_pkey do nothing returning 1`.execute(tx)
  return rows.length
}

/** How many were there. */
export async function deleteEntries(tx: Tx, accountId: number, hashes: readonly bigint[]): Promise<number> {
  const { rows } = await sql`
    delete from do_not_sell
    where account_id = ${accountId} and hash = any (${bigints(hashes)}::bigint[]) returning 1`.execute(tx)
  return rows.length
}
