import type { Db, Tx } from '../../platform/db.ts'
import type { MediaType } from '../rules/images.ts'

interface LogoRow {
  version: string
  media_type: MediaType
  bytes: Buffer
  created_at: Date
}

/** In the place of the one before. */
export async function putLogo(tx: Tx, accountId: number, logo: LogoRow): Promise<void> {
  await tx
    .insertInto('portal_logos')
    .values({ account_id: accountId, ...logo })
    .onConflict((conflict) =>
      conflict.constraint('portal_logos_pkey').doUpdateSet((eb) => ({
        version: eb.ref('excluded.version'),
        media_type: eb.ref('excluded.media_type'),
        bytes: eb.ref('excluded.bytes'),
        created_at: eb.ref('excluded.created_at'),
      })),
    )
    .execute()
}

export async function deleteLogo(tx: Tx, accountId: number): Promise<void> {
  await tx.deleteFrom('portal_logos').where('account_id', '=', accountId).execute()
}

export function logoOf(
  db: Db,
  accountId: number,
): Promise<{ version: string; media_type: string; bytes: Buffer } | undefined> {
  return db
    .selectFrom('portal_logos')
    .select(['version', 'media_type', 'bytes'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}
