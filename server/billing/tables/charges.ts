/** Charges: one row per intent to charge a card. */
import { sql } from 'kysely'
import type { ChargeKind, ChargeState, StripeMode } from '../../../contract/api/billing.ts'
import { asCents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Charge } from '../rules/charges.ts'

const columns = [
  'account_id',
  'charge_id',
  'customer_id',
  'kind',
  'state',
  'amount',
  'fee',
  'fee_bp',
  'currency',
  'mode',
  'stripe_account_id',
  'save_card',
  'checkout_session_id',
  'checkout_url',
  'payment_intent_id',
  'payment_method_id',
  'card_brand',
  'card_last4',
  'reason',
  'actor_kind',
  'by_name',
  'created_at',
  'sent_at',
  'expires_at',
  'decided_at',
  'decline_code',
  'decline_message',
  'wants_authentication',
  'attempts',
  'next_try_at',
] as const

interface Row {
  account_id: number
  charge_id: string
  customer_id: number
  kind: string
  state: string
  amount: number
  fee: number
  fee_bp: number
  currency: string
  mode: string
  stripe_account_id: string
  save_card: boolean
  checkout_session_id: string | null
  checkout_url: string | null
  payment_intent_id: string | null
  payment_method_id: string | null
  card_brand: string | null
  card_last4: string | null
  reason: string | null
  actor_kind: string
  by_name: string | null
  created_at: Date
  sent_at: Date | null
  expires_at: Date | null
  decided_at: Date | null
  decline_code: string | null
  decline_message: string | null
  wants_authentication: boolean
  attempts: number
  next_try_at: Date | null
}

const chargeOf = (row: Row): Charge => ({
  accountId: row.account_id,
  chargeId: row.charge_id,
  customerId: row.customer_id,
  // CHECKs know no other words
  kind: row.kind as ChargeKind,
  state: row.state as ChargeState, // as above
  mode: row.mode as StripeMode, // as above
  amount: asCents(row.amount),
  fee: asCents(row.fee),
  feeBp: row.fee_bp,
  currency: row.currency,
  stripeAccountId: row.stripe_account_id,
  saveCard: row.save_card,
  checkoutSessionId: row.checkout_session_id,
  checkoutUrl: row.checkout_url,
  paymentIntentId: row.payment_intent_id,
  paymentMethodId: row.payment_method_id,
  cardBrand: row.card_brand,
  cardLast4: row.card_last4,
  reason: row.reason,
  actorKind: row.actor_kind,
  byName: row.by_name,
  createdAt: row.created_at,
  sentAt: row.sent_at,
  expiresAt: row.expires_at,
  decidedAt: row.decided_at,
  declineCode: row.decline_code,
  declineMessage: row.decline_message,
  wantsAuthentication: row.wants_authentication,
  attempts: row.attempts,
  nextTryAt: row.next_try_at,
})

const rowOf = (charge: Charge): Row => ({
  account_id: charge.accountId,
  charge_id: charge.chargeId,
  customer_id: charge.customerId,
  kind: charge.kind,
  state: charge.state,
  amount: charge.amount,
  fee: charge.fee,
  fee_bp: charge.feeBp,
  currency: charge.currency,
  mode: charge.mode,
  stripe_account_id: charge.stripeAccountId,
  save_card: charge.saveCard,
  checkout_session_id: charge.checkoutSessionId,
  checkout_url: charge.checkoutUrl,
  payment_intent_id: charge.paymentIntentId,
  payment_method_id: charge.paymentMethodId,
  card_brand: charge.cardBrand,
  card_last4: charge.cardLast4,
  reason: charge.reason,
  actor_kind: charge.actorKind,
  by_name: charge.byName,
  created_at: charge.createdAt,
  sent_at: charge.sentAt,
  expires_at: charge.expiresAt,
  decided_at: charge.decidedAt,
  decline_code: charge.declineCode,
  decline_message: charge.declineMessage,
  wants_authentication: charge.wantsAuthentication,
  attempts: charge.attempts,
  next_try_at: charge.nextTryAt,
})

const one = (db: Db, accountId: number, chargeId: string) =>
  db.selectFrom('charges').select(columns).where('account_id', '=', accountId).where('charge_id', '=', chargeId)

export async function getCharge(db: Db, accountId: number, chargeId: string): Promise<Charge | undefined> {
  const row = await one(db, accountId, chargeId).executeTakeFirst()
  return row && chargeOf(row)
}

/** Held while it is decided; before the wallet in the order of locks. */
export async function lockCharge(tx: Tx, accountId: number, chargeId: string): Promise<Charge | undefined> {
  const row = await one(tx, accountId, chargeId).forUpdate().executeTakeFirst()
  return row && chargeOf(row)
}

export async function chargeOfPayment(db: Db, accountId: number, paymentIntentId: string): Promise<Charge | undefined> {
  const row = await db
    .selectFrom('charges')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('payment_intent_id', '=', paymentIntentId)
    .executeTakeFirst()
  return row && chargeOf(row)
}

/** False when there is one under this id, also of a transaction that is still open (it is waited for). */
export async function insertCharge(tx: Tx, charge: Charge): Promise<boolean> {
  const row = await tx
    .insertInto('charges')
    .values(rowOf(charge))
    .onConflict((conflict) => conflict.constraint('charges_pkey').doNothing())
    .returning('charge_id')
    .executeTakeFirst()
  return row !== undefined
}

type Changeable = Partial<
  Pick<
    Charge,
    | 'state'
    | 'checkoutSessionId'
    | 'checkoutUrl'
    | 'paymentIntentId'
    | 'paymentMethodId'
    | 'cardBrand'
    | 'cardLast4'
    | 'decidedAt'
    | 'declineCode'
    | 'declineMessage'
    | 'wantsAuthentication'
    | 'attempts'
    | 'nextTryAt'
  >
>

/** Writes what happened to a charge; what is not named stays. */
export async function updateCharge(tx: Tx, charge: Charge, change: Changeable): Promise<void> {
  const { account_id, charge_id, ...row } = rowOf({ ...charge, ...change })
  await tx
    .updateTable('charges')
    .set(row)
    .where('account_id', '=', account_id)
    .where('charge_id', '=', charge_id)
    .execute()
}

interface ChargePage {
  after: readonly [string, string] | undefined
  limit: number
}

/** Of one customer, newest first. */
export async function listCharges(
  db: Db,
  accountId: number,
  customerId: number,
  { after, limit }: ChargePage,
): Promise<Charge[]> {
  let query = db
    .selectFrom('charges')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
  if (after) query = query.where(sql<boolean>`(created_at, charge_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await query.orderBy('created_at', 'desc').orderBy('charge_id', 'desc').limit(limit).execute()
  return rows.map(chargeOf)
}

/** Accounts with something to ask for: by the partial index. */
export async function accountsWithDueCharges(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select distinct account_id from charges
    where state in ('open', 'sent') and next_try_at <= ${now} limit ${limit}`.execute(db)
  return rows.map((row) => row.account_id)
}

interface Lease {
  now: Date
  /** Until then nobody else takes them: it is due again in case this process is killed. */
  until: Date
  limit: number
}

/** Takes what is due of an account. */
export async function takeDueCharges(tx: Tx, accountId: number, { now, until, limit }: Lease): Promise<Charge[]> {
  const { rows } = await sql<Row>`
    update charges c set next_try_at = ${until}
    from (
      select charge_id from charges
      where account_id = ${accountId} and state in ('open', 'sent') and next_try_at <= ${now}
      order by next_try_at limit ${limit} for update skip locked
    ) due
    where c.account_id = ${accountId} and c.charge_id = due.charge_id
    returning ${sql.join(columns.map((column) => sql.ref(`c.${column}`)))}`.execute(tx)
  return rows.map(chargeOf)
}

export async function countUndecided(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('charges')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('state', 'in', ['open', 'sent'])
    .executeTakeFirstOrThrow()
  return row.count
}

/** What is not decided yet, oldest first. */
export async function listUndecided(db: Db, accountId: number, limit: number): Promise<Charge[]> {
  const rows = await db
    .selectFrom('charges')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('state', 'in', ['open', 'sent'])
    .orderBy('created_at')
    .limit(limit)
    .execute()
  return rows.map(chargeOf)
}

/** What a Stripe account took of one customer, newest first. */
export async function succeededCharges(
  db: Db,
  { accountId, customerId, ...of }: Pick<Charge, 'accountId' | 'customerId' | 'stripeAccountId' | 'mode'>,
): Promise<Charge[]> {
  const rows = await db
    .selectFrom('charges')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('state', '=', 'succeeded')
    .where('stripe_account_id', '=', of.stripeAccountId)
    .where('mode', '=', of.mode)
    .orderBy('created_at', 'desc')
    .limit(1_000)
    .execute()
  return rows.map(chargeOf)
}

/** Whether a payment of the customer's went through since then. */
export async function paidSince(db: Db, accountId: number, customerId: number, since: Date): Promise<boolean> {
  const row = await db
    .selectFrom('charges')
    .select('charge_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('created_at', '>=', since)
    .where('state', '=', 'succeeded')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
