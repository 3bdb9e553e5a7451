/** Charges: one row per intent to charge a card. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'
import type { Charge } from '../rules/charges.ts'

const columns = sql`account_id as "accountId", charge_id as "chargeId", customer_id as "customerId", kind, state, amount,
  fee, fee_bp as "feeBp", currency, mode, stripe_account_id as "stripeAccountId", save_card as "saveCard",
  checkout_session_id as "checkoutSessionId", checkout_url as "checkoutUrl", payment_intent_id as "paymentIntentId",
  payment_method_id as "paymentMethodId", card_brand as "cardBrand", card_last4 as "cardLast4", reason,
  actor_kind as "actorKind", by_name as "byName", created_at as "createdAt", sent_at as "sentAt",
  expires_at as "expiresAt", decided_at as "decidedAt", decline_code as "declineCode",
  decline_message as "declineMessage", wants_authentication as "wantsAuthentication", attempts,
  next_try_at as "nextTryAt"`

const rowOf = (charge: Charge) => ({
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

export async function getCharge(db: Db, accountId: number, chargeId: string): Promise<Charge | undefined> {
  const { rows } = await sql<Charge>`
    select ${columns} from charges where account_id = ${accountId} and charge_id = ${chargeId}`.execute(db)
  return rows[0]
}

/** Held while it is decided; before the wallet in the order of locks. */
export async function lockCharge(tx: Tx, accountId: number, chargeId: string): Promise<Charge | undefined> {
  const { rows } = await sql<Charge>`
    select ${columns} from charges where account_id = ${accountId} and charge_id = ${chargeId} for update`.execute(tx)
  return rows[0]
}

export async function chargeOfPayment(db: Db, accountId: number, paymentIntentId: string): Promise<Charge | undefined> {
  const { rows } = await sql<Charge>`
    select ${columns} from charges
    where account_id = ${accountId} and payment_intent_id = ${paymentIntentId}`.execute(db)
  return rows[0]
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
  const older = after ? sql`and (created_at, charge_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  const { rows } = await sql<Charge>`
    select ${columns} from charges where account_id = ${accountId} and customer_id = ${customerId} ${older}
    order by created_at desc, charge_id desc limit ${limit}`.execute(db)
  return rows
}

/** Accounts with something to ask for: by the partial index. */
export async function accountsWithDueCharges(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select distinct account_id from charges
    where state in ('open', 'sent') and next_try_at <= ${now} limit ${limit}`.execute(db)
  return rows.map((row) => row.account_id)
}

/** Stripe answers again: what was put off meanwhile is due at once. Asked for twice, it goes under one key. */
export async function hastenCharges(tx: Tx, accountId: number, now: Date): Promise<void> {
  await sql`
    update charges set next_try_at = ${now}
    where account_id = ${accountId} and state = 'sent' and next_try_at > ${now}`.execute(tx)
}

interface Lease {
  now: Date
  /** Until then nobody else takes them: it is due again in case this process is killed. */
  until: Date
  limit: number
}

/** Takes what is due of an account. */
export async function takeDueCharges(tx: Tx, accountId: number, { now, until, limit }: Lease): Promise<Charge[]> {
  const { rows } = await sql<Charge>`
    update charges set next_try_at = ${until}
    where account_id = ${accountId} and charge_id in (
      select charge_id from charges
      where account_id = ${accountId} and state in ('open', 'sent') and next_try_at <= ${now}
      order by next_try_at limit ${limit} for update skip locked)
    returning ${columns}`.execute(tx)
  return rows
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
  const { rows } = await sql<Charge>`
    select ${columns} from charges where account_id = ${accountId} and state in ('open', 'sent')
    order by created_at limit ${limit}`.execute(db)
  return rows
}

/** What a Stripe account took of one customer, newest first. */
export async function succeededCharges(
  db: Db,
  { accountId, customerId, ...of }: Pick<Charge, 'accountId' | 'customerId' | 'stripeAccountId' | 'mode'>,
): Promise<Charge[]> {
  const { rows } = await sql<Charge>`
    select ${columns} from charges
    where account_id = ${accountId} and customer_id = ${customerId} and state = 'succeeded'
      and stripe_account_id = ${of.stripeAccountId} and mode = ${of.mode}
    order by created_at desc limit 1000`.execute(db)
  return rows
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
