/** Posting keys: sealed beside their supplier, and their hash in the index that finds the account of a post. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export interface KeyRow {
  supplier_id: number
  key_hash: Buffer
  key_sealed: string
  /** A key of the system the supplier moved from. */
  alias: boolean
  created_at: Date
}

export async function keysOf(db: Db, accountId: number, supplierIds: readonly number[]): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select supplier_id, key_hash, key_sealed, alias, created_at from supplier_keys
    where account_id = ${accountId} and supplier_id = any (${supplierIds}::integer[])
    order by supplier_id, alias, created_at`.execute(db)
  return rows
}

export interface NewKey {
  supplierId: number
  campaignId: number
  hash: Buffer
  sealed: string
  alias: boolean
  at: Date
}

/** False when the supplier has this key already. */
export async function insertKey(tx: Tx, accountId: number, key: NewKey): Promise<boolean> {
  const { rows } = await sql`
    insert into supplier_keys (account_id, supplier_id, key_hash, key_sealed, alias, created_at)
    values (${accountId}, ${key.supplierId}, ${key.hash}, ${key.sealed}, ${key.alias}, ${key.at})
    on conflict on constraint supplier_keys_pkey do nothing returning supplier_id`.execute(tx)
  if (rows.length === 0) return false
  await sql`
    insert into posting_keys (key_hash, supplier_id, account_id, campaign_id)
    values (${key.hash}, ${key.supplierId}, ${accountId}, ${key.campaignId})`.execute(tx)
  return true
}

export async function deleteKeys(tx: Tx, accountId: number, supplierId: number, hashes: Buffer[]): Promise<void> {
  await sql`
    delete from posting_keys
    where account_id = ${accountId} and supplier_id = ${supplierId} and key_hash = any (${hashes}::bytea[])`.execute(tx)
  await sql`
    delete from supplier_keys
    where account_id = ${accountId} and supplier_id = ${supplierId} and key_hash = any (${hashes}::bytea[])`.execute(tx)
}
