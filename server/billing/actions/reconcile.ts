/** Reads through every payment at Stripe: settles what nobody told, and keeps what the books say of each. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { ask, type Connection, connectionOf, made } from '../ops/stripe.ts'
import { fromStripe } from '../rules/amounts.ts'
import { chargeIdOf } from '../rules/charges.ts'
import { differenceOf, seenOf } from '../rules/reconcile.ts'
import { chargeOfPayment, getCharge } from '../tables/charges.ts'
import {
  bookedOf,
  type Line,
  listLines,
  openDisputes,
  putLines,
  type ShownLine,
  unseenCharges,
} from '../tables/reconciliations.ts'
import { setReconciled } from '../tables/stripe-accounts.ts'
import { bookDispute, bookRefund } from './reversals.ts'
import { settleCharge } from './settle.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Read again each time: a payment is decided hours after it was begun at the latest. */
const OVERLAP_MS = DAY_MS
/** Once a day, for what moves late: refunds that fail, disputes that end. */
const DEEP_MS = 35 * DAY_MS
const OPEN_DISPUTES = 200

interface Span {
  from: Date
  to: Date
}

function spanOf({ reconciledUntil, reconciledAt }: Connection, now: Date): Span {
  const isFirstOfDay =
    reconciledAt !== null && reconciledAt.toISOString().slice(0, 10) !== now.toISOString().slice(0, 10)
  const from = isFirstOfDay
    ? Math.min(reconciledUntil.getTime(), now.getTime() - DEEP_MS)
    : reconciledUntil.getTime() - OVERLAP_MS
  return { from: new Date(from), to: now }
}

/** Reads one account's payments through. It may run twice and at the same time as itself. */
export async function reconcile(ctx: Ctx, accountId: number): Promise<void> {
  const connection = await connectionOf(ctx, accountId)
  if (!connection) return
  const span = spanOf(connection, ctx.now())
  const created = { gte: Math.floor(span.from.getTime() / 1_000) }
  await readReversals(ctx, connection, created)
  const startedAt = ctx.now()
  await ask(ctx, connection, async (stripe) => {
    const expand = ['data.payment_method', 'data.latest_charge.balance_transaction']
    const all = stripe.paymentIntents.list({ created, limit: 100, expand })
    let batch: Line[] = []
    for await (const intent of all) {
      const line = await lineOf(ctx, connection, intent)
      if (line) batch.push(line)
      if (batch.length >= 100) batch = await flush(ctx, accountId, batch)
    }
    await flush(ctx, accountId, batch)
  })
  await noteUnseen(ctx, connection, span, startedAt)
  await ctx.transact((tx) => setReconciled(tx, accountId, span.to, ctx.now()))
}

/** Reads one payment that Stripe told of: settles its charge, and keeps what the books say of it. */
export async function readPayment(ctx: Ctx, connection: Connection, intentId: string): Promise<void> {
  const expand = ['payment_method', 'latest_charge.balance_transaction']
  const intent = await ask(ctx, connection, (stripe) => stripe.paymentIntents.retrieve(intentId, { expand }))
  const line = await lineOf(ctx, connection, made(intent, 'payment_intent'))
  if (line) await flush(ctx, connection.accountId, [line])
}

async function flush(ctx: Ctx, accountId: number, lines: readonly Line[]): Promise<Line[]> {
  await ctx.transact((tx) => putLines(tx, accountId, lines, ctx.now()))
  return []
}

/** Refunds and disputes that nobody told of, and the end of disputes. */
async function readReversals(ctx: Ctx, connection: Connection, created: { gte: number }): Promise<void> {
  const { accountId } = connection
  await ask(ctx, connection, async (stripe) => {
    const refunds: Stripe.Refund[] = []
    for await (const refund of stripe.refunds.list({ created, limit: 100 })) refunds.push(refund)
    // in the order they were made: each takes from what the one before left
    for (const refund of refunds.toReversed()) await bookRefund(ctx, accountId, refund)
    const disputes: Stripe.Dispute[] = []
    for await (const dispute of stripe.disputes.list({ created, limit: 100 })) disputes.push(dispute)
    for (const dispute of disputes.toReversed()) await bookDispute(ctx, accountId, dispute)
    const known = new Set(disputes.map(({ id }) => id))
    for (const id of await openDisputes(ctx.db, accountId, OPEN_DISPUTES)) {
      if (!known.has(id)) await bookDispute(ctx, accountId, await stripe.disputes.retrieve(id))
    }
  })
}

/** Undefined for what is no payment yet. */
async function lineOf(ctx: Ctx, connection: Connection, intent: Stripe.PaymentIntent): Promise<Line | undefined> {
  const { accountId } = connection
  const chargeId = chargeIdOf(intent, accountId) ?? (await chargeOfPayment(ctx.db, accountId, intent.id))?.chargeId
  if (chargeId !== undefined) await settleCharge(ctx, accountId, chargeId, intent)
  if (intent.status !== 'succeeded') return undefined
  const seen = seenOf(intent)
  const line = {
    paymentIntentId: intent.id,
    paidAt: new Date(intent.created * 1_000),
    amount: fromStripe(intent.amount_received, intent.currency) ?? intent.amount_received,
    currency: intent.currency.toUpperCase(),
    ...seen,
  }
  if (chargeId === undefined) return { ...line, state: 'foreign', difference: null, chargeId: null, customerId: null }
  const charge = await getCharge(ctx.db, accountId, chargeId)
  const books = (await bookedOf(ctx.db, accountId, [chargeId])).get(chargeId)
  const { booked = 0, refunded = 0, disputes = 0 } = books ?? {}
  const difference = differenceOf(intent, seen, { charge, booked, refunded, disputes }) ?? null
  const ours = { chargeId: charge?.chargeId ?? null, customerId: charge?.customerId ?? null }
  return { ...line, state: difference === null ? 'matched' : 'differs', difference, ...ours }
}

/** The other way round: what is booked as paid must have been there to see. */
async function noteUnseen(ctx: Ctx, connection: Connection, span: Span, seenSince: Date): Promise<void> {
  const { accountId, stripeAccountId, mode } = connection
  // what was paid while Stripe was read may stand before the place where reading began
  const to = new Date(span.to.getTime() - HOUR_MS)
  const unseen = await unseenCharges(ctx.db, accountId, { from: span.from, to, seenSince, stripeAccountId, mode })
  if (unseen.length > 0) await flush(ctx, accountId, unseen)
}

const LineKey = z.tuple([z.iso.datetime(), z.string()])

/** What the reconciler saw, newest first. */
export async function listReconciliation(
  ctx: Ctx,
  accountId: number,
  query: { state?: Line['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ShownLine>> {
  const after = readCursor(LineKey, query.cursor)
  const rows = await listLines(ctx.db, accountId, { state: query.state, after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.paidAt.toISOString(), row.paymentIntentId])
}
