/** Buyers whose leads leave by HTTP or e-mail, with their settings as they stand. */
import { sql } from 'kysely'
import type { Delivery } from '../../../contract/delivery.ts'
import type { Db } from '../../platform/db.ts'

export type LeavingDelivery = Exclude<Delivery, { kind: 'store' }>

export interface DeliveryRow {
  buyerId: number
  campaignId: number
  campaignName: string
  publicName: string | null
  delivery: LeavingDelivery
}

interface Asked {
  buyerIds: readonly number[]
  /** Only buyers after this one. */
  after: number
  limit: number
}

/** Those of the given buyers, by id; archived campaigns deliver nothing. */
export async function leavingDeliveries(
  db: Db,
  accountId: number,
  { buyerIds, after, limit }: Asked,
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select b.buyer_id as "buyerId", b.campaign_id as "campaignId", c.name as "campaignName",
           c.public_name as "publicName", p.body -> 'delivery' as delivery
    from buyers b
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = b.campaign_id and c.status <> 'archived'
    cross join lateral (
      select s.body from campaign_settings s
      where s.account_id = ${accountId} and s.campaign_id = b.campaign_id and s.part = 'buyer'
        and s.part_id = b.buyer_id and s.version <= c.version
      order by s.version desc limit 1
    ) p
    where b.account_id = ${accountId} and b.buyer_id = any (${buyerIds}::integer[]) and b.buyer_id > ${after}
      and p.body -> 'delivery' ->> 'kind' in ('direct_post', 'email')
    order by b.buyer_id limit ${limit}`.execute(db)
  return rows
}
