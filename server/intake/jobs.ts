/** What runs beside ingestion, by the clock. */
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { cron, job } from '../platform/jobs.ts'
import { settleStored } from './stored.ts'
import { unknownsBefore } from './tables/open.ts'
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

/** After this an unknown is let go: nobody said that it was sold. */
const UNKNOWN_MS = 72 * 3_600_000
const UNKNOWNS_AT_ONCE = 500

/** Releases unknowns of more than 72 hours; each is shown as expired. */
export async function expireUnknowns(ctx: Ctx): Promise<void> {
  const now = ctx.now()
  for (let turn = 0; turn < TURNS; turn++) {
    const found = await unknownsBefore(ctx.db, new Date(now.getTime() - UNKNOWN_MS), UNKNOWNS_AT_ONCE)
    if (found.length === 0) return
    for (const [accountId, rows] of Map.groupBy(found, (row) => row.accountId)) {
      const end = { outcome: 'expired' as const, price: null, detail: 'Nobody settled it within 72 hours', ms: null }
      const items = rows.map(({ attemptId }) => ({ attempt: attemptId, ...end }))
      await ctx.transact((tx) => settleStored(tx, accountId, { now, items }))
    }
  }
}

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

const unknowns = job({ name: 'intake.expire_unknowns', payload: none, collapse: true, run: expireUnknowns })

export const intakeJobs = [partitions, recentPosts, duplicateKeys, unknowns]
export const intakeCrons = [
  cron({ job: partitions, cron: '23 3 * * *', payload: {} }),
  cron({ job: recentPosts, cron: '* * * * *', payload: {} }),
  cron({ job: duplicateKeys, cron: '41 3 * * *', payload: {} }),
  cron({ job: unknowns, cron: '*/10 * * * *', payload: {} }),
]
