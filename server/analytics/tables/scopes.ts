/** Whose leads and sales a portal's visitor may see, read anew for every request: mappings and access change. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface VisibleBuyer {
  readonly buyerId: number
  readonly campaignId: number
  readonly publicName: string | null
  /** Sales of leads that came before are not shown. */
  readonly visibleFrom: Date | null
}

/** The buyers of the Clients that are mapped to the customer now. */
export async function visibleBuyers(db: Db, accountId: number, customerId: number): Promise<VisibleBuyer[]> {
  const { rows } = await sql<VisibleBuyer>`
    select b.buyer_id as "buyerId", b.campaign_id as "campaignId", c.public_name as "publicName",
           m.visible_from as "visibleFrom"
    from mappings m
    join buyers b on b.account_id = ${accountId} and b.client_id = m.client_id
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = b.campaign_id
    where m.account_id = ${accountId} and m.customer_id = ${customerId}
    order by b.buyer_id`.execute(db)
  return rows
}

export interface VisibleSupplier {
  readonly supplierId: number
  readonly name: string
  readonly campaignId: number
  readonly publicName: string | null
}

/** The suppliers of the Clients that the user has access to in this account; undefined where they have none. */
export async function visibleSuppliers(
  db: Db,
  accountId: number,
  userId: string,
): Promise<VisibleSupplier[] | undefined> {
  const { rows } = await sql<{ [K in keyof VisibleSupplier]: VisibleSupplier[K] | null }>`
    select s.supplier_id as "supplierId", s.name, s.campaign_id as "campaignId", c.public_name as "publicName"
    from supplier_access a
    left join suppliers s on s.account_id = ${accountId} and s.client_id = a.client_id
    left join campaigns c on c.account_id = ${accountId} and c.campaign_id = s.campaign_id
    where a.account_id = ${accountId} and a.user_id = ${userId} and a.revoked_at is null
    order by s.supplier_id`.execute(db)
  if (rows.length === 0) return undefined
  return rows.flatMap(({ supplierId, name, campaignId, publicName }) =>
    supplierId === null || name === null || campaignId === null ? [] : [{ supplierId, name, campaignId, publicName }],
  )
}

export interface AccountBasics {
  name: string
  zone: string
  currency: string
}

/** What every figure needs of its account. */
export async function accountBasics(db: Db, accountId: number): Promise<AccountBasics | undefined> {
  return db
    .selectFrom('accounts')
    .select(['name', 'zone', 'currency'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
}

/** Names of the account's campaigns, newest first. */
export async function campaignNames(
  db: Db,
  accountId: number,
): Promise<{ campaign_id: number; name: string; status: string }[]> {
  return db
    .selectFrom('campaigns')
    .select(['campaign_id', 'name', 'status'])
    .where('account_id', '=', accountId)
    .orderBy('campaign_id', 'desc')
    .execute()
}
