/** What comes due by itself: charges of recharges, limits of a new day, the end of raised credit limits. */
import { endedRaises, setRaise } from '../../ledger/ops/raises.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { newId } from '../../platform/ids.ts'
import { decideRecharge } from '../ops/recharge.ts'
import { amountDue } from '../rules/recharge.ts'
import { chargeUnderWay, dueRecharges, rechargesToWorkAgain } from '../tables/recharges.ts'
import { lockCustomer } from '../tables/terms.ts'
import { chargeCard, writeSentCharge } from './charges.ts'

const AT_ONCE = 20

/** Starts the charges that are due. @returns how many were started */
export async function startDueRecharges(ctx: Ctx): Promise<number> {
  const due = await dueRecharges(ctx.db, ctx.now(), AT_ONCE)
  const started = await Promise.all(
    due.map(({ accountId, customerId }) =>
      startRecharge(ctx, accountId, customerId).catch((error: unknown) => {
        // one that cannot be started holds up no other
        ctx.log.error({ err: error, accountId, customerId }, 'a recharge could not be started')
        return false
      }),
    ),
  )
  return started.filter(Boolean).length
}

/** Makes the charge that a customer's recharge is due for, if it still is. @returns whether it was */
export async function startRecharge(ctx: Ctx, accountId: number, customerId: number): Promise<boolean> {
  const charge = await writeRecharge(ctx, accountId, customerId)
  if (!charge) return false
  await chargeCard(ctx, charge)
  return true
}

function writeRecharge(ctx: Ctx, accountId: number, customerId: number) {
  return ctx.transact(async (tx) => {
    // the order of all who change how a customer pays: its row, then its wallet
    await lockCustomer(tx, accountId, customerId)
    const state = await decideRecharge(tx, ctx, accountId, customerId)
    if (!state?.recharge || state.idle !== null) return undefined
    const { recharge, wallet, facts } = state
    if (recharge.nextTryAt !== null && recharge.nextTryAt > ctx.now()) return undefined
    if (await chargeUnderWay(tx, accountId, customerId)) return undefined
    const amount = amountDue(recharge, wallet, facts)
    if (amount === null) return undefined
    const { charge } = await writeSentCharge(ctx, tx, {
      accountId,
      customerId,
      chargeId: newId(ctx.now()),
      kind: 'recharge',
      amount,
      reason: null,
      actorKind: 'system',
      byName: null,
    })
    // the room of the day is smaller by it
    await decideRecharge(tx, ctx, accountId, customerId)
    return charge
  })
}

/** Lets recharges work again whose limits were those of yesterday. */
export async function letWorkAgain(ctx: Ctx): Promise<number> {
  const waiting = await rechargesToWorkAgain(ctx.db, ctx.now(), AT_ONCE)
  for (const { accountId, customerId } of waiting)
    await ctx.transact((tx) => decideRecharge(tx, ctx, accountId, customerId))
  return waiting.length
}

/** Takes credit limits back whose raise is over. */
export async function endRaises(ctx: Ctx): Promise<number> {
  const ended = Map.groupBy(await endedRaises(ctx.db, ctx.now(), 1_000), ({ accountId }) => accountId)
  for (const [accountId, wallets] of ended) {
    const ids = wallets.map(({ walletId }) => walletId)
    await ctx.transact(async (tx) => {
      const customers = await setRaise(tx, accountId, ids, null)
      const target = { kind: 'account', id: accountId }
      await audit(tx, ctx, { accountId, action: 'limits.raise_ended', target, before: null, after: { customers } })
    })
  }
  return ended.size
}
