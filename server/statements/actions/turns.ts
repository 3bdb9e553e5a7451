/** The jobs that issue: a month's asks for each customer's, so that one that fails holds up nobody else's. */
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { customersWithEntries } from '../tables/months.ts'
import { issueStatements } from './issue.ts'

export const issueForCustomer = job({
  name: 'statements.customer',
  payload: z.object({ accountId: z.number().int(), customerId: z.number().int(), month: z.string() }),
  collapse: true,
  concurrency: 2,
  run: async (ctx, wanted) => {
    await issueStatements(ctx, wanted)
  },
})

/** Asked for in one commit. */
const AT_ONCE = 200

async function askForEach(ctx: Ctx, accountId: number, month: string): Promise<void> {
  let after = 0
  for (;;) {
    const customers = await customersWithEntries(ctx.db, accountId, { after, limit: AT_ONCE })
    await ctx.transact(async (tx) => {
      for (const customerId of customers) await enqueue(tx, issueForCustomer, { accountId, customerId, month })
    })
    const last = customers.at(-1)
    if (last === undefined || customers.length < AT_ONCE) return
    after = last
  }
}

export const issueForMonth = job({
  name: 'statements.month',
  payload: z.object({ accountId: z.number().int(), month: z.string() }),
  collapse: true,
  run: (ctx, { accountId, month }) => askForEach(ctx, accountId, month),
})
