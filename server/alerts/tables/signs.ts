/** What alerts are decided from: rollups, the newest posts of each buyer, wallets. Each statement bounded by time. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { firstIdOf } from '../../platform/ids.ts'
import type { Answered, Posted, Purse, Stopped } from '../rules/found.ts'

export interface LastLead {
  supplierId: number
  campaignId: number
  createdAt: Date
  /** The end of the bucket of its last lead; null: none since. */
  lastAt: Date | null
}

const QUARTER_MS = 15 * 60_000

/** When each running supplier of a running campaign had its last lead after `since`. */
export async function lastLeads(db: Db, accountId: number, since: Date): Promise<LastLead[]> {
  const { rows } = await sql<LastLead>`
    select s.supplier_id as "supplierId", s.campaign_id as "campaignId", s.created_at as "createdAt", r.bucket as "lastAt"
    from suppliers s
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = s.campaign_id and c.status = 'active'
    left join lateral (
      select r.bucket from lead_rollup r
      where r.account_id = ${accountId} and r.supplier_id = s.supplier_id and r.bucket >= ${since}
      order by r.bucket desc limit 1
    ) r on true
    where s.account_id = ${accountId} and s.status = 'active'`.execute(db)
  return rows.map((row) => ({ ...row, lastAt: row.lastAt && new Date(row.lastAt.getTime() + QUARTER_MS) }))
}

/** Leads of one supplier in a span. */
export interface Span {
  supplierId: number
  from: Date
  to: Date
}

/** Leads in each of many spans, in their order. */
export async function leadsInSpans(db: Db, accountId: number, spans: readonly Span[]): Promise<number[]> {
  if (spans.length === 0) return []
  const { rows } = await sql<{ leads: number }>`
    select coalesce(r.leads, 0) as leads
    from unnest(${spans.map(({ supplierId }) => supplierId)}::integer[], ${spans.map(({ from }) => from)}::timestamptz[],
                ${spans.map(({ to }) => to)}::timestamptz[]) with ordinality as u (supplier_id, from_at, to_at, nth)
    left join lateral (
      select sum(r.leads) as leads from lead_rollup r
      where r.account_id = ${accountId} and r.supplier_id = u.supplier_id and r.bucket >= u.from_at and r.bucket < u.to_at
    ) r on true
    order by u.nth`.execute(db)
  return rows.map(({ leads }) => leads)
}

/** By supplier and code: leads since `turn`, and from `from` until then. In process is no answer yet. */
export async function answersOf(db: Db, accountId: number, from: Date, turn: Date): Promise<Answered[]> {
  const { rows } = await sql<Answered>`
    select r.supplier_id as "supplierId", r.campaign_id as "campaignId", r.code,
           coalesce(sum(r.leads) filter (where r.bucket >= ${turn}), 0) as now,
           coalesce(sum(r.leads) filter (where r.bucket < ${turn}), 0) as before
    from lead_rollup r
    where r.account_id = ${accountId} and r.bucket >= ${from} and r.code <> 1049
    group by 1, 2, 3`.execute(db)
  return rows
}

/** The newest `most` posts to each buyer after `since`, by outcome. */
export async function newestPosts(db: Db, accountId: number, since: Date, most: number): Promise<Posted[]> {
  const { rows } = await sql<Posted>`
    select b.buyer_id as "buyerId", a.outcome, count(*) as posts, min(a.at) as first
    from buyers b
    cross join lateral (
      select a.outcome, a.at from attempts a
      where a.account_id = ${accountId} and a.buyer_id = b.buyer_id and a.lead_id >= ${firstIdOf(since)}
        and a.received_at >= ${since} and not a.test and a.outcome not in ('calling', 'not_sold')
      order by a.lead_id desc limit ${most}
    ) a
    where b.account_id = ${accountId}
    group by 1, 2`.execute(db)
  return rows
}

/** Wallets that pay, with what their buyers' leads cost since `from`. */
export async function pursesOf(db: Db, accountId: number, from: Date): Promise<Purse[]> {
  const { rows } = await sql<Purse>`
    select w.wallet_id as "customerId", w.balance, w.reserved, w.minimum_balance as minimum,
           w.credit_limit as "creditLimit", w.low, coalesce(sold.amount, 0) as week
    from wallets w
    join customers k on k.account_id = ${accountId} and k.customer_id = w.wallet_id
      and k.status = 'active' and k.billing_mode <> 'none'
    left join lateral (
      select sum(r.amount) as amount
      from mappings m
      join buyers b on b.account_id = ${accountId} and b.client_id = m.client_id
      join sale_rollup r on r.account_id = ${accountId} and r.buyer_id = b.buyer_id and r.bucket >= ${from}
      where m.account_id = ${accountId} and m.customer_id = w.wallet_id and m.billed
    ) sold on true
    where w.account_id = ${accountId}`.execute(db)
  return rows
}

/** Auto-recharges that are on and stopped. */
export async function stoppedOf(db: Db, accountId: number): Promise<Stopped[]> {
  const { rows } = await sql<Stopped>`
    select r.customer_id as "customerId", r.stopped_reason as reason, r.stopped_at as "stoppedAt", w.balance
    from auto_recharges r
    join customers k on k.account_id = ${accountId} and k.customer_id = r.customer_id and k.status = 'active'
    join wallets w on w.account_id = ${accountId} and w.wallet_id = r.customer_id
    where r.account_id = ${accountId} and r.is_on and r.stopped_reason is not null
    order by r.customer_id limit 1000`.execute(db)
  return rows
}
