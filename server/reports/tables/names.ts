/** What the ids of a report's keys are called. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface Named {
  id: number
  name: string
  campaignId: number | null
}

export type NamedKind = 'campaign' | 'supplier' | 'buyer' | 'client'

export async function namesOf(db: Db, accountId: number, kind: NamedKind, ids: readonly number[]): Promise<Named[]> {
  if (ids.length === 0) return []
  const [table, id, campaign] = {
    campaign: ['campaigns', 'campaign_id', sql`t.campaign_id`] as const,
    supplier: ['suppliers', 'supplier_id', sql`t.campaign_id`] as const,
    buyer: ['buyers', 'buyer_id', sql`t.campaign_id`] as const,
    client: ['clients', 'client_id', sql`null::integer`] as const,
  }[kind]
  const { rows } = await sql<Named>`
    select ${sql.ref(`t.${id}`)} as id, t.name, ${campaign} as "campaignId" from ${sql.table(table)} t
    where t.account_id = ${accountId} and ${sql.ref(`t.${id}`)} = any (${ids}::integer[])`.execute(db)
  return rows
}

/** The suppliers of a campaign, to be counted by their index. */
export async function suppliersOf(db: Db, accountId: number, campaignId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('suppliers')
    .select('supplier_id')
    .where('account_id', '=', accountId)
    .where('campaign_id', '=', campaignId)
    .execute()
  return rows.map((row) => row.supplier_id)
}
