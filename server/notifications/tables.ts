/** Who is told, by address. */
import { sql } from 'kysely'
import type { CustomerRole } from '../../contract/permissions.ts'
import type { Db } from '../platform/db.ts'

/** Administrators, and Members with customer portal access. */
export async function portalStaff(db: Db, accountId: number): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select u.email from memberships m join team_users u on u.user_id = m.user_id
    where m.account_id = ${accountId}
      and (m.role = 'administrator' or 'customer_portal_access' = any (m.grants))
    order by u.email limit 100`.execute(db)
  return rows.map(({ email }) => email)
}

export async function usersWithRole(
  db: Db,
  accountId: number,
  customerId: number,
  roles: readonly CustomerRole[],
): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select email from customer_users
    where account_id = ${accountId} and customer_id = ${customerId} and role = any (${roles}::text[])
    order by email limit 100`.execute(db)
  return rows.map(({ email }) => email)
}

export async function billingAddress(db: Db, accountId: number, customerId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('customers')
    .select('billing_email')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.billing_email
}
