/** Ids of the system an account moved from. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export type AliasKind = 'campaign' | 'supplier' | 'buyer' | 'client'

export interface AliasRow {
  kind: AliasKind
  alias: string
  target_id: number
}

/** Undefined when it is made now; else what the alias named already. */
export async function insertAlias(tx: Tx, accountId: number, alias: AliasRow): Promise<number | undefined> {
  const { rows } = await sql`
    insert into aliases (account_id, kind, alias, target_id)
    values (${accountId}, ${alias.kind}, ${alias.alias}, ${alias.target_id})
    on conflict on constraint aliases_pkey do nothing returning target_id`.execute(tx)
  if (rows.length > 0) return undefined
  const { rows: there } = await sql<{ target_id: number }>`
    select target_id from aliases
    where account_id = ${accountId} and kind = ${alias.kind} and alias = ${alias.alias}`.execute(tx)
  return there[0]?.target_id
}

export async function deleteAlias(tx: Tx, accountId: number, alias: AliasRow): Promise<void> {
  await sql`
    delete from aliases
    where account_id = ${accountId} and kind = ${alias.kind} and alias = ${alias.alias}
      and target_id = ${alias.target_id}`.execute(tx)
}

export async function aliasesOf(
  db: Db,
  accountId: number,
  kind: AliasKind,
  targetIds: readonly number[],
): Promise<AliasRow[]> {
  const { rows } = await sql<AliasRow>`
    select kind, alias, target_id from aliases
    where account_id = ${accountId} and kind = ${kind} and target_id = any (${targetIds}::integer[])
    order by target_id, alias`.execute(db)
  return rows
}

/** Whether the account has a Client with that id: the one target of an alias that is no part of a campaign. */
export async function clientExists(db: Db, accountId: number, clientId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from clients where account_id = ${accountId} and client_id = ${clientId}`.execute(db)
  return rows.length > 0
}
