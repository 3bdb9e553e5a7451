import { z } from 'zod'
import { cron, job } from '../platform/jobs.ts'
import { forgetTokens } from '../platform/tokens.ts'
import { deleteExpiredSessions } from './tables/sessions.ts'

/** A session that has ended opens nothing any more; its row only says where somebody once was. */
export const forgetSessions = job({
  name: 'people.forget_sessions',
  payload: z.object({}),
  run: async (ctx) => {
    await ctx.transact((tx) => deleteExpiredSessions(tx, ctx.now()))
  },
})

const TOKENS_KEPT_MS = 30 * 86_400_000

/** An old link is kept a month, so that whoever opens it late is told so; used and voided ones too. */
export const forgetLinks = job({
  name: 'people.forget_links',
  payload: z.object({}),
  run: async (ctx) => {
    await ctx.transact((tx) => forgetTokens(tx, new Date(ctx.now().getTime() - TOKENS_KEPT_MS)))
  },
})

export const peopleJobs = [forgetSessions, forgetLinks]
export const peopleCrons = [
  cron({ job: forgetSessions, cron: '17 * * * *', payload: {} }),
  cron({ job: forgetLinks, cron: '29 3 * * *', payload: {} }),
]
