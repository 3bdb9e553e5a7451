/** Charging the card on file: written down and committed first, then asked of Stripe, then decided. */
import type Stripe from 'stripe'
import type { ChargeKind } from '../../../contract/api/billing.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import { changeWallet } from '../../ledger/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { ask, type Connection, connectionOf, made, needConnection } from '../ops/stripe.ts'
import { priceOf } from '../rules/amounts.ts'
import {
  CALLS_UNTIL_GIVEN_UP,
  type Charge,
  chargeIdOf,
  isDecided,
  keyIsGood,
  nextTry,
  offSessionPayment,
} from '../rules/charges.ts'
import { type Failure, failureOf } from '../rules/failures.ts'
import { feeOf, refuseAmount, whyNotPaying } from '../rules/paying.ts'
import { cardOfCustomer, stripeCustomerOf } from '../tables/cards.ts'
import { getCharge, insertCharge, lockCharge, updateCharge } from '../tables/charges.ts'
import { lockCustomer, type Payer, payerOf } from '../tables/terms.ts'
import { decideCharge, settleCharge, WHOLE } from './settle.ts'

/** How long a call has before another process may take the charge over. */
export const LEASE_MS = 60_000

export interface ChargeWish {
  accountId: number
  customerId: number
  /** Made by who asks, once for each wish: Stripe's idempotency key. */
  chargeId: string
  kind: ChargeKind
  amount: Cents
  reason: string | null
  actorKind: 'customer' | 'team' | 'system'
  byName: string | null
}

/** @throws AppError not_found, not_allowed_now for who cannot pay by card here */
export async function needPayer(db: Db, accountId: number, customerId: number, kind: ChargeKind): Promise<Payer> {
  const payer = await payerOf(db, accountId, customerId)
  if (!payer) throw new AppError('not_found')
  const why = whyNotPaying(payer, kind)
  if (why !== undefined) throw new AppError('not_allowed_now', { message: why })
  return payer
}

type Where = Pick<Connection, 'mode' | 'stripeAccountId'>
type Pays = Pick<Payer, 'currency' | 'feeBp' | 'portalFeeBp'>

/** The row of a wish, priced by what counts for the customer now. */
export function newCharge(wish: ChargeWish, payer: Pays, connection: Where, now: Date): Charge {
  const feeBp = feeOf(payer)
  const { amount, fee } = priceOf(wish.amount, feeBp)
  return {
    ...wish,
    state: 'open',
    amount,
    fee,
    feeBp,
    currency: payer.currency,
    mode: connection.mode,
    stripeAccountId: connection.stripeAccountId,
    saveCard: false,
    checkoutSessionId: null,
    checkoutUrl: null,
    paymentIntentId: null,
    paymentMethodId: null,
    cardBrand: null,
    cardLast4: null,
    createdAt: now,
    sentAt: null,
    expiresAt: null,
    decidedAt: null,
    declineCode: null,
    declineMessage: null,
    wantsAuthentication: false,
    attempts: 0,
    nextTryAt: null,
  }
}

/** The one who asked for it, and what: under one id there is one wish. @throws AppError conflict, not_found */
export function refuseOtherWish(charge: Charge, wish: ChargeWish): Charge {
  if (charge.customerId !== wish.customerId) throw new AppError('not_found')
  if (charge.kind === wish.kind && charge.amount === wish.amount) return charge
  throw new AppError('conflict', {
    field: 'id',
    message: 'Another payment was asked for under this id. Use a new one.',
  })
}

/**
 * Writes a charge of the card on file as sent, in the caller's transaction; call `chargeCard` after its commit. From
 * here on it counts as under way. @returns the earlier one when this wish was written before
 * @throws AppError not_found, not_allowed_now without a card or a connection
 */
export async function writeSentCharge(ctx: Ctx, tx: Tx, wish: ChargeWish): Promise<{ charge: Charge; isNew: boolean }> {
  const { accountId, customerId, chargeId } = wish
  const connection = await needConnection({ ...ctx, db: tx }, accountId)
  await lockCustomer(tx, accountId, customerId)
  const known = await getCharge(tx, accountId, chargeId)
  if (known) return { charge: refuseOtherWish(known, wish), isNew: false }
  const payer = await needPayer(tx, accountId, customerId, wish.kind)
  const card = await cardOfCustomer(tx, accountId, customerId)
  if (!card) throw new AppError('not_allowed_now', { message: 'There is no card on file.' })
  const now = ctx.now()
  const charge: Charge = {
    ...newCharge(wish, payer, connection, now),
    state: 'sent',
    paymentMethodId: card.paymentMethodId,
    cardBrand: card.brand,
    cardLast4: card.last4,
    sentAt: now,
    nextTryAt: new Date(now.getTime() + LEASE_MS),
  }
  if (!(await insertCharge(tx, charge))) throw new AppError('stale')
  await changeWallet(tx, accountId, customerId, { underWayBy: charge.amount })
  return { charge, isNew: true }
}

/**
 * Asks Stripe for a charge that is written as sent: the only place that makes payments without the customer. Called
 * again, also by another process, it asks under the same key. @returns the charge as it is now
 */
export async function chargeCard(ctx: Ctx, charge: Charge): Promise<Charge> {
  await crashPoint('charge.written')
  const { accountId, chargeId } = charge
  const connection = await connectionOf(ctx, accountId)
  const isTheSame = connection?.stripeAccountId === charge.stripeAccountId && connection.mode === charge.mode
  // its Stripe account was disconnected: nobody can say any more, and nothing more is sent
  if (!connection || !isTheSame) return postpone(ctx, charge)
  const customer = await stripeCustomerOf(ctx.db, accountId, charge.customerId)
  if (customer === undefined) return postpone(ctx, charge)
  try {
    const intent = keyIsGood(charge, ctx.now())
      ? await send(ctx, connection, charge, customer)
      : await find(ctx, connection, charge, customer)
    await crashPoint('charge.answered')
    if (!intent) return await giveUp(ctx, charge)
    const settled = await settleCharge(ctx, accountId, chargeId, intent)
    if (settled && isDecided(settled)) return settled
    return await postpone(ctx, { ...charge, paymentIntentId: intent.id })
  } catch (error) {
    return afterFailure(ctx, { connection, charge, customer }, error)
  }
}

async function send(ctx: Ctx, connection: Connection, charge: Charge, customer: string): Promise<Stripe.PaymentIntent> {
  const params = { ...offSessionPayment(charge, customer), expand: WHOLE }
  const intent = await ask(ctx, connection, (stripe) =>
    stripe.paymentIntents.create(params, { idempotencyKey: charge.chargeId }),
  )
  return made(intent, 'payment_intent')
}

const LOOKED_THROUGH = 300

/** The payment of a charge by what it carries; undefined when Stripe has none. */
async function find(
  ctx: Ctx,
  connection: Connection,
  charge: Charge,
  customer: string,
): Promise<Stripe.PaymentIntent | undefined> {
  const { accountId, chargeId, createdAt } = charge
  // a minute for clocks that differ
  const since = Math.floor(createdAt.getTime() / 1_000) - 60
  return ask(ctx, connection, async (stripe) => {
    const expand = WHOLE.map((name) => `data.${name}`)
    const all = stripe.paymentIntents.list({ customer, created: { gte: since }, limit: 100, expand })
    let seen = 0
    for await (const intent of all) {
      if (chargeIdOf(intent, accountId) === chargeId) return intent
      if (++seen >= LOOKED_THROUGH) break
    }
    return undefined
  })
}

interface Failed {
  connection: Connection
  charge: Charge
  customer: string
}

async function afterFailure(ctx: Ctx, failed: Failed, error: unknown): Promise<Charge> {
  const { charge } = failed
  const failure = failureOf(error)
  if (failure.kind === 'declined' || failure.kind === 'refused') return decline(ctx, charge, failure)
  // what is not Stripe's is ours: it is a fault to be seen, and the charge is tried again all the same
  if (failure.kind === 'unknown' && failure.final) return lookUp(ctx, failed)
  return postpone(ctx, charge)
}

async function decline(ctx: Ctx, charge: Charge, failure: Extract<Failure, { decline: unknown }>): Promise<Charge> {
  const paymentIntentId = failure.kind === 'declined' ? (failure.paymentIntent?.id ?? null) : null
  const outcome = { state: 'declined', decline: failure.decline, paymentIntentId } as const
  return (await decideCharge(ctx, charge.accountId, charge.chargeId, outcome)) ?? charge
}

/** Stripe repeats a stored failure under this key for ever: what really happened is seen by looking. */
async function lookUp(ctx: Ctx, { connection, charge, customer }: Failed): Promise<Charge> {
  try {
    const intent = await find(ctx, connection, charge, customer)
    if (!intent)
      return charge.attempts + 1 < CALLS_UNTIL_GIVEN_UP ? await postpone(ctx, charge) : await giveUp(ctx, charge)
    const settled = await settleCharge(ctx, charge.accountId, charge.chargeId, intent)
    if (settled && isDecided(settled)) return settled
    return await abandon(ctx, connection, charge, intent)
  } catch (error) {
    if (failureOf(error).kind === 'unknown')
      ctx.log.warn({ charge: charge.chargeId }, 'a charge could not be looked up')
    return postpone(ctx, charge)
  }
}

/** A payment that a failed request left half made: cancelled, so that it can never be taken. */
async function abandon(
  ctx: Ctx,
  connection: Connection,
  charge: Charge,
  { id, status }: Stripe.PaymentIntent,
): Promise<Charge> {
  if (status === 'processing') return postpone(ctx, { ...charge, paymentIntentId: id })
  const cancelled = await ask(ctx, connection, (stripe) => stripe.paymentIntents.cancel(id))
  return (await settleCharge(ctx, charge.accountId, charge.chargeId, cancelled)) ?? charge
}

/** Stripe answers and has no trace of it: nothing was charged. */
async function giveUp(ctx: Ctx, charge: Charge): Promise<Charge> {
  const message = 'The payment did not go through, and nothing was charged. Please try again.'
  const outcome = { state: 'cancelled', message, paymentIntentId: null } as const
  return (await decideCharge(ctx, charge.accountId, charge.chargeId, outcome)) ?? charge
}

/** Leaves a charge undecided, to be asked for again by the worker. */
export function postpone(ctx: Ctx, { accountId, chargeId, paymentIntentId }: Charge): Promise<Charge> {
  return ctx.transact(async (tx) => {
    const charge = await lockCharge(tx, accountId, chargeId)
    if (!charge) throw new AppError('not_found')
    if (isDecided(charge)) return charge
    const attempts = charge.attempts + 1
    const change = { attempts, nextTryAt: nextTry(charge.state, attempts, ctx.now()), paymentIntentId }
    await updateCharge(tx, charge, change)
    return { ...charge, ...change }
  })
}

/** The operator charges the card on file. The same wish again, or twice at once, is one charge. */
export async function chargeByOperator(
  ctx: Ctx,
  customerId: number,
  wish: { id: string; amount: number; reason: string },
): Promise<Charge> {
  const { accountId, name } = actorOf(ctx, 'team')
  const { charge, isNew } = await ctx.transact(async (tx) => {
    const payer = await payerOf(tx, accountId, customerId)
    if (!payer) throw new AppError('not_found')
    refuseAmount(asCents(wish.amount), { ...payer, minimumDeposit: 0 })
    return writeSentCharge(ctx, tx, {
      accountId,
      customerId,
      chargeId: wish.id,
      kind: 'operator',
      amount: asCents(wish.amount),
      reason: wish.reason,
      actorKind: 'team',
      byName: name,
    })
  })
  return isNew ? chargeCard(ctx, charge) : charge
}
