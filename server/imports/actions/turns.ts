/** The job that works an import off, a turn at a time. */
import { z } from 'zod'
import { enqueue, job } from '../../platform/jobs.ts'
import { work } from './work.ts'

const Turn = z.object({ accountId: z.number().int(), importId: z.string() })

export const workImport = job({
  name: 'imports.work',
  payload: Turn,
  collapse: true,
  concurrency: 2,
  run: async (ctx, turn, signal) => {
    if (await work(ctx, turn, signal)) await ctx.transact((tx) => enqueue(tx, workImport, turn))
  },
})
