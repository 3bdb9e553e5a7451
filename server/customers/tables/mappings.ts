/** Which customers see a Client's sales, and which one of them pays. */
import { sql } from 'kysely'
import type { CustomerStatus } from '../../../contract/api/customers.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Mapping {
  clientId: number
  clientName: string
  billed: boolean
  /** The customer that pays for this Client's buyers, if any. */
  billedTo: number | null
  billedToCompany: string | null
  visibleFrom: Date | null
  createdAt: Date
}

/** By the Client's name. */
export async function mappingsOf(db: Db, accountId: number, customerId: number): Promise<Mapping[]> {
  const { rows } = await sql<Mapping>`
    select m.client_id as "clientId", k.name as "clientName", m.billed, payer.customer_id as "billedTo",
      payer.company as "billedToCompany", m.visible_from as "visibleFrom", m.created_at as "createdAt"
    from mappings m
    join clients k on k.account_id = ${accountId} and k.client_id = m.client_id
    left join mappings b on b.account_id = ${accountId} and b.client_id = m.client_id and b.billed
    left join customers payer on payer.account_id = ${accountId} and payer.customer_id = b.customer_id
    where m.account_id = ${accountId} and m.customer_id = ${customerId}
    order by k.name_key`.execute(db)
  return rows
}

export interface MappingInList extends Mapping {
  clientKey: string
  customerId: number
  company: string
  status: CustomerStatus
}

interface MappingFilter {
  /** Part of a Client's or a customer's name, in lower case; empty for all. */
  search: string
  billed: boolean | undefined
  /** Client's name, Client and customer of the last row before. */
  after: readonly [string, number, number] | undefined
  limit: number
}

/** Every mapping of the account, by the Client's name. */
export async function listMappings(db: Db, accountId: number, filter: MappingFilter): Promise<MappingInList[]> {
  const { search, billed, after, limit } = filter
  const all = [sql`m.account_id = ${accountId}`]
  if (search !== '') all.push(sql`(strpos(k.name_key, ${search}) > 0 or strpos(c.company_key, ${search}) > 0)`)
  if (billed !== undefined) all.push(sql`m.billed = ${billed}`)
  if (after) all.push(sql`(k.name_key, m.client_id, m.customer_id) > (${after[0]}, ${after[1]}, ${after[2]})`)
  const { rows } = await sql<MappingInList>`
    select m.client_id as "clientId", k.name as "clientName", k.name_key as "clientKey", m.billed,
      payer.customer_id as "billedTo", payer.company as "billedToCompany", m.visible_from as "visibleFrom",
      m.created_at as "createdAt", c.customer_id as "customerId", c.company, c.status
    from mappings m
    join clients k on k.account_id = ${accountId} and k.client_id = m.client_id
    join customers c on c.account_id = ${accountId} and c.customer_id = m.customer_id
    left join mappings b on b.account_id = ${accountId} and b.client_id = m.client_id and b.billed
    left join customers payer on payer.account_id = ${accountId} and payer.customer_id = b.customer_id
    where ${sql.join(all, sql` and `)}
    order by k.name_key, m.client_id, m.customer_id limit ${limit}`.execute(db)
  return rows
}

export interface Buying {
  campaignId: number
  campaignName: string
  campaignStatus: 'active' | 'paused' | 'archived'
  buyerId: number
  buyerName: string
  clientName: string
  billed: boolean
  paused: boolean
}

const MOST_SHOWN = 100

/** The buyers of a customer's mapped Clients, running campaigns first. */
export async function buyingOf(db: Db, accountId: number, customerId: number): Promise<Buying[]> {
  const { rows } = await sql<Buying>`
    select c.campaign_id as "campaignId", c.name as "campaignName", c.status as "campaignStatus",
      b.buyer_id as "buyerId", b.name as "buyerName", k.name as "clientName", m.billed,
      exists (select from buyer_pauses p where p.account_id = ${accountId} and p.buyer_id = b.buyer_id) as paused
    from mappings m
    join buyers b on b.account_id = ${accountId} and b.client_id = m.client_id
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = b.campaign_id
    join clients k on k.account_id = ${accountId} and k.client_id = m.client_id
    where m.account_id = ${accountId} and m.customer_id = ${customerId}
    order by array_position(array['active', 'paused', 'archived'], c.status), lower(c.name), b.buyer_id
    limit ${MOST_SHOWN}`.execute(db)
  return rows
}

export async function mappedClients(db: Db, accountId: number, customerId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('mappings')
    .select('client_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .orderBy('client_id')
    .execute()
  return rows.map((row) => row.client_id)
}

/** Who pays for a Client's buyers. Decided only under the Client's lock. */
export async function billedCustomer(db: Db, accountId: number, clientId: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('mappings')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .where('client_id', '=', clientId)
    .where('billed', '=', true)
    .executeTakeFirst()
  return row?.customer_id
}

export interface MappingRow {
  customerId: number
  clientId: number
  billed: boolean
  visibleFrom: Date | null
  createdAt: Date
}

export async function insertMapping(tx: Tx, accountId: number, mapping: MappingRow): Promise<void> {
  await tx
    .insertInto('mappings')
    .values({
      account_id: accountId,
      customer_id: mapping.customerId,
      client_id: mapping.clientId,
      billed: mapping.billed,
      visible_from: mapping.visibleFrom,
      created_at: mapping.createdAt,
    })
    .execute()
}

export async function getMapping(
  db: Db,
  accountId: number,
  customerId: number,
  clientId: number,
): Promise<Pick<MappingRow, 'billed' | 'visibleFrom'> | undefined> {
  return db
    .selectFrom('mappings')
    .select(['billed', 'visible_from as visibleFrom'])
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
}

export async function updateMapping(
  tx: Tx,
  accountId: number,
  customerId: number,
  clientId: number,
  change: { billed: boolean } | { visible_from: Date | null },
): Promise<void> {
  await tx
    .updateTable('mappings')
    .set(change)
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', clientId)
    .execute()
}

export async function deleteMapping(tx: Tx, accountId: number, customerId: number, clientId: number): Promise<void> {
  await tx
    .deleteFrom('mappings')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('client_id', '=', clientId)
    .execute()
}

export async function buyersOfClient(db: Db, accountId: number, clientId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('buyers')
    .select('buyer_id')
    .where('account_id', '=', accountId)
    .where('client_id', '=', clientId)
    .orderBy('buyer_id')
    .execute()
  return rows.map((row) => row.buyer_id)
}
