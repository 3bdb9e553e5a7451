/** Caps of every supplier and buyer in running campaigns, with what is counted of them. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import type { Counter } from '../rules/caps.ts'

export interface CappedRow extends Counter {
  kind: 'supplier' | 'buyer'
  id: number
  name: string
  campaign_id: number
  campaign_name: string
  caps: unknown
  budget: unknown
  /** Its own, else its campaign's. */
  zone: string
}

/** As of the newest versions; a counter is made together with its supplier or buyer. */
export async function cappedMembers(db: Db, accountId: number): Promise<CappedRow[]> {
  const { rows } = await sql<CappedRow>`
    with newest as (
      select distinct on (s.campaign_id, s.part, s.part_id)
             s.campaign_id, s.part, s.part_id, s.body -> 'caps' as caps, s.body -> 'budget' as budget, s.body ->> 'zone' as zone
      from campaign_settings s
      join campaigns c on c.account_id = ${accountId} and c.campaign_id = s.campaign_id and c.status = 'active'
      where s.account_id = ${accountId}
      order by s.campaign_id, s.part, s.part_id, s.version desc
    )
    select n.part as kind, n.part_id as id, coalesce(b.name, s.name) as name, c.campaign_id, c.name as campaign_name,
           n.caps, n.budget, coalesce(n.zone, w.zone) as zone, k.day_key, k.day_count, k.day_cents, k.week_key,
           k.week_count, k.week_cents, k.month_key, k.month_count, k.month_cents, k.total_count, k.total_cents
    from newest n
    join newest w on w.campaign_id = n.campaign_id and w.part = 'campaign'
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = n.campaign_id
    join cap_counters k on k.account_id = ${accountId} and k.subject = n.part and k.subject_id = n.part_id
    left join buyers b on b.account_id = ${accountId} and n.part = 'buyer' and b.buyer_id = n.part_id
    left join suppliers s on s.account_id = ${accountId} and n.part = 'supplier' and s.supplier_id = n.part_id
    where coalesce(b.name, s.name) is not null`.execute(db)
  return rows
}
