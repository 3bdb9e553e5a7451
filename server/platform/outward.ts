/** Outward ids: small integers, unique in the installation, one row a kind that is locked until the commit. */
import { sql } from 'kysely'
import type { Tx } from './db.ts'

export type OutwardKind = 'account' | 'campaign' | 'supplier' | 'buyer' | 'client' | 'customer'

/** Draws the next id of a kind. The last lock to take before inserting: everybody who makes one waits for it. */
export async function drawOutwardId(tx: Tx, kind: OutwardKind): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into outward_counters as c (kind, last) values (${kind}, 1)
    on conflict on constraint outward_counters_pkey do update set last = c.last + excluded.last
    returning last`.execute(tx)
  const [row] = rows
  if (!row) throw new Error('the counter gave no row')
  return row.last
}
