import { sql } from 'kysely'
import type { CustomerRole, TeamGrant, TeamRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Member {
  userId: string
  name: string
  email: string
  role: TeamRole
  grants: TeamGrant[]
  secondFactor: boolean
  since: Date
}

const columns = sql`
  u.user_id as "userId", u.name, u.email, m.role, m.grants, m.created_at as since,
  exists (select from second_factors f where f.realm = 'team' and f.user_id = u.user_id and f.confirmed_at is not null)
    as "secondFactor"`

/** By e-mail address. */
export async function listMembers(
  db: Db,
  accountId: number,
  page: { after: string | undefined; limit: number },
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select ${columns} from memberships m join team_users u on u.user_id = m.user_id
    where m.account_id = ${accountId} and u.email > ${page.after ?? ''}
    order by u.email limit ${page.limit}`.execute(db)
  return rows
}

export async function memberOf(db: Db, accountId: number, userId: string): Promise<Member | undefined> {
  const { rows } = await sql<Member>`
    select ${columns} from memberships m join team_users u on u.user_id = m.user_id
    where m.account_id = ${accountId} and m.user_id = ${userId}`.execute(db)
  return rows[0]
}

/** That one and every administrator, held until the transaction ends. */
export async function lockMembers(tx: Tx, accountId: number, userId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select ${columns} from memberships m join team_users u on u.user_id = m.user_id
    where m.account_id = ${accountId} and (m.user_id = ${userId} or m.role = 'administrator')
    order by m.user_id for update of m`.execute(tx)
  return rows
}

export async function updateMembership(
  tx: Tx,
  accountId: number,
  userId: string,
  change: { role: TeamRole; grants: TeamGrant[] },
): Promise<void> {
  await tx
    .updateTable('memberships')
    .set(change)
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteMembership(tx: Tx, accountId: number, userId: string): Promise<void> {
  await tx.deleteFrom('memberships').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
}

export interface CustomerUser {
  userId: string
  name: string
  email: string
  role: CustomerRole
  mayPay: boolean
  since: Date
}

const userColumns = sql`user_id as "userId", name, email, role, may_pay as "mayPay", created_at as since`

/** By e-mail address. */
export async function listCustomerUsers(
  db: Db,
  { accountId, customerId }: { accountId: number; customerId: number },
  page: { after: string | undefined; limit: number },
): Promise<CustomerUser[]> {
  const { rows } = await sql<CustomerUser>`
    select ${userColumns} from customer_users
    where account_id = ${accountId} and customer_id = ${customerId} and email > ${page.after ?? ''}
    order by email limit ${page.limit}`.execute(db)
  return rows
}

export async function lockCustomerUsers(tx: Tx, accountId: number, customerId: number): Promise<CustomerUser[]> {
  const { rows } = await sql<CustomerUser>`
    select ${userColumns} from customer_users
    where account_id = ${accountId} and customer_id = ${customerId} order by user_id for update`.execute(tx)
  return rows
}

export async function updateCustomerUser(
  tx: Tx,
  accountId: number,
  userId: string,
  change: { role: CustomerRole; may_pay: boolean },
): Promise<void> {
  await tx
    .updateTable('customer_users')
    .set(change)
    .where('account_id', '=', accountId)
    .where('user_id', '=', userId)
    .execute()
}

export async function deleteCustomerUser(tx: Tx, accountId: number, userId: string): Promise<void> {
  await tx.deleteFrom('customer_users').where('account_id', '=', accountId).where('user_id', '=', userId).execute()
}
