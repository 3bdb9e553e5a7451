import { sql } from 'kysely'
import type { CustomerRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface SupplierAccess {
  accountId: number
  clientId: number
}

/** Over all accounts: a supplier has one login for everybody who invited it. */
export async function accessOf(db: Db, userId: string): Promise<SupplierAccess[]> {
  const rows = await db
    .selectFrom('supplier_access')
    .select(['account_id', 'client_id'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .orderBy('account_id')
    .orderBy('client_id')
    .execute()
  return rows.map((row) => ({ accountId: row.account_id, clientId: row.client_id }))
}

export async function hasAccess(db: Db, userId: string, access: SupplierAccess): Promise<boolean> {
  const row = await db
    .selectFrom('supplier_access')
    .select('user_id')
    .where('account_id', '=', access.accountId)
    .where('client_id', '=', access.clientId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export interface AccessInList {
  userId: string
  name: string
  email: string
  since: Date
}

/** The people who see what a Client supplies. */
export async function listAccess(
  db: Db,
  { accountId, clientId }: SupplierAccess,
  page: { after: string | undefined; limit: number },
): Promise<AccessInList[]> {
  let query = db
    .selectFrom('supplier_access as a')
    .innerJoin('supplier_users as u', 'u.user_id', 'a.user_id')
    .select(['a.user_id as userId', 'u.name', 'u.email', 'a.created_at as since'])
    .where('a.account_id', '=', accountId)
    .where('a.client_id', '=', clientId)
    .where('a.revoked_at', 'is', null)
    .orderBy('a.user_id')
    .limit(page.limit)
  if (page.after !== undefined) query = query.where('a.user_id', '>', page.after)
  return query.execute()
}

/** Giving it again revives what was revoked. */
export async function upsertAccess(tx: Tx, userId: string, access: SupplierAccess, at: Date): Promise<void> {
  const row = { account_id: access.accountId, client_id: access.clientId, user_id: userId, created_at: at }
  await tx
    .insertInto('supplier_access')
    .values({ ...row, revoked_at: null })
    .onConflict((conflict) =>
      conflict
        .constraint('supplier_access_pkey')
        .doUpdateSet((excluded) => ({ revoked_at: excluded.ref('excluded.revoked_at') })),
    )
    .execute()
}

/** True when there was something to revoke. */
export async function revokeAccess(tx: Tx, userId: string, access: SupplierAccess, at: Date): Promise<boolean> {
  const revoked = await tx
    .updateTable('supplier_access')
    .set({ revoked_at: at })
    .where('account_id', '=', access.accountId)
    .where('client_id', '=', access.clientId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return revoked.numUpdatedRows > 0n
}

export interface CustomerUserRow {
  email: string
  name: string
  customerId: number
  role: CustomerRole
  mayPay: boolean
  company: string
}

/** undefined for a customer that is not there. */
export async function companyOfCustomer(db: Db, accountId: number, customerId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('customers')
    .select('company')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.company
}

export async function customerUser(db: Db, accountId: number, userId: string): Promise<CustomerUserRow | undefined> {
  const found = await sql<CustomerUserRow>`
    select u.email, u.name, u.customer_id as "customerId", u.role, u.may_pay as "mayPay", c.company
    from customer_users u join customers c on c.account_id = u.account_id and c.customer_id = u.customer_id
    where u.account_id = ${accountId} and u.user_id = ${userId}`.execute(db)
  return found.rows[0]
}
