/** Every account is looked at every few minutes, each by a job of its own: one that fails holds up no other. */
import { z } from 'zod'
import { cron, enqueue, job } from '../platform/jobs.ts'
import { lookAt } from './actions/look.ts'
import { accountIds } from './tables/alerts.ts'

const look = job({
  name: 'alerts.look',
  payload: z.object({ accountId: z.number().int() }),
  collapse: true,
  // the next turn comes before a retry would
  retries: 0,
  expireSeconds: 120,
  run: (ctx, { accountId }) => lookAt(ctx, accountId),
})

const lookAtAll = job({
  name: 'alerts.look_at_all',
  payload: z.object({}),
  collapse: true,
  retries: 0,
  run: async (ctx) => {
    const accounts = await accountIds(ctx.db)
    await ctx.transact(async (tx) => {
      for (const accountId of accounts) await enqueue(tx, look, { accountId })
    })
  },
})

export const alertJobs = [look, lookAtAll]
export const alertCrons = [cron({ job: lookAtAll, cron: '*/5 * * * *', payload: {} })]
