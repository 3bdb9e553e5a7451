/** What the worker does for payments: reads the inbox, asks again for what is undecided, reads Stripe through. */
import { z } from 'zod'
import { type Ctx, ctxOf, type Platform, system } from '../platform/ctx.ts'
import { cron, enqueue, job } from '../platform/jobs.ts'
import { inTurns, type Turns } from '../platform/turns.ts'
import { LEASE_MS } from './actions/charges.ts'
import { tryAgain } from './actions/deposits.ts'
import { detachCard } from './actions/detach.ts'
import { handleEvent } from './actions/events.ts'
import { reconcile } from './actions/reconcile.ts'
import { rechargeSteps } from './jobs/recharging.ts'
import { ask, connectionOf } from './ops/stripe.ts'
import { accountsWithDueCharges, takeDueCharges } from './tables/charges.ts'
import { accountsWithDueEvents, forgetEvents, takeDueEvents } from './tables/events.ts'
import { accountsToProbe, connectedAccounts, setUnreachable } from './tables/stripe-accounts.ts'

const POLL_MS = 1_000
/** So many accounts are looked at in a turn, and so many things of each. */
const ACCOUNTS = 50
const AT_ONCE = 10
const EVENTS = 20
const DAY_MS = 86_400_000
const EVENTS_KEPT_DAYS = 30

/** Reads what Stripe told, one account beside the other, each in order. @returns how many events */
async function readInbox(ctx: Ctx): Promise<number> {
  const accounts = await accountsWithDueEvents(ctx.db, ctx.now(), ACCOUNTS)
  const counts = await Promise.all(accounts.map((accountId) => readEvents(ctx, accountId)))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function readEvents(ctx: Ctx, accountId: number): Promise<number> {
  const now = ctx.now()
  const until = new Date(now.getTime() + LEASE_MS)
  const events = await ctx.transact((tx) => takeDueEvents(tx, accountId, { now, until, limit: EVENTS }))
  for (const event of events.sort((a, b) => a.created.getTime() - b.created.getTime())) await handleEvent(ctx, event)
  return events.length
}

/** Asks Stripe again for what is not decided. @returns how many charges */
async function tryUndecided(ctx: Ctx): Promise<number> {
  const now = ctx.now()
  const until = new Date(now.getTime() + LEASE_MS)
  let count = 0
  for (const accountId of await accountsWithDueCharges(ctx.db, now, ACCOUNTS)) {
    const charges = await ctx.transact((tx) => takeDueCharges(tx, accountId, { now, until, limit: AT_ONCE }))
    await Promise.all(charges.map((charge) => tryAgain(ctx, charge)))
    count += charges.length
  }
  return count
}

/** Knocks at Stripe for accounts whose calls did not get through, so that "delayed" ends by itself. */
async function knock(ctx: Ctx): Promise<number> {
  const accounts = await accountsToProbe(ctx.db, ctx.now(), ACCOUNTS)
  for (const accountId of accounts) {
    const connection = await connectionOf(ctx, accountId)
    // written before the call: a process that dies on it leaves the next try to another
    const next = new Date(ctx.now().getTime() + LEASE_MS)
    await ctx.transact((tx) => setUnreachable(tx, accountId, ctx.now(), next))
    if (connection) await ask(ctx, connection, (stripe) => stripe.paymentIntents.list({ limit: 1 })).catch(() => {})
  }
  return accounts.length
}

interface Step {
  name: string
  runOnce(ctx: Ctx): Promise<number>
}

/** Each in a loop of its own: what waits for Stripe holds up nothing else. */
const steps: readonly Step[] = [
  { name: 'the inbox of payments cannot be read', runOnce: readInbox },
  { name: 'undecided payments cannot be asked for', runOnce: tryUndecided },
  { name: 'Stripe cannot be knocked at', runOnce: knock },
  ...rechargeSteps,
]

export interface BillingRounds extends Turns {
  /** Does what is due now, once; resolves with how much that was. */
  runOnce(): Promise<number>
}

export function billingRounds(platform: Platform): BillingRounds {
  const ctx = ctxOf(platform, system)
  const loops = steps.map(({ name, runOnce }) =>
    inTurns({ runOnce: () => runOnce(ctx), pauseMs: POLL_MS, log: platform.log, failure: name }),
  )
  return {
    async runOnce() {
      let done = 0
      for (const step of steps) done += await step.runOnce(ctx)
      return done
    },
    start: () => {
      for (const loop of loops) loop.start()
    },
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

const reconciling = job({
  name: 'billing.reconcile',
  payload: z.object({ accountId: z.number().int() }),
  collapse: true,
  // the next round comes by itself
  retries: 0,
  run: (ctx, { accountId }) => reconcile(ctx, accountId),
})

async function eachAccount(ctx: Ctx, work: (accountId: number) => Promise<unknown>): Promise<void> {
  let after = 0
  for (;;) {
    const accounts = await connectedAccounts(ctx.db, after, 100)
    for (const accountId of accounts) await work(accountId)
    const last = accounts.at(-1)
    if (last === undefined) return
    after = last
  }
}

const reconcilingAll = job({
  name: 'billing.reconcile_all',
  payload: z.object({}),
  collapse: true,
  run: (ctx) => eachAccount(ctx, (accountId) => ctx.transact((tx) => enqueue(tx, reconciling, { accountId }))),
})

const forgetting = job({
  name: 'billing.forget_events',
  payload: z.object({}),
  collapse: true,
  run: (ctx) => {
    const before = new Date(ctx.now().getTime() - EVENTS_KEPT_DAYS * DAY_MS)
    return eachAccount(ctx, (accountId) => ctx.transact((tx) => forgetEvents(tx, accountId, before)))
  },
})

export const billingJobs = [detachCard, reconciling, reconcilingAll, forgetting]
export const billingCrons = [
  cron({ job: reconcilingAll, cron: '*/5 * * * *', payload: {} }),
  cron({ job: forgetting, cron: '23 4 * * *', payload: {} }),
]
