/** What happens to balances by itself while the process runs. The rows are the queue. */
import type { Ctx } from '../../platform/ctx.ts'
import { endRaises, letWorkAgain, startDueRecharges } from '../actions/due.ts'
import { tellLowBalances } from '../actions/low.ts'
import { sendAskedRefunds } from '../actions/refunds.ts'

const lookAfter = async (ctx: Ctx): Promise<number> =>
  (await endRaises(ctx)) + (await letWorkAgain(ctx)) + (await tellLowBalances(ctx))

export const rechargeSteps = [
  { name: 'balances cannot be looked after', runOnce: lookAfter },
  { name: 'recharges cannot be started', runOnce: startDueRecharges },
  { name: 'refunds cannot be asked for', runOnce: sendAskedRefunds },
] as const
