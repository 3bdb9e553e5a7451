/** What Stripe tells: checked, stored and answered at once; read by the worker, which asks Stripe for the object anew. */
import Stripe from 'stripe'
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { ask, type Connection, connectionOf, made, webhookPlace } from '../ops/stripe.ts'
import { backOff, chargeIdOf, isDecided } from '../rules/charges.ts'
import { failureOf } from '../rules/failures.ts'
import { cardByPaymentMethod } from '../tables/cards.ts'
import { getCharge } from '../tables/charges.ts'
import { finishEvent, insertEvent, postponeEvent, type StripeEvent } from '../tables/events.ts'
import { accountOfWebhook, getStripeAccount } from '../tables/stripe-accounts.ts'
import { takeFromSetup } from './cards.ts'
import { refreshCharge } from './deposits.ts'
import { readPayment } from './reconcile.ts'
import { bookDispute, bookRefund } from './reversals.ts'
import { dropCard, renewCard } from './take-card.ts'

/** Seconds that a signature may be old. */
const TOLERANCE = 300

/**
 * Stores an event that was posted to an account's address. @throws AppError invalid_input for a signature that is not
 * of this account's endpoint, or is old; an address that is unknown gets the same answer
 */
export async function receiveEvent(
  ctx: Ctx,
  webhookId: string,
  body: Buffer,
  signature: string | undefined,
): Promise<void> {
  const accountId = await accountOfWebhook(ctx.db, webhookId)
  const account = accountId === undefined ? undefined : await getStripeAccount(ctx.db, accountId)
  if (!account?.webhookSecretSealed) throw unsigned()
  const secret = ctx.secrets.open(account.webhookSecretSealed, webhookPlace(account.accountId))
  const event = verified(body, signature, secret, ctx.now())
  // signed by this endpoint, but of the other mode: nothing of it is known here
  if (event.livemode !== (account.mode === 'live')) return
  const { object } = event.data
  const stored: StripeEvent = {
    accountId: account.accountId,
    eventId: event.id,
    type: event.type,
    objectId: 'id' in object && typeof object.id === 'string' ? object.id : '',
    created: new Date(event.created * 1_000),
    attempts: 0,
  }
  await ctx.transact((tx) => insertEvent(tx, stored, ctx.now()))
  await crashPoint('event.stored')
}

const unsigned = () =>
  new AppError('invalid_input', { field: 'stripe-signature', message: 'The signature is not right.' })

function verified(body: Buffer, signature: string | undefined, secret: string, now: Date): Stripe.Event {
  try {
    const { webhooks } = Stripe
    return webhooks.constructEvent(body, signature ?? '', secret, TOLERANCE, undefined, now.getTime())
  } catch {
    throw unsigned()
  }
}

type Handler = (ctx: Ctx, connection: Connection, objectId: string) => Promise<void>

const ofSession: Handler = async (ctx, connection, sessionId) => {
  const session = await ask(ctx, connection, (stripe) => stripe.checkout.sessions.retrieve(sessionId))
  const { mode, metadata } = made(session, 'checkout.session')
  if (mode === 'setup') return takeFromSetup(ctx, connection.accountId, sessionId)
  const chargeId = chargeIdOf({ metadata: metadata ?? {} }, connection.accountId)
  const charge = chargeId === undefined ? undefined : await getCharge(ctx.db, connection.accountId, chargeId)
  // its page may have opened without our hearing of it
  if (charge && !isDecided(charge)) await refreshCharge(ctx, { ...charge, checkoutSessionId: sessionId })
}

/** The payment of what was taken back: it has to match again. */
async function readBehind(
  ctx: Ctx,
  connection: Connection,
  { payment_intent: of }: Pick<Stripe.Refund, 'payment_intent'>,
) {
  const intentId = typeof of === 'string' ? of : of?.id
  if (intentId !== undefined) await readPayment(ctx, connection, intentId)
}

const ofRefund: Handler = async (ctx, connection, refundId) => {
  const refund = await ask(ctx, connection, (stripe) => stripe.refunds.retrieve(refundId))
  await bookRefund(ctx, connection.accountId, made(refund, 'refund'))
  await readBehind(ctx, connection, refund)
}

const ofRefundedCharge: Handler = async (ctx, connection, chargeId) => {
  const refunds = await ask(ctx, connection, (stripe) => stripe.refunds.list({ charge: chargeId, limit: 100 }))
  for (const refund of refunds.data.toReversed()) await bookRefund(ctx, connection.accountId, refund)
  const [newest] = refunds.data
  if (newest) await readBehind(ctx, connection, newest)
}

const ofDispute: Handler = async (ctx, connection, disputeId) => {
  const dispute = await ask(ctx, connection, (stripe) => stripe.disputes.retrieve(disputeId))
  await bookDispute(ctx, connection.accountId, made(dispute, 'dispute'))
  await readBehind(ctx, connection, dispute)
}

const ofMethod: Handler = async (ctx, connection, paymentMethodId) => {
  const { accountId } = connection
  const card = await cardByPaymentMethod(ctx.db, accountId, paymentMethodId)
  if (!card) return
  const method = await ask(ctx, connection, (stripe) => stripe.paymentMethods.retrieve(paymentMethodId))
  const { customerId } = card
  if (made(method, 'payment_method').customer === null)
    await ctx.transact((tx) => dropCard(ctx, tx, { accountId, customerId, paymentMethodId, by: null }))
  else if (method.card) {
    const details = { last4: method.card.last4, expMonth: method.card.exp_month, expYear: method.card.exp_year }
    await ctx.transact((tx) => renewCard(ctx, tx, { accountId, customerId, paymentMethodId, ...details }))
  }
}

type EventType = Stripe.WebhookEndpointCreateParams.EnabledEvent
/** What is listened to; the endpoint at Stripe is registered for exactly these. */
const handlers: readonly (readonly [EventType, Handler])[] = [
  ['checkout.session.completed', ofSession],
  ['checkout.session.expired', ofSession],
  ['checkout.session.async_payment_succeeded', ofSession],
  ['checkout.session.async_payment_failed', ofSession],
  ['payment_intent.succeeded', readPayment],
  ['payment_intent.payment_failed', readPayment],
  ['payment_intent.canceled', readPayment],
  ['payment_intent.requires_action', readPayment],
  ['charge.refunded', ofRefundedCharge],
  ['refund.created', ofRefund],
  ['refund.updated', ofRefund],
  ['refund.failed', ofRefund],
  ['charge.dispute.created', ofDispute],
  ['charge.dispute.updated', ofDispute],
  ['charge.dispute.closed', ofDispute],
  ['charge.dispute.funds_withdrawn', ofDispute],
  ['charge.dispute.funds_reinstated', ofDispute],
  ['payment_method.detached', ofMethod],
  ['payment_method.updated', ofMethod],
  ['payment_method.automatically_updated', ofMethod],
]

export const eventTypes = handlers.map(([type]) => type)

/** Reads one event of the inbox. What Stripe could not be asked is asked again later. */
export async function handleEvent(ctx: Ctx, event: StripeEvent): Promise<void> {
  const connection = await connectionOf(ctx, event.accountId)
  const handler = handlers.find(([type]) => type === event.type)?.[1]
  try {
    if (connection && handler) await handler(ctx, connection, event.objectId)
    await crashPoint('event.handled')
    await ctx.transact((tx) => finishEvent(tx, event, ctx.now()))
  } catch (error) {
    const { kind } = failureOf(error)
    ctx.log.warn({ err: error, accountId: event.accountId, event: event.type, failure: kind }, 'an event waits')
    // gone at Stripe, or never there: there is nothing to do any more
    if (kind === 'refused') return ctx.transact((tx) => finishEvent(tx, event, ctx.now()))
    return ctx.transact((tx) => postponeEvent(tx, event, backOff(event.attempts, ctx.now()), kind))
  }
}
