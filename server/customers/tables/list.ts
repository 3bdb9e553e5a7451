/** The table of customers: one statement for every filter, search and order. */
import { sql } from 'kysely'
import type { BillingMode, CustomerStatus } from '../../../contract/api/customers.ts'
import type { Db } from '../../platform/db.ts'
import type { Customer } from './customers.ts'

export interface CustomerInList extends Customer {
  companyKey: string
  ownerName: string | null
  ownerEmail: string | null
  currency: string
  balance: number
  low: boolean
  mappings: number
}

export interface CustomerFilter {
  /** Part of a company, a person's name or an e-mail address, in lower case; empty for all. */
  search: string
  status: CustomerStatus | undefined
  billingMode: BillingMode | undefined
  by: 'company' | 'balance'
  descending: boolean
  /** What the last row of the page before was sorted by, and its id. */
  after: readonly [string | number, number] | undefined
  limit: number
}

const sortedBy = { company: sql`c.company_key`, balance: sql`w.balance` }

function condition({ search, status, billingMode, by, descending, after }: CustomerFilter, accountId: number) {
  const all = [sql`c.account_id = ${accountId}`]
  if (status) all.push(sql`c.status = ${status}`)
  if (billingMode) all.push(sql`c.billing_mode = ${billingMode}`)
  if (search !== '') {
    all.push(sql`(strpos(c.company_key, ${search}) > 0 or strpos(c.billing_email, ${search}) > 0 or exists (
      select from customer_users u where u.account_id = ${accountId} and u.customer_id = c.customer_id
        and (strpos(u.email, ${search}) > 0 or strpos(lower(u.name), ${search}) > 0)))`)
  }
  if (after) {
    const beyond = descending ? sql`<` : sql`>`
    all.push(sql`(${sortedBy[by]}, c.customer_id) ${beyond} (${after[0]}, ${after[1]})`)
  }
  return sql.join(all, sql` and `)
}

export async function listCustomers(db: Db, accountId: number, filter: CustomerFilter): Promise<CustomerInList[]> {
  const direction = filter.descending ? sql`desc` : sql`asc`
  const { rows } = await sql<CustomerInList>`
    select c.customer_id as "customerId", c.company, c.company_key as "companyKey",
      c.billing_email as "billingEmail", c.billing_mode as "billingMode", c.status, c.created_at as "createdAt",
      w.currency, w.balance, w.low, owner.name as "ownerName", owner.email as "ownerEmail",
      (select count(*) from mappings m where m.account_id = ${accountId} and m.customer_id = c.customer_id) as mappings
    from customers c
    join wallets w on w.account_id = ${accountId} and w.wallet_id = c.customer_id
    left join lateral (
      select u.name, u.email from customer_users u
      where u.account_id = ${accountId} and u.customer_id = c.customer_id and u.role = 'owner'
      order by u.created_at, u.user_id limit 1
    ) owner on true
    where ${condition(filter, accountId)}
    order by ${sortedBy[filter.by]} ${direction}, c.customer_id ${direction} limit ${filter.limit}`.execute(db)
  return rows
}
