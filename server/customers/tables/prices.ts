/** What a customer's buyers pay: the default price and those of the rules, as the settings stand. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface Buying {
  currency: string
  least: number | null
  most: number | null
  disputed: boolean
}

/**
 * Of the buyers that are billed to the customer and held up by nobody, in campaigns that run. A rule's price below the
 * buyer's floor buys nothing.
 */
export async function buyingOf(db: Db, accountId: number, customerId: number, at: Date): Promise<Buying | undefined> {
  const { rows } = await sql<Buying>`
    with own as (
      select b.buyer_id, b.campaign_id from mappings m
      join buyers b on b.account_id = ${accountId} and b.client_id = m.client_id
      where m.account_id = ${accountId} and m.customer_id = ${customerId} and m.billed
    ), held as (
      select p.buyer_id, p.owner from own o
      join buyer_pauses p on p.account_id = ${accountId} and p.buyer_id = o.buyer_id
      where p.until is null or p.until > ${at}::timestamptz
    ), prices as (
      select price.amount from own o
      join campaigns c on c.account_id = ${accountId} and c.campaign_id = o.campaign_id and c.status = 'active'
      cross join lateral (
        select s.body from campaign_settings s
        where s.account_id = ${accountId} and s.campaign_id = o.campaign_id and s.part = 'buyer'
          and s.part_id = o.buyer_id and s.version <= c.version
        order by s.version desc limit 1
      ) s
      cross join lateral (
        select (s.body ->> 'price')::bigint as amount
        union all select (r ->> 'price')::bigint from jsonb_array_elements(coalesce(s.body -> 'rules', '[]')) r
      ) price
      where price.amount > 0 and price.amount >= coalesce((s.body ->> 'floor')::bigint, 0)
        and not exists (select from held h where h.buyer_id = o.buyer_id)
    )
    select w.currency, (select min(amount) from prices) as least, (select max(amount) from prices) as most,
      exists (select from held h where h.owner = 'dispute') as disputed
    from wallets w where w.account_id = ${accountId} and w.wallet_id = ${customerId}`.execute(db)
  return rows[0]
}
