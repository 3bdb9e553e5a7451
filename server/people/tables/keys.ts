import { sql } from 'kysely'
import type { Permission } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface ApiKeyRow {
  key_id: string
  name: string
  /** Its last characters, to tell it from others. */
  hint: string
  scopes: Permission[]
  created_at: Date
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
}

const columns = sql`key_id, name, hint, scopes, created_at, created_by, last_used_at, revoked_at`

export async function insertKey(tx: Tx, accountId: number, row: ApiKeyRow & { key_hash: Buffer }): Promise<void> {
  await tx
    .insertInto('api_keys')
    .values({ account_id: accountId, ...row })
    .execute()
}

/** Those in use, newest first. */
export async function listKeys(
  db: Db,
  accountId: number,
  page: { after: string | undefined; limit: number },
): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    select ${columns} from api_keys
    where account_id = ${accountId} and revoked_at is null and (${page.after ?? null}::uuid is null or key_id < ${page.after ?? null})
    order by key_id desc limit ${page.limit}`.execute(db)
  return rows
}

/** The key a program showed, unless it was revoked. */
export async function keyByHash(db: Db, accountId: number, keyHash: Buffer): Promise<ApiKeyRow | undefined> {
  const { rows } = await sql<ApiKeyRow>`
    select ${columns} from api_keys
    where account_id = ${accountId} and key_hash = ${keyHash} and revoked_at is null`.execute(db)
  return rows[0]
}

/** The name of the key that ended; undefined when there was none to end. */
export async function revokeKey(tx: Tx, accountId: number, keyId: string, at: Date): Promise<string | undefined> {
  const row = await tx
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** Only if nobody was quicker: requests that come at once write once. */
export async function touchKey(
  tx: Tx,
  accountId: number,
  { key_id, last_used_at }: Pick<ApiKeyRow, 'key_id' | 'last_used_at'>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: at })
    .where('account_id', '=', accountId)
    .where('key_id', '=', key_id)
    .where('last_used_at', last_used_at === null ? 'is' : '=', last_used_at)
    .execute()
}
