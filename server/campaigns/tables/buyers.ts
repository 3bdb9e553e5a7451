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

/** The wallet that pays for a Client's buyers, where it sells nothing because the balance is under its minimum. */
export interface LowWalletRow {
  client_id: number
  company: string
  /** The sale that took it under: the last one, since a low wallet sells nothing. */
  since: Date | null
}

export async function lowWalletsOf(db: Db, accountId: number, clientIds: readonly number[]): Promise<LowWalletRow[]> {
  const { rows } = await sql<LowWalletRow>`
    select m.client_id, c.company, sale.booked_at as since
    from mappings m
    join customers c on c.account_id = m.account_id and c.customer_id = m.customer_id and c.billing_mode <> 'none'
    join wallets w on w.account_id = m.account_id and w.wallet_id = m.customer_id and w.low
    left join lateral (
      select t.booked_at from transfers t
      where t.account_id = ${accountId} and t.wallet_id = w.wallet_id and t.kind = 'sale'
      order by t.wallet_seq desc limit 1
    ) sale on true
    where m.account_id = ${accountId} and m.client_id = any (${clientIds}::integer[]) and m.billed`.execute(db)
  return rows
}
