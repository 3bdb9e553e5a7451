/**
 * Whether a customer's auto-recharge works, decided again in every commit that changes what it depends on: card, terms,
 * billing mode, status, limits of the day. Facts are read under the wallet's lock, so the last one to decide saw all.
 */
import type { IdleReason } from '../../../contract/api/recharge.ts'
import { changeWallet, lockWallets, readWallet, type Wallet } from '../../ledger/ops.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { minimumDeposit } from '../rules/amounts.ts'
import { dayAround, type Facts, idleReason, isExpired } from '../rules/recharge.ts'
import { cardOfCustomer } from '../tables/cards.ts'
import {
  type AgreedRecharge,
  chargedSince,
  customersWithRecharge,
  getRecharge,
  putRecharge,
} from '../tables/recharges.ts'
import { getStripeAccount } from '../tables/stripe-accounts.ts'
import { accountZone, type Payer, payerOf } from '../tables/terms.ts'

interface Now {
  now(): Date
}

export interface RechargeState {
  payer: Payer
  recharge: AgreedRecharge | undefined
  facts: Facts
  idle: IdleReason | null
  /** When today's limits are over. */
  dayEnds: Date
}

/** A customer's recharge with everything it depends on; undefined for no customer. */
export async function rechargeState(
  db: Db,
  ctx: Now,
  accountId: number,
  customerId: number,
): Promise<RechargeState | undefined> {
  const payer = await payerOf(db, accountId, customerId)
  if (!payer) return undefined
  const now = ctx.now()
  const day = dayAround(await accountZone(db, accountId), now)
  const recharge = await getRecharge(db, accountId, customerId)
  const card = await cardOfCustomer(db, accountId, customerId)
  const facts: Facts = {
    billingMode: payer.billingMode,
    closed: payer.status === 'closed',
    connected: (await getStripeAccount(db, accountId)) !== undefined,
    card: card === undefined ? 'none' : isExpired(card, now) ? 'expired' : 'good',
    minimumDeposit: minimumDeposit(payer.minimumDeposit, payer.currency),
    today: await chargedSince(db, accountId, customerId, day.from),
  }
  return { payer, recharge, facts, idle: idleReason(recharge, facts), dayEnds: day.to }
}

/**
 * Decides again whether the customer's recharge works, and with it whether its wallet is low. To be called after the
 * own writes of the transaction; takes the wallet's lock.
 */
export async function decideRecharge(
  tx: Tx,
  ctx: Now,
  accountId: number,
  customerId: number,
): Promise<(RechargeState & { wallet: Wallet }) | undefined> {
  await lockWallets(tx, accountId, [customerId])
  const state = await rechargeState(tx, ctx, accountId, customerId)
  if (!state) return undefined
  const { recharge, idle, dayEnds } = state
  const wallet = await readWallet(tx, accountId, customerId)
  const works = recharge !== undefined && idle === null
  const rechargeBelow = works ? recharge.threshold : null
  const worksAgainAt = idle === 'limit_today' ? dayEnds : null
  if (recharge && recharge.worksAgainAt?.getTime() !== worksAgainAt?.getTime())
    await putRecharge(tx, accountId, customerId, { ...recharge, worksAgainAt })
  if (wallet.rechargeBelow === rechargeBelow) return { ...state, wallet }
  const { after } = await changeWallet(tx, accountId, customerId, { rechargeBelow })
  return { ...state, wallet: after }
}

/** The same for all customers of an account: Stripe was connected or disconnected, or the fee's terms changed. */
export async function decideRecharges(tx: Tx, ctx: Now, accountId: number): Promise<void> {
  const customers = await customersWithRecharge(tx, accountId)
  for (const customerId of customers) await decideRecharge(tx, ctx, accountId, customerId)
}
