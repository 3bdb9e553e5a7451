/** The table of customers: one statement for every filter, search and order. */
import { sql } from 'kysely'
import type {
  BillingMode,
  CardStatus,
  CustomerStanding,
  CustomerStatus,
  RechargeStatus,
} from '../../../contract/api/customers.ts'
import type { Db } from '../../platform/db.ts'

export interface CustomerInList {
  customerId: number
  company: string
  companyKey: string
  billingEmail: string
  billingMode: BillingMode
  status: CustomerStatus
  standing: CustomerStanding
  createdAt: Date
  /** Of the first owner, or of who was invited as one. */
  ownerName: string | null
  ownerEmail: string | null
  nameKey: string
  currency: string
  balance: number
  low: boolean
  card: CardStatus
  recharge: RechargeStatus
  wantsRealTime: boolean
  mappings: number
}

export type SortedBy = 'company' | 'name' | 'balance'

export interface CustomerFilter {
  /** Part of a company, a person's name or an e-mail address, in lower case; empty for all. */
  search: string
  status: CustomerStanding | undefined
  billingMode: BillingMode | undefined
  card: CardStatus | undefined
  /** A Client's id, or whether there is any. */
  mapping: 'none' | 'any' | number | undefined
  by: SortedBy
  descending: boolean
  /** What the last row of the page before was sorted by, and its id. */
  after: readonly [string | number, number] | undefined
  limit: number
  /** The month it is now in the account's zone, as year × 12 + month: what cards expire by. */
  month: number
}

const nameKey = sql`coalesce(lower(o.name), '')`
const sortedBy = { company: sql`c.company_key`, name: sql`${nameKey} collate "C"`, balance: sql`w.balance` }

const standing = (accountId: number) => sql<CustomerStanding>`
  case when c.status = 'closed' then 'closed'
    when exists (select from customer_users u where u.account_id = ${accountId} and u.customer_id = c.customer_id)
    then 'active' else 'invited' end`

const cardStatus = (month: number) => sql<CardStatus>`
  case when k.customer_id is null then 'none'
    when k.exp_year * 12 + k.exp_month < ${month}::integer then 'expired'
    when k.state <> 'ok' then 'failing'
    else 'on_file' end`

const RECHARGE = sql<RechargeStatus>`
  case when a.is_on is not true then 'off' when a.stopped_at is not null then 'stopped' else 'on' end`

function mapped(accountId: number, mapping: 'none' | 'any' | number) {
  const client = typeof mapping === 'number' ? sql`and m.client_id = ${mapping}` : sql``
  const isMapped = sql`exists (
    select from mappings m where m.account_id = ${accountId} and m.customer_id = c.customer_id ${client})`
  return mapping === 'none' ? sql`not ${isMapped}` : isMapped
}

function condition(filter: CustomerFilter, accountId: number) {
  const { search, status, billingMode, card, mapping, by, descending, after, month } = filter
  const all = [sql`c.account_id = ${accountId}`]
  if (status) all.push(sql`${standing(accountId)} = ${status}`)
  if (billingMode) all.push(sql`c.billing_mode = ${billingMode}`)
  if (card) all.push(sql`${cardStatus(month)} = ${card}`)
  if (mapping !== undefined) all.push(mapped(accountId, mapping))
  if (search !== '') {
    all.push(sql`(strpos(c.company_key, ${search}) > 0 or strpos(c.billing_email, ${search}) > 0
      or strpos(lower(o.name), ${search}) > 0 or strpos(o.email, ${search}) > 0 or exists (
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
      c.billing_email as "billingEmail", c.billing_mode as "billingMode", c.status,
      ${standing(accountId)} as standing, c.created_at as "createdAt", c.wants_real_time as "wantsRealTime",
      w.currency, w.balance, w.low, o.name as "ownerName", o.email as "ownerEmail", ${nameKey} as "nameKey",
      ${cardStatus(filter.month)} as card, ${RECHARGE} as recharge,
      (select count(*) from mappings m where m.account_id = ${accountId} and m.customer_id = c.customer_id) as mappings
    from customers c
    join wallets w on w.account_id = ${accountId} and w.wallet_id = c.customer_id
    left join cards k on k.account_id = ${accountId} and k.customer_id = c.customer_id
    left join auto_recharges a on a.account_id = ${accountId} and a.customer_id = c.customer_id
    left join lateral (
      (select u.name, u.email, 0 as place, u.created_at as since from customer_users u
       where u.account_id = ${accountId} and u.customer_id = c.customer_id and u.role = 'owner'
       order by u.created_at, u.user_id limit 1)
      union all
      (select i.name, i.email, 1, i.created_at from invitations i
       where i.account_id = ${accountId} and i.realm = 'customer' and i.customer_id = c.customer_id
         and i.role = 'owner' and i.accepted_at is null and i.cancelled_at is null
       order by i.created_at, i.invitation_id limit 1)
      order by place limit 1
    ) o on true
    where ${condition(filter, accountId)}
    order by ${sortedBy[filter.by]} ${direction}, c.customer_id ${direction} limit ${filter.limit}`.execute(db)
  return rows
}

/** Whether anybody of the customer can sign in yet. */
export async function standingOf(db: Db, accountId: number, customerId: number): Promise<CustomerStanding> {
  const { rows } = await sql<{ standing: CustomerStanding }>`
    select ${standing(accountId)} as standing from customers c
    where c.account_id = ${accountId} and c.customer_id = ${customerId}`.execute(db)
  return rows[0]?.standing ?? 'active'
}
