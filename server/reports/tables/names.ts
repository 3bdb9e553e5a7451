/** What the ids of a report's keys are called. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface Named {
  id: number
  name: string
  /** Of a supplier or buyer; null for what stands by itself. */
  campaignId: number | null
  campaign: string | null
}

export type NamedKind = 'campaign' | 'supplier' | 'buyer' | 'client'

export async function namesOf(db: Db, accountId: number, kind: NamedKind, ids: readonly number[]): Promise<Named[]> {
  if (ids.length === 0) return []
  const [table, id] = TABLES[kind]
  const inCampaign = kind === 'supplier' || kind === 'buyer'
  const { rows } = await sql<Named>`
    select ${sql.ref(`t.${id}`)} as id, t.name, ${inCampaign ? OF_CAMPAIGN : NONE}
    from ${sql.table(table)} t
    ${inCampaign ? sql`join campaigns c on c.account_id = ${accountId} and c.campaign_id = t.campaign_id` : sql``}
    where t.account_id = ${accountId} and ${sql.ref(`t.${id}`)} = any (${ids}::integer[])`.execute(db)
  return rows
}

const OF_CAMPAIGN = sql`t.campaign_id as "campaignId", c.name as campaign`
const NONE = sql`null::integer as "campaignId", null::text as campaign`
const TABLES = {
  campaign: ['campaigns', 'campaign_id'],
  supplier: ['suppliers', 'supplier_id'],
  buyer: ['buyers', 'buyer_id'],
  client: ['clients', 'client_id'],
} as const

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
