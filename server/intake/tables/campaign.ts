/**
 * Everything of a campaign that is not its settings, in one statement and so of one moment.
 */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface CampaignRow {
  version: number
  revision: number
  status: string
  name: string
  aliases: string[]
  suppliers: { id: number; status: string; name: string; client: string; keys: string[]; aliases: string[] }[]
  buyers: { id: number; pauses: (string | null)[]; walletId: number | null; closed: boolean; customerIds: number[] }[]
}

/** A Client's buyers are debited when its billed mapping's customer has a billing mode other than none; a closed customer's buy nothing. */
export async function readCampaign(db: Db, accountId: number, campaignId: number): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select c.version, c.revision, c.status, c.name,
      array(select alias from aliases a where a.account_id = ${accountId} and a.kind = 'campaign' and a.target_id = c.campaign_id) as aliases,
      coalesce((select json_agg(json_build_object('id', s.supplier_id, 'status', s.status, 'name', s.name,
          'client', (select k.name from clients k where k.account_id = ${accountId} and k.client_id = s.client_id),
          'keys', array(select encode(k.key_hash, 'hex') from supplier_keys k
                        where k.account_id = ${accountId} and k.supplier_id = s.supplier_id),
          'aliases', array(select a.alias from aliases a
                        where a.account_id = ${accountId} and a.kind = 'supplier' and a.target_id = s.supplier_id)))
        from suppliers s where s.account_id = ${accountId} and s.campaign_id = c.campaign_id), '[]') as suppliers,
      coalesce((select json_agg(json_build_object('id', b.buyer_id,
          'pauses', coalesce((select json_agg(p.until) from buyer_pauses p
                              where p.account_id = ${accountId} and p.buyer_id = b.buyer_id), '[]'),
          'walletId', (select m.customer_id from mappings m join customers u
                         on u.account_id = m.account_id and u.customer_id = m.customer_id
                       where m.account_id = ${accountId} and m.client_id = b.client_id and m.billed
                         and u.billing_mode <> 'none'),
          'closed', exists (select 1 from mappings m join customers u
                         on u.account_id = m.account_id and u.customer_id = m.customer_id
                       where m.account_id = ${accountId} and m.client_id = b.client_id and m.billed
                         and u.status = 'closed'),
          'customerIds', array(select m.customer_id from mappings m
                       where m.account_id = ${accountId} and m.client_id = b.client_id order by m.customer_id)))
        from buyers b where b.account_id = ${accountId} and b.campaign_id = c.campaign_id), '[]') as buyers
    from campaigns c where c.account_id = ${accountId} and c.campaign_id = ${campaignId}
  `.execute(db)
  return rows[0]
}
