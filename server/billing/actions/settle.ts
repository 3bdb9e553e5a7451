/** The only place where a charge is decided: booked once, by whoever hears of it first. */
import type Stripe from 'stripe'
import { asCents } from '../../../contract/money.ts'
import { changeWallet, deposit, fee, type Posting, postAll } from '../../ledger/ops.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { type Charge, endsPage, isDecided, mismatch, type Outcome, outcomeOf, takesOutcome } from '../rules/charges.ts'
import { markCard } from '../tables/cards.ts'
import { getCharge, lockCharge, updateCharge } from '../tables/charges.ts'
import { mailReceipt } from './mails.ts'
import { afterCharge } from './recharge.ts'
import { takeCard } from './take-card.ts'

/** What a payment must come with, so that its card can be told. */
export const WHOLE = ['payment_method', 'latest_charge']

/**
 * Decides a charge by its payment at Stripe, as just fetched: from an answer, an event, the page one comes back to or
 * the reconciler. Whoever comes second changes nothing. @returns the charge as it is now
 */
export async function settleCharge(
  ctx: Ctx,
  accountId: number,
  chargeId: string,
  intent: Stripe.PaymentIntent,
): Promise<Charge | undefined> {
  const outcome = outcomeOf(intent)
  if (!outcome) return noteIntent(ctx, accountId, chargeId, intent)
  return decideCharge(ctx, accountId, chargeId, outcome, intent)
}

/** Decides a charge; `intent` is there whenever there is a payment. */
export async function decideCharge(
  ctx: Ctx,
  accountId: number,
  chargeId: string,
  outcome: Outcome,
  intent?: Stripe.PaymentIntent,
): Promise<Charge | undefined> {
  await crashPoint('charge.decide')
  const decided = await ctx.transact(async (tx) => {
    const charge = await lockCharge(tx, accountId, chargeId)
    if (!charge || !takesOutcome(charge, outcome) || !endsPage(charge, outcome)) return charge
    if (intent && isForeign(ctx, charge, outcome, intent)) return charge
    return write(ctx, tx, charge, outcome, intent)
  })
  await crashPoint('charge.decided')
  return decided
}

/** Money that is not what the charge says is never booked: the reconciler shows it to the operator. */
function isForeign(ctx: Ctx, charge: Charge, outcome: Outcome, intent: Stripe.PaymentIntent): boolean {
  if (outcome.state !== 'succeeded' || mismatch(charge, intent) === undefined) return false
  ctx.log.error({ accountId: charge.accountId, charge: charge.chargeId }, 'a payment is not what its charge says')
  return true
}

async function write(
  ctx: Ctx,
  tx: Tx,
  charge: Charge,
  outcome: Outcome,
  intent: Stripe.PaymentIntent | undefined,
): Promise<Charge> {
  const after: Charge = { ...charge, ...changeBy(charge, outcome), decidedAt: ctx.now(), nextTryAt: null }
  await updateCharge(tx, charge, after)
  const { accountId, customerId } = charge
  const method = intent?.payment_method
  // first: it holds the customer, which stands before the wallet in the order of locks
  if (charge.saveCard && outcome.state === 'succeeded' && typeof method === 'object' && method !== null)
    await takeCard(ctx, tx, { accountId, customerId, method, savedBy: charge.byName })
  await bookOutcome(ctx, tx, charge, after)
  await noteOnCard(tx, after, outcome)
  await afterCharge(ctx, tx, after, outcome)
  if (outcome.state === 'succeeded') await mailReceipt(ctx, tx, after)
  if (charge.actorKind === 'team' || outcome.state === 'succeeded') await auditOutcome(ctx, tx, charge, after)
  return after
}

function changeBy(charge: Charge, outcome: Outcome): Partial<Charge> {
  const { state } = outcome
  const paymentIntentId = outcome.paymentIntentId ?? charge.paymentIntentId
  if (outcome.state === 'succeeded') {
    const { card, paymentMethodId } = outcome
    const shown = card && { cardBrand: card.brand, cardLast4: card.last4 }
    const cleared = { declineCode: null, declineMessage: null, wantsAuthentication: false }
    return { state, paymentIntentId, ...shown, paymentMethodId: paymentMethodId ?? charge.paymentMethodId, ...cleared }
  }
  if (outcome.state !== 'declined') return { state, paymentIntentId, declineMessage: outcome.message }
  const { code, message, authentication } = outcome.decline
  return { state, paymentIntentId, declineCode: code, declineMessage: message, wantsAuthentication: authentication }
}

/** Books what succeeded, and takes what was sent out of what is under way. */
async function bookOutcome(ctx: Ctx, tx: Tx, before: Charge, after: Charge): Promise<void> {
  const { accountId, customerId: walletId, chargeId: source, currency, amount } = after
  if (before.state === 'sent') await changeWallet(tx, accountId, walletId, { underWayBy: asCents(-amount) })
  if (after.state !== 'succeeded') return
  const by = { walletId, source, currency, ...(after.byName !== null && { actorName: after.byName }) }
  const postings: [Posting, ...Posting[]] = [deposit({ ...by, amount, ...(after.reason && { note: after.reason }) })]
  if (after.fee > 0) postings.push(fee({ ...by, fee: after.fee }))
  await postAll(tx, accountId, ctx.now(), postings)
}

/** A charge without its owner says whether the card on file is any good. */
async function noteOnCard(tx: Tx, { accountId, customerId, paymentMethodId }: Charge, outcome: Outcome): Promise<void> {
  if (paymentMethodId === null) return
  if (outcome.state === 'succeeded') await markCard(tx, accountId, customerId, paymentMethodId, 'ok')
  if (outcome.state !== 'declined') return
  const state = outcome.decline.authentication ? 'authentication' : 'declined'
  await markCard(tx, accountId, customerId, paymentMethodId, state)
}

async function auditOutcome(ctx: Ctx, tx: Tx, { state, ...charge }: Charge, after: Charge): Promise<void> {
  const { kind, amount, fee: charged, declineCode } = after
  await audit(tx, ctx, {
    accountId: charge.accountId,
    action: `charge.${after.state}`,
    target: { kind: 'customer', id: charge.customerId },
    before: { state },
    after: { charge: charge.chargeId, kind, amount, fee: charged, declineCode },
  })
}

/** Remembers the payment of a charge that is not decided, so that it is found again by its id. */
async function noteIntent(ctx: Ctx, accountId: number, chargeId: string, { id }: Stripe.PaymentIntent) {
  const known = await getCharge(ctx.db, accountId, chargeId)
  if (!known || known.paymentIntentId === id || isDecided(known)) return known
  return ctx.transact(async (tx) => {
    const charge = await lockCharge(tx, accountId, chargeId)
    if (!charge || isDecided(charge)) return charge
    await updateCharge(tx, charge, { paymentIntentId: id })
    return { ...charge, paymentIntentId: id }
  })
}
