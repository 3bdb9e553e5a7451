/** What runs beside ingestion, by the clock. */
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { cron, job } from '../platform/jobs.ts'
import { forgetKeys, makePartitions } from './tables/upkeep.ts'

const MONTHS_BACK = 4
const MONTHS_AHEAD = 2
/** Identical posts are refused for a minute; ten leave room for clocks that differ. */
const RECENT_MS = 10 * 60_000
/** The longest look-back of any check is 365 days. */
const LONGEST_MS = 366 * 86_400_000
/** A turn that found this many rows was cut off at the limit: there are more. */
const TURNS = 50

async function forgetAll(ctx: Ctx, table: 'recent_posts' | 'duplicate_keys', ageMs: number): Promise<void> {
  const before = new Date(ctx.now().getTime() - ageMs)
  for (let turn = 0; turn < TURNS; turn++) {
    if ((await ctx.transact((tx) => forgetKeys(tx, table, before))) === 0) return
  }
}

/** Lead partitions from four months ago, for what is brought in late, to two ahead. Again does no harm. */
export const readyPartitions = (ctx: Ctx): Promise<void> => makePartitions(ctx.db, ctx.now(), MONTHS_BACK, MONTHS_AHEAD)

export const forgetRecentPosts = (ctx: Ctx): Promise<void> => forgetAll(ctx, 'recent_posts', RECENT_MS)

const none = z.object({})
const partitions = job({ name: 'intake.partitions', payload: none, collapse: true, run: readyPartitions })
const recentPosts = job({
  name: 'intake.forget_recent_posts',
  payload: none,
  collapse: true,
  retries: 0,
  run: forgetRecentPosts,
})
const duplicateKeys = job({
  name: 'intake.forget_duplicate_keys',
  payload: none,
  collapse: true,
  run: (ctx) => forgetAll(ctx, 'duplicate_keys', LONGEST_MS),
})

export const intakeJobs = [partitions, recentPosts, duplicateKeys]
export const intakeCrons = [
  cron({ job: partitions, cron: '23 3 * * *', payload: {} }),
  cron({ job: recentPosts, cron: '* * * * *', payload: {} }),
  cron({ job: duplicateKeys, cron: '41 3 * * *', payload: {} }),
]
