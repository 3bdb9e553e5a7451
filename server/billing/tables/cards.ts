/** The one card on file of each customer, and the customer as Stripe knows it. */
import { sql } from 'kysely'
import type { CardState } from '../../../contract/api/billing.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface StoredCard {
  customerId: number
  paymentMethodId: string
  brand: string
  last4: string
  expMonth: number
  expYear: number
  funding: string
  state: CardState
  /** At Stripe. */
  madeAt: Date
  savedAt: Date
  savedBy: string | null
}

const columns = sql`customer_id as "customerId", payment_method_id as "paymentMethodId", brand, last4,
  exp_month as "expMonth", exp_year as "expYear", funding, state, made_at as "madeAt",
  saved_at as "savedAt", saved_by as "savedBy"`

export async function cardOfCustomer(db: Db, accountId: number, customerId: number): Promise<StoredCard | undefined> {
  const { rows } = await sql<StoredCard>`
    select ${columns} from cards where account_id = ${accountId} and customer_id = ${customerId}`.execute(db)
  return rows[0]
}

export async function cardByPaymentMethod(
  db: Db,
  accountId: number,
  paymentMethodId: string,
): Promise<StoredCard | undefined> {
  const { rows } = await sql<StoredCard>`
    select ${columns} from cards
    where account_id = ${accountId} and payment_method_id = ${paymentMethodId} limit 1`.execute(db)
  return rows[0]
}

/** Puts a card on file in the place of whatever was there. */
export async function putCard(tx: Tx, accountId: number, card: StoredCard): Promise<void> {
  const values = {
    payment_method_id: card.paymentMethodId,
    brand: card.brand,
    last4: card.last4,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    funding: card.funding,
    state: card.state,
    made_at: card.madeAt,
    saved_at: card.savedAt,
    saved_by: card.savedBy,
  }
  await tx
    .insertInto('cards')
    .values({ account_id: accountId, customer_id: card.customerId, ...values })
    .onConflict((conflict) => conflict.constraint('cards_pkey').doUpdateSet(values))
    .execute()
}

/** How the card's last charge without its owner ended. */
export async function markCard(
  tx: Tx,
  accountId: number,
  customerId: number,
  paymentMethodId: string,
  state: CardState,
): Promise<void> {
  await tx
    .updateTable('cards')
    .set({ state })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('payment_method_id', '=', paymentMethodId)
    .execute()
}

export async function deleteCard(tx: Tx, accountId: number, customerId: number): Promise<void> {
  await tx.deleteFrom('cards').where('account_id', '=', accountId).where('customer_id', '=', customerId).execute()
}

export async function countCards(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('cards')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return row.count
}

export async function customersWithCards(db: Db, accountId: number): Promise<number[]> {
  const rows = await db.selectFrom('cards').select('customer_id').where('account_id', '=', accountId).execute()
  return rows.map((row) => row.customer_id)
}

export async function stripeCustomerOf(db: Db, accountId: number, customerId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('stripe_customers')
    .select('stripe_customer_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.stripe_customer_id
}

/** The first one stays: two at once make the same at Stripe, by its key. */
export async function insertStripeCustomer(tx: Tx, accountId: number, customerId: number, id: string): Promise<void> {
  await tx
    .insertInto('stripe_customers')
    .values({ account_id: accountId, customer_id: customerId, stripe_customer_id: id })
    .onConflict((conflict) => conflict.constraint('stripe_customers_pkey').doNothing())
    .execute()
}

/** Forgets what only meant something in a Stripe account that is no longer connected. */
export async function forgetStripeCustomers(tx: Tx, accountId: number): Promise<void> {
  await tx.deleteFrom('cards').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('stripe_customers').where('account_id', '=', accountId).execute()
}
