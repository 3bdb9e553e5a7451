/** What customers may do by themselves: rows only where something was said. */
import { sql } from 'kysely'
import { type Level, type LevelKind, type Levels, levelKinds } from '../../../contract/api/customer-levels.ts'
import type { Db, Tx } from '../../platform/db.ts'

type Said = Partial<Levels>

interface Row {
  kind: LevelKind
  level: Level
}

// a kind that is no more stays in its row
const saidOf = (rows: readonly Row[]): Said =>
  Object.fromEntries(rows.filter(({ kind }) => levelKinds.includes(kind)).map(({ kind, level }) => [kind, level]))

export async function accountLevels(db: Db, accountId: number): Promise<Said> {
  const { rows } = await sql<Row>`select kind, level from account_levels where account_id = ${accountId}`.execute(db)
  return saidOf(rows)
}

export async function customerLevels(db: Db, accountId: number, customerId: number): Promise<Said> {
  const { rows } = await sql<Row>`
    select kind, level from customer_levels
    where account_id = ${accountId} and customer_id = ${customerId}`.execute(db)
  return saidOf(rows)
}

export async function setAccountLevel(tx: Tx, accountId: number, kind: LevelKind, level: Level): Promise<void> {
  await tx
    .insertInto('account_levels')
    .values({ account_id: accountId, kind, level })
    .onConflict((conflict) => conflict.constraint('account_levels_pkey').doUpdateSet({ level }))
    .execute()
}

/** With no level: as in the account. */
export async function setCustomerLevel(
  tx: Tx,
  { accountId, customerId }: { accountId: number; customerId: number },
  kind: LevelKind,
  level: Level | null,
): Promise<void> {
  if (level === null) {
    await tx
      .deleteFrom('customer_levels')
      .where('account_id', '=', accountId)
      .where('customer_id', '=', customerId)
      .where('kind', '=', kind)
      .execute()
    return
  }
  await tx
    .insertInto('customer_levels')
    .values({ account_id: accountId, customer_id: customerId, kind, level })
    .onConflict((conflict) => conflict.constraint('customer_levels_pkey').doUpdateSet({ level }))
    .execute()
}
