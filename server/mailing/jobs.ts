/** What hands sales by e-mail over while the process runs, and what forgets exchanges that are old. */
import { z } from 'zod'
import { type Ctx, ctxOf, type Platform, system } from '../platform/ctx.ts'
import { cron, job } from '../platform/jobs.ts'
import { handOver } from './actions.ts'
import { accountsWaiting, forgetExchanges } from './tables.ts'

const POLL_MS = 1_000
const ACCOUNTS_AT_ONCE = 100
const DAY_MS = 86_400_000
/** What went over the wire is kept so long. */
const KEPT_DAYS = 90
/** A turn that found rows may have been cut off at the limit: there are more. */
const TURNS = 200

export interface MailRounds {
  /** Hands over what waits now; resolves with how many were looked at. */
  runOnce(): Promise<number>
  start(): void
  stop(): Promise<void>
}

/**
 * The rows are the queue: they were written in the commit of their sale, and taking one is a lock that another process
 * passes over. Nothing has to be enqueued, so nothing can be forgotten.
 */
export function mailRounds(platform: Platform): MailRounds {
  const ctx = ctxOf(platform, system)
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let stopped = false

  async function runOnce(): Promise<number> {
    let handed = 0
    for (const accountId of await accountsWaiting(platform.db, ACCOUNTS_AT_ONCE))
      handed += await handOver(ctx, accountId)
    return handed
  }
  async function loop(): Promise<void> {
    const handed = await runOnce().catch((error: unknown) => {
      platform.log.error({ err: error }, 'sales by e-mail cannot be handed over')
      return 0
    })
    if (!stopped) timer = setTimeout(next, handed > 0 ? 0 : POLL_MS)
  }
  const next = (): void => {
    turn = loop()
  }
  return {
    runOnce,
    start: next,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
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
