/** What hands sales by e-mail over while the process runs, and what forgets exchanges that are old. */
import { z } from 'zod'
import { type Ctx, ctxOf, type Platform, system } from '../platform/ctx.ts'
import { cron, job } from '../platform/jobs.ts'
import { inTurns, type Turns } from '../platform/turns.ts'
import { handOver } from './actions.ts'
import { accountsWaiting, forgetExchanges } from './tables.ts'

const POLL_MS = 1_000
const ACCOUNTS_AT_ONCE = 100
const DAY_MS = 86_400_000
/** What went over the wire is kept so long. */
const KEPT_DAYS = 90
/** A turn that found rows may have been cut off at the limit: there are more. */
const TURNS = 200

export interface MailRounds extends Turns {
  /** Hands over what waits now; resolves with how many were looked at. */
  runOnce(): Promise<number>
}

/**
 * The rows are the queue: they were written in the commit of their sale, and taking one is a lock that another process
 * passes over. Nothing has to be enqueued, so nothing can be forgotten.
 */
export function mailRounds(platform: Platform): MailRounds {
  const ctx = ctxOf(platform, system)

  async function runOnce(): Promise<number> {
    let handed = 0
    for (const accountId of await accountsWaiting(platform.db, ACCOUNTS_AT_ONCE))
      handed += await handOver(ctx, accountId)
    return handed
  }
  const failure = 'sales by e-mail cannot be handed over'
  return { runOnce, ...inTurns({ runOnce, pauseMs: POLL_MS, log: platform.log, failure }) }
}

/** Leads stay; what was said to buyers and checkers about them goes. */
export async function forgetOldExchanges(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS)
  for (let round = 0; round < TURNS; round++) {
    if ((await ctx.transact((tx) => forgetExchanges(tx, before))) === 0) return
  }
}

const forgetting = job({
  name: 'mailing.forget_exchanges',
  payload: z.object({}),
  collapse: true,
  run: forgetOldExchanges,
})

export const mailingJobs = [forgetting]
export const mailingCrons = [cron({ job: forgetting, cron: '53 3 * * *', payload: {} })]
