/** What was agreed with a customer, and what of customer and portal decides how it pays. */
import { sql } from 'kysely'
import type { BillingMode, CustomerStatus } from '../../../contract/api/customers.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Terms {
  minimumDeposit: number
  /** Null: the portal's. */
  feeBp: number | null
  rechargeRequired: boolean
}

export interface Payer extends Terms {
  customerId: number
  company: string
  billingEmail: string
  billingMode: BillingMode
  status: CustomerStatus
  wantsRealTime: boolean
  currency: string
  portalFeeBp: number
}

/** The customer as who pays; undefined where there is none. */
export async function payerOf(db: Db, accountId: number, customerId: number): Promise<Payer | undefined> {
  const { rows } = await sql<Payer>`
    select c.customer_id as "customerId", c.company, c.billing_email as "billingEmail",
      c.billing_mode as "billingMode", c.status, c.wants_real_time as "wantsRealTime", w.currency,
      coalesce(t.minimum_deposit, 0) as "minimumDeposit", t.fee_bp as "feeBp",
      coalesce(t.recharge_required, false) as "rechargeRequired", coalesce(p.deposit_fee_bp, 0) as "portalFeeBp"
    from customers c
    join wallets w on w.account_id = ${accountId} and w.wallet_id = c.customer_id
    left join billing_terms t on t.account_id = ${accountId} and t.customer_id = c.customer_id
    left join portals p on p.account_id = ${accountId}
    where c.account_id = ${accountId} and c.customer_id = ${customerId}`.execute(db)
  return rows[0]
}

export async function putTerms(tx: Tx, accountId: number, customerId: number, terms: Terms): Promise<void> {
  const values = {
    minimum_deposit: terms.minimumDeposit,
    fee_bp: terms.feeBp,
    recharge_required: terms.rechargeRequired,
  }
  await tx
    .insertInto('billing_terms')
    .values({ account_id: accountId, customer_id: customerId, ...values })
    .onConflict((conflict) => conflict.constraint('billing_terms_pkey').doUpdateSet(values))
    .execute()
}

/** Keeps out whoever else changes how this customer pays. */
export async function lockCustomer(tx: Tx, accountId: number, customerId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('customers')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function depositFee(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('portals')
    .select('deposit_fee_bp')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.deposit_fee_bp ?? 0
}

export async function setDepositFee(tx: Tx, accountId: number, feeBp: number): Promise<void> {
  await tx.updateTable('portals').set({ deposit_fee_bp: feeBp }).where('account_id', '=', accountId).execute()
}

/** The name of a customer's person, as it stands beside what they did. */
export async function nameOfUser(db: Db, accountId: number, customerId: number, userId: string) {
  const row = await db
    .selectFrom('customer_users')
    .select('name')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.name
}

export async function accountZone(db: Db, accountId: number): Promise<string> {
  const row = await db
    .selectFrom('accounts')
    .select('zone')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.zone
}

/** Active customers that pay by card as leads arrive. */
export async function realTimeCustomers(db: Db, accountId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('customers')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .where('billing_mode', '=', 'real_time')
    .where('status', '=', 'active')
    .orderBy('customer_id')
    .execute()
  return rows.map((row) => row.customer_id)
}
