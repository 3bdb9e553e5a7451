/** What a team member does to a balance, and what both sides read of it. */
import type { Correction } from '../../contract/api/ledger.ts'
import { asCents, type Cents } from '../../contract/money.ts'
import { audit } from '../platform/audit.ts'
import { actorOf, type Ctx } from '../platform/ctx.ts'
import type { Tx } from '../platform/db.ts'
import { type Booked, changeWallet, lockWallets, post, readWallet } from './ops.ts'
import { manualCredit, manualDebit, walletChange } from './rules/postings.ts'
import { agreedLimit, daysLeft, PACE_DAYS, type Wallet } from './rules/wallet.ts'
import { firstSeqSince, sumOfSales } from './tables/transfers.ts'

const DAY_MS = 86_400_000

/** Adds to a balance by hand. The same correction again, or twice at once, is booked once. */
export function addCredit(ctx: Ctx, customerId: number, correction: Correction): Promise<Booked> {
  return correct(ctx, customerId, correction, manualCredit)
}

/** Takes from a balance by hand: a fact, so it may go below zero and below the credit limit. */
export function subtractCredit(ctx: Ctx, customerId: number, correction: Correction): Promise<Booked> {
  return correct(ctx, customerId, correction, manualDebit)
}

function correct(
  ctx: Ctx,
  customerId: number,
  { id, amount, reason }: Correction,
  posting: typeof manualCredit,
): Promise<Booked> {
  const { accountId, name } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const { currency } = await readWallet(tx, accountId, customerId)
    const entry = { walletId: customerId, source: id, amount: asCents(amount), currency, note: reason, actorName: name }
    const booked = await post(tx, accountId, ctx.now(), posting(entry))
    if (!booked.repeated) await auditCorrection(ctx, tx, customerId, booked)
    return booked
  })
}

async function auditCorrection(ctx: Ctx, tx: Tx, customerId: number, { transfer }: Booked): Promise<void> {
  const amount = walletChange(transfer)
  await audit(tx, ctx, {
    action: transfer.kind === 'credit' ? 'wallet.credit_added' : 'wallet.credit_subtracted',
    target: { kind: 'customer', id: customerId },
    before: { balance: transfer.balanceAfter - amount },
    after: { balance: transfer.balanceAfter, amount, reason: transfer.note },
  })
}

export interface Limits {
  minimumBalance: Cents | null
  creditLimit: Cents
}
const limitsOf = (wallet: Wallet): Limits => ({
  minimumBalance: wallet.minimumBalance,
  creditLimit: agreedLimit(wallet),
})

/** Sets minimum balance and credit limit; what the limit is raised by for some hours stays on top. */
export function changeLimits(ctx: Ctx, customerId: number, limits: Limits): Promise<Wallet> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    await lockWallets(tx, accountId, [customerId])
    const { creditRaised } = await readWallet(tx, accountId, customerId)
    const creditLimit = asCents(limits.creditLimit + creditRaised)
    const { before, after } = await changeWallet(tx, accountId, customerId, { ...limits, creditLimit })
    const changed = before.minimumBalance !== after.minimumBalance || before.creditLimit !== after.creditLimit
    if (changed) {
      await audit(tx, ctx, {
        action: 'wallet.limits_changed',
        target: { kind: 'customer', id: customerId },
        before: limitsOf(before),
        after: limitsOf(after),
      })
    }
    return after
  })
}

/** The signed-in customer's wallet, and for how many days it lasts at its present pace. */
export async function ownWallet(ctx: Ctx): Promise<{ wallet: Wallet; daysLeft: number | null; spentLately: Cents }> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const wallet = await readWallet(ctx.db, accountId, customerId)
  const since = new Date(ctx.now().getTime() - PACE_DAYS * DAY_MS)
  const fromSeq = await firstSeqSince(ctx.db, accountId, customerId, since)
  const spent = await sumOfSales(ctx.db, accountId, customerId, fromSeq)
  return { wallet, daysLeft: daysLeft(wallet, spent), spentLately: spent }
}
