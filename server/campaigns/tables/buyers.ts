/** Buyers and what holds them up. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export interface BuyerRow {
  buyer_id: number
  campaign_id: number
  client_id: number
  client_name: string
  name: string
  created_at: Date
}

const buyers = sql`
  select b.buyer_id, b.campaign_id, b.client_id, c.name as client_name, b.name, b.created_at
  from buyers b join clients c on c.account_id = b.account_id and c.client_id = b.client_id`

export async function getBuyer(db: Db, accountId: number, buyerId: number): Promise<BuyerRow | undefined> {
  const { rows } = await sql<BuyerRow>`
    ${buyers} where b.account_id = ${accountId} and b.buyer_id = ${buyerId}`.execute(db)
  return rows[0]
}

export async function buyersOfCampaign(db: Db, accountId: number, campaignId: number): Promise<BuyerRow[]> {
  const { rows } = await sql<BuyerRow>`
    ${buyers} where b.account_id = ${accountId} and b.campaign_id = ${campaignId} order by b.buyer_id`.execute(db)
  return rows
}

export interface NewBuyer {
  buyerId: number
  campaignId: number
  clientId: number
  name: string
  at: Date
}

export async function insertBuyer(tx: Tx, accountId: number, buyer: NewBuyer): Promise<void> {
  await sql`
    insert into buyers (account_id, buyer_id, campaign_id, client_id, name, created_at)
    values (${accountId}, ${buyer.buyerId}, ${buyer.campaignId}, ${buyer.clientId}, ${buyer.name}, ${buyer.at})`.execute(
    tx,
  )
}

export async function updateBuyerName(tx: Tx, accountId: number, buyerId: number, name: string): Promise<void> {
  await sql`
    update buyers set name = ${name} where account_id = ${accountId} and buyer_id = ${buyerId}`.execute(tx)
}

/** The campaigns of some buyers, ids ascending. */
export async function campaignsOfBuyers(db: Db, accountId: number, buyerIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ campaign_id: number }>`
    select distinct campaign_id from buyers
    where account_id = ${accountId} and buyer_id = any (${buyerIds}::integer[])
    order by campaign_id`.execute(db)
  return rows.map((row) => row.campaign_id)
}

export type PauseOwner = 'operator' | 'customer' | 'dispute'

export interface PauseRow {
  buyer_id: number
  owner: PauseOwner
  since: Date
  until: Date | null
  by_name: string
  reason: string
}

/** Pauses that hold at that instant. */
export async function pausesOf(db: Db, accountId: number, buyerIds: readonly number[], at: Date): Promise<PauseRow[]> {
  const { rows } = await sql<PauseRow>`
    select buyer_id, owner, since, until, by_name, reason from buyer_pauses
    where account_id = ${accountId} and buyer_id = any (${buyerIds}::integer[])
      and (until is null or until > ${at}::timestamptz)
    order by buyer_id, owner`.execute(db)
  return rows
}

/** An owner has one pause: setting it again replaces it. */
export async function setPause(tx: Tx, accountId: number, pause: PauseRow): Promise<void> {
  await sql`
    insert into buyer_pauses (account_id, buyer_id, owner, since, until, by_name, reason)
    values (${accountId}, ${pause.buyer_id}, ${pause.owner}, ${pause.since}, ${pause.until}, ${pause.by_name}, ${pause.reason})
    on conflict on constraint buyer_pauses_pkey do update set
      since = excluded.since, until = excluded.until, by_name = excluded.by_name, reason = excluded.reason`.execute(tx)
}

export async function liftPause(tx: Tx, accountId: number, buyerId: number, owner: PauseOwner): Promise<void> {
  await sql`
    delete from buyer_pauses
    where account_id = ${accountId} and buyer_id = ${buyerId} and owner = ${owner}`.execute(tx)
}

/** The customer that pays for a Client's buyers, where it keeps them from buying. */
export interface HoldingPayerRow {
  client_id: number
  company: string
  /** A closed customer's buyers buy nothing; else its balance is under its minimum. */
  closed: boolean
  /** The sale that took the balance under: the last one, since a low wallet sells nothing. */
  low_since: Date | null
}

export async function holdingPayersOf(
  db: Db,
  accountId: number,
  clientIds: readonly number[],
): Promise<HoldingPayerRow[]> {
  const { rows } = await sql<HoldingPayerRow>`
    select m.client_id, c.company, c.status = 'closed' as closed, sale.booked_at as low_since
    from mappings m
    join customers c on c.account_id = m.account_id and c.customer_id = m.customer_id
    left join wallets w on w.account_id = m.account_id and w.wallet_id = m.customer_id and w.low
      and c.billing_mode <> 'none'
    left join lateral (
      select t.booked_at from transfers t
      where t.account_id = ${accountId} and t.wallet_id = w.wallet_id and t.kind = 'sale'
      order by t.wallet_seq desc limit 1
    ) sale on true
    where m.account_id = ${accountId} and m.client_id = any (${clientIds}::integer[]) and m.billed
      and (c.status = 'closed' or w.low)`.execute(db)
  return rows
}
