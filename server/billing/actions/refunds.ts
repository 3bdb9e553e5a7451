/** The operator's refunds: written down first, then asked of Stripe under the reversal's id, then booked as those made at Stripe. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { refundCharge } from '../../../contract/api/recharge.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { ask, type Connection, connectionOf, made, needConnection } from '../ops/stripe.ts'
import { toStripe } from '../rules/amounts.ts'
import { backOff, type Charge, tagOf } from '../rules/charges.ts'
import { failureOf } from '../rules/failures.ts'
import { leftToAsk } from '../rules/split.ts'
import { getCharge, lockCharge } from '../tables/charges.ts'
import {
  getReversal,
  listReversals,
  putReversal,
  type Reversal,
  reversalsOf,
  takeAskedRefunds,
} from '../tables/reversals.ts'
import { payerOf } from '../tables/terms.ts'
import { bookRefund, failRefund, newReversal, REVERSAL_TAG } from './reversals.ts'

/** How long a call has before another process may take the refund over. */
const LEASE_MS = 60_000
/** Calls that told nothing, while Stripe answers and has no trace of it. */
const CALLS_UNTIL_GIVEN_UP = 5

type Wish = z.output<typeof refundCharge.body>

/** A refund with the currency of its charge. */
export type Told = Reversal & { currency: string }

/** Refunds (part of) a charge. The same wish again, or twice at once, is one refund. */
export async function askRefund(ctx: Ctx, customerId: number, chargeId: string, wish: Wish): Promise<Told> {
  const { accountId, name } = actorOf(ctx, 'team')
  const meant = await getCharge(ctx.db, accountId, chargeId)
  if (meant?.customerId !== customerId) throw new AppError('not_found')
  const connection = await needConnection(ctx, accountId)
  const { reversal, charge, isNew } = await ctx.transact(async (tx) => {
    const charge = await lockCharge(tx, accountId, chargeId)
    if (charge?.customerId !== customerId) throw new AppError('not_found')
    const known = await getReversal(tx, accountId, wish.id)
    if (known) return { reversal: refuseOther(known, charge, wish), charge, isNew: false }
    const { id: reversalId, keepFee, reason } = wish
    const amount = asCents(wish.amount)
    const by = { reversalId, amount, keepFee, reason, byName: name }
    return { reversal: await writeAsked(ctx, tx, connection, charge, by), charge, isNew: true }
  })
  const now = isNew ? await sendRefund(ctx, reversal) : reversal
  return { ...now, currency: charge.currency }
}

function refuseOther(known: Reversal, { chargeId }: Charge, { amount, keepFee }: Wish): Reversal {
  if (known.chargeId === chargeId && known.amount === amount && known.keepFee === keepFee) return known
  throw new AppError('conflict', { field: 'id', message: 'Another refund was asked for under this id. Use a new one.' })
}

interface Asking {
  reversalId: string
  amount: Cents
  keepFee: boolean
  reason: string
  byName: string
}

/** Writes a refund of a locked charge down, to be sent after the commit. @throws AppError not_allowed_now, invalid_input */
export async function writeAsked(
  ctx: Ctx,
  tx: Tx,
  connection: Connection,
  charge: Charge,
  asking: Asking,
): Promise<Reversal> {
  if (charge.state !== 'succeeded')
    throw new AppError('not_allowed_now', { message: 'Only a payment that went through can be refunded.' })
  if (!isOf(connection, charge)) {
    const message = 'This payment was made with another Stripe account. Refund it there.'
    throw new AppError('not_allowed_now', { message })
  }
  const left = leftToAsk(charge, await reversalsOf(tx, charge.accountId, charge.chargeId))
  const most = asking.keepFee ? left.amount : asCents(left.amount + left.fee)
  if (asking.amount > most) {
    const message = `At most ${moneyInWords(most, charge.currency)} of this payment can still be refunded.`
    throw new AppError('invalid_input', { field: 'amount', message })
  }
  const nextTryAt = new Date(ctx.now().getTime() + LEASE_MS)
  const reversal = newReversal(ctx, charge, { kind: 'refund', ...asking, nextTryAt })
  await putReversal(tx, reversal)
  return reversal
}

const isOf = (connection: Connection, charge: Charge): boolean =>
  connection.stripeAccountId === charge.stripeAccountId && connection.mode === charge.mode

/** Asks Stripe for a refund that is written down: again under the same key. @returns the refund as it is now */
export async function sendRefund(ctx: Ctx, asked: Reversal): Promise<Reversal> {
  await crashPoint('refund.asked')
  const { accountId, reversalId } = asked
  const connection = await connectionOf(ctx, accountId)
  const charge = await getCharge(ctx.db, accountId, asked.chargeId)
  if (!connection || !charge || !isOf(connection, charge)) return postpone(ctx, asked)
  try {
    // what a try before this one made, whatever became of its answer
    const earlier = asked.attempts > 0 ? await find(ctx, connection, charge, reversalId) : undefined
    const refund = earlier ?? (await create(ctx, connection, charge, asked))
    await crashPoint('refund.answered')
    await bookRefund(ctx, accountId, refund)
  } catch (error) {
    return afterFailure(ctx, asked, error)
  }
  return (await getReversal(ctx.db, accountId, reversalId)) ?? asked
}

async function create(ctx: Ctx, connection: Connection, charge: Charge, asked: Reversal): Promise<Stripe.Refund> {
  const params = {
    payment_intent: charge.paymentIntentId ?? '',
    amount: toStripe(asked.amount, charge.currency),
    metadata: { ...tagOf(charge), [REVERSAL_TAG]: asked.reversalId },
  }
  const key = { idempotencyKey: asked.reversalId }
  return made(await ask(ctx, connection, (stripe) => stripe.refunds.create(params, key)), 'refund')
}

async function find(ctx: Ctx, connection: Connection, charge: Charge, reversalId: string) {
  const { paymentIntentId } = charge
  if (paymentIntentId === null) return undefined
  const { data } = await ask(ctx, connection, (stripe) =>
    stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100 }),
  )
  return data.find(({ metadata }) => metadata?.[REVERSAL_TAG] === reversalId)
}

function afterFailure(ctx: Ctx, asked: Reversal, error: unknown): Promise<Reversal> {
  const failure = failureOf(error)
  ctx.log.warn({ accountId: asked.accountId, failure: failure.kind }, 'a refund did not get an answer')
  if (failure.kind === 'refused' || failure.kind === 'declined')
    return end(ctx, asked, 'Stripe refused this refund. Look at the payment there.')
  const isHopeless = failure.kind === 'unknown' && failure.final && asked.attempts + 1 >= CALLS_UNTIL_GIVEN_UP
  return isHopeless ? end(ctx, asked, 'Stripe could not make this refund. Ask for it again.') : postpone(ctx, asked)
}

/** Changes a refund that is still only asked for; whoever booked it meanwhile was right. */
function change(
  ctx: Ctx,
  { accountId, chargeId, reversalId }: Reversal,
  write: (tx: Tx, now: Reversal) => Promise<void>,
) {
  return ctx.transact(async (tx) => {
    await lockCharge(tx, accountId, chargeId)
    const now = await getReversal(tx, accountId, reversalId)
    if (!now) throw new AppError('not_found')
    if (now.state === 'asked') await write(tx, now)
    return (await getReversal(tx, accountId, reversalId)) ?? now
  })
}

const end = (ctx: Ctx, asked: Reversal, failure: string): Promise<Reversal> =>
  change(ctx, asked, (tx, now) => failRefund(ctx, tx, now, failure))

const postpone = (ctx: Ctx, asked: Reversal): Promise<Reversal> =>
  change(ctx, asked, async (tx, now) => {
    const attempts = now.attempts + 1
    await putReversal(tx, { ...now, attempts, nextTryAt: backOff(attempts, ctx.now()) })
  })

const AT_ONCE = 20

/** Refunds whose answer never came, or whose process is gone. @returns how many were looked at */
export async function sendAskedRefunds(ctx: Ctx): Promise<number> {
  const now = ctx.now()
  const lease = { now, until: new Date(now.getTime() + LEASE_MS), limit: AT_ONCE }
  const asked = await ctx.transact((tx) => takeAskedRefunds(tx, lease))
  // a lease that ran out is a try that told nothing
  for (const reversal of asked) await sendRefund(ctx, { ...reversal, attempts: reversal.attempts + 1 })
  return asked.length
}

const PageKey = z.tuple([z.iso.datetime(), z.uuid()])

/** Refunds and disputes of a customer, newest first. @throws AppError not_found */
export async function reversalsOfCustomer(
  ctx: Ctx,
  customerId: number,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<Told>> {
  const { accountId } = actorOf(ctx, 'team')
  const payer = await payerOf(ctx.db, accountId, customerId)
  if (!payer) throw new AppError('not_found')
  const after = readCursor(PageKey, query.cursor)
  const rows = await listReversals(ctx.db, accountId, customerId, { after, limit: query.limit + 1 })
  const told = rows.map((row) => ({ ...row, currency: payer.currency }))
  return toPage(told, query.limit, (row) => [row.createdAt.toISOString(), row.reversalId])
}
