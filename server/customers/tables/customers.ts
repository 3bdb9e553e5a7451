import { sql } from 'kysely'
import type { BillingMode, CustomerStatus } from '../../../contract/api/customers.ts'
import type { CustomerRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Customer {
  customerId: number
  company: string
  billingEmail: string
  billingMode: BillingMode
  status: CustomerStatus
  /** As statements print it. */
  legalName: string
  address: string
  taxId: string
  createdAt: Date
}

const columns = sql`c.customer_id as "customerId", c.company, c.billing_email as "billingEmail",
  c.billing_mode as "billingMode", c.status, c.legal_name as "legalName", c.address, c.tax_id as "taxId",
  c.created_at as "createdAt"`

export async function getCustomer(db: Db, accountId: number, customerId: number): Promise<Customer | undefined> {
  const { rows } = await sql<Customer>`
    select ${columns} from customers c where c.account_id = ${accountId} and c.customer_id = ${customerId}`.execute(db)
  return rows[0]
}

/** Keeps out whoever else changes the customer or its mappings (those rows refer to this one). */
export async function lockCustomer(tx: Tx, accountId: number, customerId: number): Promise<Customer | undefined> {
  const { rows } = await sql<Customer>`
    select ${columns} from customers c
    where c.account_id = ${accountId} and c.customer_id = ${customerId} for update`.execute(tx)
  return rows[0]
}

export async function insertCustomer(
  tx: Tx,
  accountId: number,
  customer: Customer & { companyKey: string },
): Promise<void> {
  await tx
    .insertInto('customers')
    .values({
      account_id: accountId,
      customer_id: customer.customerId,
      company: customer.company,
      company_key: customer.companyKey,
      billing_email: customer.billingEmail,
      billing_mode: customer.billingMode,
      status: customer.status,
      legal_name: customer.legalName,
      address: customer.address,
      tax_id: customer.taxId,
      created_at: customer.createdAt,
    })
    .execute()
}

export async function updateCustomer(
  tx: Tx,
  accountId: number,
  customer: Customer & { companyKey: string },
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({
      company: customer.company,
      company_key: customer.companyKey,
      billing_email: customer.billingEmail,
      billing_mode: customer.billingMode,
      status: customer.status,
      legal_name: customer.legalName,
      address: customer.address,
      tax_id: customer.taxId,
    })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customer.customerId)
    .execute()
}

export interface CustomerUser {
  id: string
  name: string
  email: string
  role: CustomerRole
  mayPay: boolean
}

/** More than a company has people who buy leads; the portal's own list is paged. */
const MOST_USERS = 200

export async function usersOf(db: Db, accountId: number, customerId: number): Promise<CustomerUser[]> {
  const { rows } = await sql<CustomerUser>`
    select u.user_id as id, u.name, u.email, u.role, u.may_pay as "mayPay" from customer_users u
    where u.account_id = ${accountId} and u.customer_id = ${customerId}
    order by array_position(array['owner', 'manager', 'viewer'], u.role), u.created_at, u.user_id
    limit ${MOST_USERS}`.execute(db)
  return rows
}

/** For how many days a customer is never sold the same person twice. */
export async function samePersonDays(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('accounts')
    .select('same_person_days')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.same_person_days
}
