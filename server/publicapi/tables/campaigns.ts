/** Campaigns and their members by name, and whether they run. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CampaignRow {
  campaignId: number
  version: number
  name: string
  publicName: string | null
  status: 'active' | 'paused' | 'archived'
  zone: string
}

/** The account's campaigns, archived ones last; of them the wanted ones. */
export async function campaignRows(
  db: Db,
  accountId: number,
  wanted: readonly number[] | undefined,
): Promise<CampaignRow[]> {
  const chosen = wanted === undefined ? sql`true` : sql`c.campaign_id = any (${wanted}::integer[])`
  const { rows } = await sql<CampaignRow>`
    select c.campaign_id as "campaignId", c.version, c.name, c.public_name as "publicName", c.status,
           s.body ->> 'zone' as zone
    from campaigns c
    cross join lateral (
      select s.body from campaign_settings s
      where s.account_id = ${accountId} and s.campaign_id = c.campaign_id and s.part = 'campaign' and s.part_id = 0
        and s.version <= c.version
      order by s.version desc limit 1
    ) s
    where c.account_id = ${accountId} and ${chosen}
    order by c.status = 'archived', c.campaign_id`.execute(db)
  return rows
}

export interface MemberRow {
  id: number
  campaignId: number
  name: string
  clientId: number
  clientName: string
  running: boolean
}

export async function supplierRows(db: Db, accountId: number, campaignIds: readonly number[]): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select s.supplier_id as id, s.campaign_id as "campaignId", s.name, k.client_id as "clientId",
           k.name as "clientName", s.status = 'active' as running
    from suppliers s join clients k on k.account_id = ${accountId} and k.client_id = s.client_id
    where s.account_id = ${accountId} and s.campaign_id = any (${campaignIds}::integer[])
    order by s.supplier_id`.execute(db)
  return rows
}

/** A buyer runs when no pause holds, neither a person's nor its payer's. */
export async function buyerRows(
  db: Db,
  accountId: number,
  campaignIds: readonly number[],
  now: Date,
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select b.buyer_id as id, b.campaign_id as "campaignId", b.name, k.client_id as "clientId", k.name as "clientName",
      not exists (
        select from buyer_pauses p where p.account_id = ${accountId} and p.buyer_id = b.buyer_id
          and (p.until is null or p.until > ${now})
      ) and not exists (
        select from mappings m
        join customers c on c.account_id = ${accountId} and c.customer_id = m.customer_id
        left join wallets w on w.account_id = ${accountId} and w.wallet_id = m.customer_id
        where m.account_id = ${accountId} and m.client_id = b.client_id and m.billed
          and (c.status = 'closed' or (w.low and c.billing_mode <> 'none'))
      ) as running
    from buyers b join clients k on k.account_id = ${accountId} and k.client_id = b.client_id
    where b.account_id = ${accountId} and b.campaign_id = any (${campaignIds}::integer[])
    order by b.buyer_id`.execute(db)
  return rows
}
