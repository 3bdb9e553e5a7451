import type { Db, Tx } from '../../platform/db.ts'
import type { Owner } from './sessions.ts'

export interface FactorRow {
  secret_sealed: string
  /** Null until a first code was right; until then nobody is asked for one. */
  confirmed_at: Date | null
  last_step: number
}

function ofOwner(db: Db, { realm, userId }: Owner) {
  return db
    .selectFrom('second_factors')
    .select(['secret_sealed', 'confirmed_at', 'last_step'])
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
}

export function factorOf(db: Db, owner: Owner): Promise<FactorRow | undefined> {
  return ofOwner(db, owner).executeTakeFirst()
}

/** Locked, so that of two log-ins with one code the second finds it used. */
export function lockFactor(tx: Tx, owner: Owner): Promise<FactorRow | undefined> {
  return ofOwner(tx, owner).forUpdate().executeTakeFirst()
}

/** Puts a secret that does not count yet in the place of an earlier such one; false where one counts already. */
export async function putUnconfirmed(tx: Tx, { realm, userId }: Owner, sealed: string, at: Date): Promise<boolean> {
  const row = { secret_sealed: sealed, created_at: at, last_step: 0 }
  const put = await tx
    .insertInto('second_factors')
    .values({ realm, user_id: userId, ...row })
    .onConflict((conflict) =>
      conflict.constraint('second_factors_pkey').doUpdateSet(row).where('second_factors.confirmed_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()
  return put !== undefined
}

export async function setConfirmed(tx: Tx, { realm, userId }: Owner, at: Date): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ confirmed_at: at })
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .execute()
}

export async function setLastStep(tx: Tx, { realm, userId }: Owner, step: number): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .execute()
}

/** With its recovery codes. */
export async function deleteFactor(tx: Tx, { realm, userId }: Owner): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('realm', '=', realm).where('user_id', '=', userId).execute()
  await tx.deleteFrom('second_factors').where('realm', '=', realm).where('user_id', '=', userId).execute()
}

export async function replaceCodes(tx: Tx, { realm, userId }: Owner, hashes: readonly Buffer[]): Promise<void> {
  await tx.deleteFrom('recovery_codes').where('realm', '=', realm).where('user_id', '=', userId).execute()
  const rows = hashes.map((code_hash) => ({ realm, user_id: userId, code_hash }))
  await tx.insertInto('recovery_codes').values(rows).execute()
}

/** True when it was one of theirs and nobody had used it. */
export async function takeRecoveryCode(tx: Tx, { realm, userId }: Owner, hash: Buffer, at: Date): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_codes')
    .set({ used_at: at })
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

export async function codesLeft(db: Db, { realm, userId }: Owner): Promise<number> {
  const row = await db
    .selectFrom('recovery_codes')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return row?.n ?? 0
}
