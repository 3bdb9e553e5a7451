/** What stands on the balances of closed customers: listed until it is refunded, paid outside or written off. */
import { z } from 'zod'
import type { ClosingWay } from '../../../contract/api/recharge.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import { bookedBySource, lockWallets, post, readWallet, settledByHand, type Wallet } from '../../ledger/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { type Connection, needConnection } from '../ops/stripe.ts'
import { leftToAsk } from '../rules/split.ts'
import { lockCharge, succeededCharges } from '../tables/charges.ts'
import { type ClosedBalance, closedBalances, closedSums } from '../tables/closed.ts'
import { askedBack, getReversal, type Reversal, reversalsOf } from '../tables/reversals.ts'
import { lockCustomer, payerOf } from '../tables/terms.ts'
import { sendRefund, writeAsked } from './refunds.ts'

export interface ClosingWish {
  id: string
  way: ClosingWay
  reason: string
}
export interface Closing {
  wallet: Wallet
  refunding: Cents
}

const no = (message: string) => new AppError('not_allowed_now', { message })

/** Settles a closed customer's balance. The same wish again, or twice at once, is done once. @throws AppError */
export async function settleClosed(ctx: Ctx, customerId: number, wish: ClosingWish): Promise<Closing> {
  const { accountId } = actorOf(ctx, 'team')
  if (wish.way === 'refund') await refundAll(ctx, customerId, wish)
  else await settleByHand(ctx, customerId, { ...wish, way: wish.way })
  const wallet = await readWallet(ctx.db, accountId, customerId)
  return { wallet, refunding: await askedBack(ctx.db, accountId, customerId) }
}

/** Locks a closed customer and its wallet; what stands on it, and what is refunded already. */
async function holdClosed(tx: Tx, accountId: number, customerId: number) {
  await lockCustomer(tx, accountId, customerId)
  const payer = await payerOf(tx, accountId, customerId)
  if (!payer) throw new AppError('not_found')
  if (payer.status !== 'closed') throw no('Close the customer first.')
  const asked = await askedBack(tx, accountId, customerId)
  return { payer, asked }
}

function settleByHand(ctx: Ctx, customerId: number, wish: ClosingWish & { way: 'paid_outside' | 'write_off' }) {
  const { accountId, name } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const { asked } = await holdClosed(tx, accountId, customerId)
    await lockWallets(tx, accountId, [customerId])
    const { balance, reserved, currency } = await readWallet(tx, accountId, customerId)
    if (await bookedBySource(tx, accountId, ['paid_out', 'paid_in', 'write_off'], wish.id)) return
    if (asked > 0) throw no('A refund is on its way to the card. Wait for it to be booked.')
    if (reserved > 0) throw no('Leads are still being sold to this customer. Wait until they are settled.')
    if (balance === 0) throw no('Nothing stands on this balance.')
    const entry = { walletId: customerId, source: wish.id, currency, note: wish.reason, actorName: name }
    await post(tx, accountId, ctx.now(), settledByHand(wish.way, entry, balance))
    await auditClosing(ctx, tx, customerId, { ...wish, balance })
  })
}

function auditClosing(
  ctx: Ctx,
  tx: Tx,
  customerId: number,
  { way, reason, balance }: ClosingWish & { balance: number },
) {
  return audit(tx, ctx, {
    action: 'customer.balance_settled',
    target: { kind: 'customer', id: customerId },
    before: { balance },
    after: { way, reason },
  })
}

/** Refunds the balance over the customer's payments, the newest first, their fees kept; what they do not cover stays. */
async function refundAll(ctx: Ctx, customerId: number, wish: ClosingWish): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  if (!(await payerOf(ctx.db, accountId, customerId))) throw new AppError('not_found')
  const connection = await needConnection(ctx, accountId)
  const asked = await ctx.transact(async (tx) => {
    const held = await holdClosed(tx, accountId, customerId)
    if (await getReversal(tx, accountId, wish.id)) return []
    const { balance } = await readWallet(tx, accountId, customerId)
    const rest = asCents(balance - held.asked)
    if (rest <= 0) throw no(balance > 0 ? 'All of it is on its way to the card.' : 'Nothing is owed to this customer.')
    const refunds = await spread(ctx, tx, { connection, accountId, customerId, rest }, wish)
    if (refunds.length === 0) throw no('No card payment is left that could be refunded. Pay it outside.')
    await auditClosing(ctx, tx, customerId, { ...wish, balance })
    return refunds
  })
  for (const refund of asked) await sendRefund(ctx, refund)
}

interface Spreading {
  connection: Connection
  accountId: number
  customerId: number
  rest: Cents
}

async function spread(
  ctx: Ctx,
  tx: Tx,
  { connection, accountId, customerId, rest }: Spreading,
  { id, reason }: ClosingWish,
): Promise<Reversal[]> {
  const { name: byName } = actorOf(ctx, 'team')
  const refunds: Reversal[] = []
  let open: number = rest
  const { stripeAccountId, mode } = connection
  for (const { chargeId } of await succeededCharges(tx, { accountId, customerId, stripeAccountId, mode })) {
    if (open === 0) break
    const charge = await lockCharge(tx, accountId, chargeId)
    if (!charge) continue
    const left = leftToAsk(charge, await reversalsOf(tx, accountId, chargeId))
    const amount = asCents(Math.min(left.amount, open))
    if (amount <= 0) continue
    // the first one carries the wish's id: by it the same wish is known again
    const reversalId = refunds.length === 0 ? id : newId(ctx.now())
    const asking = { reversalId, amount, keepFee: true, reason, byName }
    refunds.push(await writeAsked(ctx, tx, connection, charge, asking))
    open -= amount
  }
  return refunds
}

const PageKey = z.tuple([z.int()])

/** Closed customers with something on their balance, and the sums over all of them. */
export async function owedByClosed(ctx: Ctx, query: { cursor?: string | undefined; limit: number }) {
  const { accountId } = actorOf(ctx, 'team')
  const after = readCursor(PageKey, query.cursor)?.[0] ?? 0
  const rows: ClosedBalance[] = await closedBalances(ctx.db, accountId, { after, limit: query.limit + 1 })
  const page = toPage(rows, query.limit, (row) => [row.customer])
  return { ...page, ...(await closedSums(ctx.db, accountId)) }
}
