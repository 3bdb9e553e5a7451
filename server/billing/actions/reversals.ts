/** What Stripe took back of a charge, or gave back again: booked once, by whoever hears of it first. */
import type Stripe from 'stripe'
import { asCents, type Cents } from '../../../contract/money.ts'
import { type Posting, postAll, reversed } from '../../ledger/ops.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { ask, connectionOf, made } from '../ops/stripe.ts'
import { fromStripe } from '../rules/amounts.ts'
import { type Charge, chargeIdOf } from '../rules/charges.ts'
import { leftOf, splitOf } from '../rules/split.ts'
import { chargeOfPayment, lockCharge } from '../tables/charges.ts'
import { putReversal, type Reversal, reversalsOf } from '../tables/reversals.ts'
import { holdCustomer, stopForDispute, tellDispute } from './disputes.ts'
import { settleCharge, WHOLE } from './settle.ts'

export const REVERSAL_TAG = 'portico_reversal'

type Behind = string | { id: string } | null
const idOf = (thing: Behind): string | null => (typeof thing === 'string' ? thing : (thing?.id ?? null))

/** The charge behind a payment, settled first if that is still to be done; undefined for a foreign one. */
export async function chargeBehind(ctx: Ctx, accountId: number, payment: Behind): Promise<Charge | undefined> {
  const intentId = idOf(payment)
  if (intentId === null) return undefined
  const known = await chargeOfPayment(ctx.db, accountId, intentId)
  if (known?.state === 'succeeded') return known
  const connection = await connectionOf(ctx, accountId)
  if (!connection) return undefined
  const intent = made(
    await ask(ctx, connection, (stripe) => stripe.paymentIntents.retrieve(intentId, { expand: WHOLE })),
    'payment_intent',
  )
  const chargeId = known?.chargeId ?? chargeIdOf(intent, accountId)
  const charge = chargeId === undefined ? undefined : await settleCharge(ctx, accountId, chargeId, intent)
  return charge?.state === 'succeeded' ? charge : undefined
}

/** What is read of a refund. */
export type ToldRefund = Pick<
  Stripe.Refund,
  'id' | 'amount' | 'payment_intent' | 'status' | 'metadata' | 'failure_reason'
>

const STANDING = new Set(['succeeded', 'pending', 'requires_action'])

/** Books a refund as it stands at Stripe: ours or made there. Told again, it changes nothing. */
export async function bookRefund(ctx: Ctx, accountId: number, refund: ToldRefund): Promise<void> {
  const charge = await chargeBehind(ctx, accountId, refund.payment_intent)
  const amount = charge && fromStripe(refund.amount, charge.currency)
  if (!charge || amount === undefined || amount <= 0) return
  const stands = STANDING.has(refund.status ?? '')
  // told again and again: whoever tells of a payment tells of all its refunds
  if (isAsTold(await reversalsOf(ctx.db, accountId, charge.chargeId), refund, stands)) return
  await crashPoint('refund.book')
  await ctx.transact(async (tx) => {
    const locked = await lockCharge(tx, accountId, charge.chargeId)
    if (!locked) return
    const all = await reversalsOf(tx, accountId, charge.chargeId)
    const asked = refund.metadata?.[REVERSAL_TAG]
    const known = all.find(({ stripeId, reversalId }) => stripeId === refund.id || reversalId === asked)
    if (!stands) return undoRefund(ctx, tx, locked, known, refund)
    if (known && known.state !== 'asked' && known.state !== 'failed') return
    const reversal = known ?? newReversal(ctx, locked, { kind: 'refund', amount })
    await bookReversal(ctx, tx, locked, { ...reversal, stripeId: refund.id, amount }, all)
  })
  await crashPoint('refund.booked')
}

function isAsTold(all: readonly Reversal[], { id }: ToldRefund, stands: boolean): boolean {
  const state = all.find(({ stripeId }) => stripeId === id)?.state
  return stands ? state === 'booked' || state === 'undone' : state === 'undone' || state === 'failed'
}

async function undoRefund(
  ctx: Ctx,
  tx: Tx,
  charge: Charge,
  known: Reversal | undefined,
  refund: ToldRefund,
): Promise<void> {
  if (known?.state === 'asked') await failRefund(ctx, tx, known, refund.failure_reason ?? 'It was cancelled.')
  if (known?.state === 'booked') await undoReversal(ctx, tx, charge, known)
}

/** A refund that Stripe refused, or that failed before it was booked. */
export async function failRefund(ctx: Ctx, tx: Tx, asked: Reversal, failure: string): Promise<void> {
  const over = { state: 'failed', failure: failure.slice(0, 200), endedAt: ctx.now(), nextTryAt: null } as const
  await putReversal(tx, { ...asked, ...over })
  await auditReversal(ctx, tx, asked, 'charge.refund_failed', { failure })
}

export function newReversal(
  ctx: Ctx,
  charge: Charge,
  wish: Pick<Reversal, 'kind' | 'amount'> & Partial<Reversal>,
): Reversal {
  const { accountId, customerId, chargeId } = charge
  const now = ctx.now()
  const none = asCents(0)
  return {
    accountId,
    reversalId: newId(now),
    customerId,
    chargeId,
    state: 'asked',
    keepFee: false,
    walletPart: none,
    feePart: none,
    lossPart: none,
    stripeId: null,
    reason: null,
    byName: null,
    failure: null,
    createdAt: now,
    bookedAt: null,
    endedAt: null,
    attempts: 0,
    nextTryAt: now,
    ...wish,
  }
}

/** Splits a reversal over what is left of its locked charge and books it. `all`: the charge's others, or with it. */
async function bookReversal(
  ctx: Ctx,
  tx: Tx,
  charge: Charge,
  reversal: Reversal,
  all: readonly Reversal[],
): Promise<Reversal> {
  const split = splitOf(reversal.amount, leftOf(charge, all), reversal.keepFee)
  const parts = { walletPart: split.wallet, feePart: split.fee, lossPart: split.loss }
  const now = ctx.now()
  const booked: Reversal = { ...reversal, ...parts, state: 'booked', failure: null, bookedAt: now, nextTryAt: null }
  await putReversal(tx, { ...booked, endedAt: null })
  await postReversal(ctx, tx, booked, reversal.kind, charge.currency)
  await auditReversal(ctx, tx, booked, reversal.kind === 'refund' ? 'charge.refunded' : 'charge.disputed', split)
  return booked
}

/** Books a reversal's way back: exactly what it took. */
async function undoReversal(ctx: Ctx, tx: Tx, charge: Charge, reversal: Reversal): Promise<void> {
  await putReversal(tx, { ...reversal, state: 'undone', endedAt: ctx.now() })
  const isRefund = reversal.kind === 'refund'
  await postReversal(ctx, tx, reversal, isRefund ? 'refund_undone' : 'dispute_won', charge.currency)
  const { walletPart } = reversal
  await auditReversal(ctx, tx, reversal, isRefund ? 'charge.refund_undone' : 'charge.dispute_won', { walletPart })
}

async function postReversal(
  ctx: Ctx,
  tx: Tx,
  reversal: Reversal,
  kind: Parameters<typeof reversed>[0],
  currency: string,
): Promise<void> {
  const { accountId, customerId: walletId, reversalId: source, reason, byName } = reversal
  const words = { ...(reason !== null && { note: reason }), ...(byName !== null && { actorName: byName }) }
  const { walletPart: wallet, feePart: fee, lossPart: loss } = reversal
  const [first, ...others] = reversed(kind, { walletId, source, currency, ...words }, { wallet, fee, loss })
  if (first) await postAll(tx, accountId, ctx.now(), [first, ...others] satisfies [Posting, ...Posting[]])
}

function auditReversal(ctx: Ctx, tx: Tx, reversal: Reversal, action: string, more: object): Promise<void> {
  const { accountId, customerId, chargeId, amount, reason } = reversal
  return audit(tx, ctx, {
    accountId,
    action,
    target: { kind: 'customer', id: customerId },
    before: null,
    after: { charge: chargeId, amount, reason, ...more },
  })
}

/** Stripe took the money, or may still; an inquiry takes nothing. */
const TAKEN = new Set(['needs_response', 'under_review', 'lost'])

/** Books a dispute as it stands at Stripe. Told again, it changes nothing. */
export async function bookDispute(ctx: Ctx, accountId: number, dispute: Stripe.Dispute): Promise<void> {
  const charge = await chargeBehind(ctx, accountId, dispute.payment_intent)
  const amount = charge && fromStripe(dispute.amount, charge.currency)
  if (!charge || amount === undefined || amount <= 0) return
  const { status, id: stripeId } = dispute
  if (TAKEN.has(status)) await openDispute(ctx, charge, stripeId, amount)
  if (status === 'won') await winDispute(ctx, charge, stripeId)
}

function openDispute(ctx: Ctx, charge: Charge, stripeId: string, amount: Cents): Promise<void> {
  const { accountId, chargeId } = charge
  return ctx.transact(async (tx) => {
    const isKnown = (all: readonly Reversal[]) => all.some((reversal) => reversal.stripeId === stripeId)
    if (isKnown(await reversalsOf(tx, accountId, chargeId))) return
    // campaigns come before charges and wallets in the order of locks
    await holdCustomer(ctx, tx, charge)
    const locked = await lockCharge(tx, accountId, chargeId)
    const all = await reversalsOf(tx, accountId, chargeId)
    if (!locked || isKnown(all)) return
    await bookReversal(ctx, tx, locked, newReversal(ctx, locked, { kind: 'dispute', amount, stripeId }), all)
    await stopForDispute(ctx, tx, locked)
    await tellDispute(ctx, tx, locked, 'opened', amount)
  })
}

function winDispute(ctx: Ctx, charge: Charge, stripeId: string): Promise<void> {
  const { accountId, chargeId } = charge
  return ctx.transact(async (tx) => {
    const locked = await lockCharge(tx, accountId, chargeId)
    const known = (await reversalsOf(tx, accountId, chargeId)).find((reversal) => reversal.stripeId === stripeId)
    if (!locked || known?.state !== 'booked') return
    await undoReversal(ctx, tx, locked, known)
    await tellDispute(ctx, tx, locked, 'won', known.amount)
  })
}
