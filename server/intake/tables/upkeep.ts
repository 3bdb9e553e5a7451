/**
 * What keeps ingestion's tables small and its partitions ahead of time. Cross-account by nature: by age alone.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

/** Rows forgotten in one statement, so that no lock is held for long. */
const MOST = 20_000

/** Makes the partitions of each month from `before` months ago to `ahead` months from now, where they are missing. */
export async function makePartitions(db: Db, now: Date, before: number, ahead: number): Promise<void> {
  for (let month = -before; month <= ahead; month++) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, 1)).toISOString().slice(0, 10)
    await sql`select make_lead_partitions(${first}::date)`.execute(db)
  }
}

/**
 * Forgets keys that no check looks back to any more; resolves with how many. Rows that a batch holds are left for the
 * next turn: a purge that never waits cannot be part of a deadlock.
 */
export async function forgetKeys(tx: Tx, table: 'recent_posts' | 'duplicate_keys', before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} k using (
      select account_id, key from ${sql.table(table)} where accepted_at < ${before} limit ${MOST} for update skip locked
    ) old where k.account_id = old.account_id and k.key = old.key`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
