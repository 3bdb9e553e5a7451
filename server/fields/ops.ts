/**
 * The account's own key of the hashes that stand for people.
 */

import { AppError } from '../../contract/errors.ts'
import type { Db } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'

export { parseEmail, parsePhone, personHash } from './rules.ts'

const COLUMN = 'accounts.hash_key_sealed'

/** Seals a new account's hash key (32 bytes). */
export function sealHashKey(secrets: Secrets, accountId: number, key: Buffer): string {
  return secrets.seal(key.toString('base64'), { column: COLUMN, row: String(accountId) })
}

/** The account's key for hashes of people: search, do-not-sell, duplicates. @throws AppError not_found */
export async function openHashKey(ctx: { db: Db; secrets: Secrets }, accountId: number): Promise<Buffer> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('hash_key_sealed')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return Buffer.from(ctx.secrets.open(row.hash_key_sealed, { column: COLUMN, row: String(accountId) }), 'base64')
}
