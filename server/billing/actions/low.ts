/** Tells a customer once that its balance is low, whatever made it so: sales do, and they tell nobody themselves. */
import { lockWallets, readWallet } from '../../ledger/ops.ts'
import { portalLink, tellUsers } from '../../notifications/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { portalOf } from '../../portals/ops.ts'
import { lowBalanceMail } from '../rules/recharge-mails.ts'
import { type LowWallet, noteLifted, noteTold, untoldLow } from '../tables/low.ts'

const AT_ONCE = 50

/** @returns how many were told */
export async function tellLowBalances(ctx: Ctx): Promise<number> {
  await ctx.transact((tx) => noteLifted(tx, ctx.now()))
  const low = await untoldLow(ctx.db, ctx.now(), AT_ONCE)
  for (const wallet of low) await tellLow(ctx, wallet)
  return low.length
}

function tellLow(ctx: Ctx, wallet: LowWallet): Promise<void> {
  const { accountId, customerId } = wallet
  return ctx.transact(async (tx) => {
    await lockWallets(tx, accountId, [customerId])
    const now = await readWallet(tx, accountId, customerId)
    if (!now.low) return
    await noteTold(tx, wallet, ctx.now())
    const portal = await portalOf(tx, accountId)
    if (!portal) return
    const { balance, minimumBalance: minimum, currency } = now
    const told = { company: portal.company_name, balance, minimum: minimum ?? 0, currency }
    const link = await portalLink({ ...ctx, db: tx }, accountId, '/billing')
    await tellUsers(tx, ctx, { accountId, customerId, roles: ['owner', 'manager'] }, lowBalanceMail(told, link))
  })
}
