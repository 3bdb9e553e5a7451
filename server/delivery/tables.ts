/** Secrets of deliveries: written once, named by settings, never given out. */
import type { Db, Tx } from '../platform/db.ts'

export interface SecretRow {
  secret_id: string
  origin: string
  sealed: string
}

/** Those of the account among the ids. */
export function readSecrets(db: Db, accountId: number, ids: readonly string[]): Promise<SecretRow[]> {
  return db
    .selectFrom('delivery_secrets')
    .select(['secret_id', 'origin', 'sealed'])
    .where('account_id', '=', accountId)
    .where('secret_id', 'in', [...ids])
    .execute()
}

export async function insertSecret(tx: Tx, accountId: number, row: SecretRow, at: Date): Promise<void> {
  await tx
    .insertInto('delivery_secrets')
    .values({ account_id: accountId, ...row, created_at: at })
    .execute()
}
