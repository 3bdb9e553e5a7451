/** What rows are read against: a campaign's members by every name they go by, and what is there already. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

/** The campaign's version, which stays what it is until the commit. */
export async function holdVersion(tx: Tx, accountId: number, campaignId: number): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from campaigns where account_id = ${accountId} and campaign_id = ${campaignId} for share`.execute(tx)
  return rows[0]?.version
}

export async function versionOf(db: Db, accountId: number, campaignId: number): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from campaigns where account_id = ${accountId} and campaign_id = ${campaignId}`.execute(db)
  return rows[0]?.version
}

export interface NamedMember {
  id: number
  name: string
  aliases: string[]
  /** Of a buyer: the customers that see its Client. */
  customers: number[]
}

export async function members(
  db: Db,
  accountId: number,
  campaignId: number,
  kind: 'supplier' | 'buyer',
): Promise<NamedMember[]> {
  const table = sql.table(kind === 'supplier' ? 'suppliers' : 'buyers')
  const id = sql.ref(`t.${kind}_id`)
  const { rows } = await sql<NamedMember>`
    select ${id} as id, t.name,
      array(select a.alias from aliases a where a.account_id = ${accountId} and a.kind = ${kind} and a.target_id = ${id})
        as aliases,
      array(select m.customer_id from mappings m where m.account_id = ${accountId} and m.client_id = t.client_id
            order by m.customer_id) as customers
    from ${table} t where t.account_id = ${accountId} and t.campaign_id = ${campaignId} order by t.name, 1`.execute(db)
  return rows
}

/** Those of the references that are taken in this account, in lower case of nothing: exactly as given. */
export async function takenReferences(db: Db, accountId: number, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ reference: string }>`
    select reference from lead_references
    where account_id = ${accountId} and reference = any (${references}::text[])`.execute(db)
  return new Set(rows.map((row) => row.reference))
}

/** Leads by their original ids. */
export async function leadsOfReferences(
  db: Db,
  accountId: number,
  references: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ reference: string; leadId: string }>`
    select reference, lead_id as "leadId" from lead_references
    where account_id = ${accountId} and reference = any (${references}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.reference, row.leadId]))
}

/** A buyer by its number or an alias, whichever campaign it is of. */
export async function buyerNamed(db: Db, accountId: number, text: string): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select b.buyer_id as id from buyers b
    where b.account_id = ${accountId} and (b.buyer_id::text = ${text} or lower(b.name) = ${text.toLowerCase()})
    union all
    select a.target_id from aliases a where a.account_id = ${accountId} and a.kind = 'buyer' and a.alias = ${text}
    limit 1`.execute(db)
  return rows[0]?.id
}

export async function samePersonDays(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('accounts')
    .select('same_person_days')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.same_person_days ?? 0
}
