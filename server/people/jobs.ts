import { z } from 'zod'
import { cron, job } from '../platform/jobs.ts'
import { deleteExpiredSessions } from './tables/sessions.ts'

/** A session that has ended opens nothing any more; its row only says where somebody once was. */
export const forgetSessions = job({
  name: 'people.forget_sessions',
  payload: z.object({}),
  run: async (ctx) => {
    await ctx.transact((tx) => deleteExpiredSessions(tx, ctx.now()))
  },
})

export const peopleJobs = [forgetSessions]
export const peopleCrons = [cron({ job: forgetSessions, cron: '17 * * * *', payload: {} })]
