import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'

export interface ClientRow {
  client_id: number
  name: string
  created_at: Date
}

const columns = ['client_id', 'name', 'created_at'] as const

const ofClient = (db: Db, accountId: number, clientId: number) =>
  db.selectFrom('clients').select(columns).where('account_id', '=', accountId).where('client_id', '=', clientId)

export function getClient(db: Db, accountId: number, clientId: number): Promise<ClientRow | undefined> {
  return ofClient(db, accountId, clientId).executeTakeFirst()
}

/** Keeps out whoever else changes the Client, its mappings, or makes a buyer of it (that row refers to this one). */
export function lockClient(tx: Tx, accountId: number, clientId: number): Promise<ClientRow | undefined> {
  return ofClient(tx, accountId, clientId).forUpdate().executeTakeFirst()
}

export async function insertClient(tx: Tx, accountId: number, client: ClientRow & { name_key: string }): Promise<void> {
  await tx
    .insertInto('clients')
    .values({ account_id: accountId, ...client })
    .execute()
}

export async function updateName(
  tx: Tx,
  accountId: number,
  clientId: number,
  name: { name: string; name_key: string },
): Promise<void> {
  await tx
    .updateTable('clients')
    .set(name)
    .where('account_id', '=', accountId)
    .where('client_id', '=', clientId)
    .execute()
}

export interface ClientInListRow extends ClientRow {
  name_key: string
  suppliers: number
  buyers: number
  customers: number
  campaigns: number
}

export interface ClientFilter {
  /** Part of a name key; empty for all. */
  search: string
  role: 'all' | 'buys' | 'supplies'
  afterName: string | undefined
  limit: number
}

const ROLES = { all: sql`true`, buys: sql`b.buyers > 0`, supplies: sql`s.suppliers > 0` }

/** By name. A few thousand an account at most, so a part of a name may be looked for without an index. */
export async function listClients(db: Db, accountId: number, filter: ClientFilter): Promise<ClientInListRow[]> {
  const { rows } = await sql<ClientInListRow>`
    select c.client_id, c.name, c.name_key, c.created_at, s.suppliers, b.buyers,
      (select count(*) from mappings m where m.account_id = ${accountId} and m.client_id = c.client_id) as customers,
      (select count(*) from (
        select s.campaign_id from suppliers s where s.account_id = ${accountId} and s.client_id = c.client_id
        union select b.campaign_id from buyers b where b.account_id = ${accountId} and b.client_id = c.client_id
      ) i) as campaigns
    from clients c
    cross join lateral (
      select count(*) as suppliers from suppliers s where s.account_id = ${accountId} and s.client_id = c.client_id
    ) s
    cross join lateral (
      select count(*) as buyers from buyers b where b.account_id = ${accountId} and b.client_id = c.client_id
    ) b
    where c.account_id = ${accountId} and strpos(c.name_key, ${filter.search}) > 0 and ${ROLES[filter.role]}
      and (${filter.afterName ?? null}::text is null or c.name_key > ${filter.afterName ?? null}::text)
    order by c.name_key limit ${filter.limit}`.execute(db)
  return rows
}

export interface ClientCampaignRow {
  campaign_id: number
  name: string
  status: string
  suppliers: number
  buyers: number
}

/** The campaigns it supplies or buys in, newest first. */
export async function campaignsOfClient(db: Db, accountId: number, clientId: number): Promise<ClientCampaignRow[]> {
  const { rows } = await sql<ClientCampaignRow>`
    select c.campaign_id, c.name, c.status, sum(part.suppliers) as suppliers, sum(part.buyers) as buyers
    from (
      select campaign_id, 1 as suppliers, 0 as buyers from suppliers
      where account_id = ${accountId} and client_id = ${clientId}
      union all
      select campaign_id, 0, 1 from buyers where account_id = ${accountId} and client_id = ${clientId}
    ) part join campaigns c on c.account_id = ${accountId} and c.campaign_id = part.campaign_id
    group by c.campaign_id, c.name, c.status order by c.campaign_id desc`.execute(db)
  return rows
}

export interface ClientCustomerRow {
  customer_id: number
  company: string
  billed: boolean
}

export async function customersOfClient(db: Db, accountId: number, clientId: number): Promise<ClientCustomerRow[]> {
  const { rows } = await sql<ClientCustomerRow>`
    select k.customer_id, k.company, m.billed
    from mappings m join customers k on k.account_id = ${accountId} and k.customer_id = m.customer_id
    where m.account_id = ${accountId} and m.client_id = ${clientId}
    order by k.company_key, k.customer_id`.execute(db)
  return rows
}

export interface MemberRow {
  kind: 'supplier' | 'buyer'
  id: number
  name: string
  client_id: number
  campaign_id: number
  campaign_name: string
}

/** The suppliers and buyers of some Clients, newest campaign first. */
export async function membersOf(db: Db, accountId: number, clientIds: readonly number[]): Promise<MemberRow[]> {
  if (clientIds.length === 0) return []
  const { rows } = await sql<MemberRow>`
    select m.kind, m.id, m.name, m.client_id, m.campaign_id, c.name as campaign_name
    from (
      select 'supplier' as kind, supplier_id as id, name, client_id, campaign_id from suppliers
      where account_id = ${accountId} and client_id = any (${clientIds}::integer[])
      union all
      select 'buyer', buyer_id, name, client_id, campaign_id from buyers
      where account_id = ${accountId} and client_id = any (${clientIds}::integer[])
    ) m join campaigns c on c.account_id = ${accountId} and c.campaign_id = m.campaign_id
    order by m.campaign_id desc, m.kind desc, m.id`.execute(db)
  return rows
}
