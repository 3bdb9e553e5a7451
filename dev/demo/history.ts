/**
 * The months before: every lead is posted to the real intake under a clock that is moved, so that wallets, counters,
 * figures and explanations are what they would be, and only what happened is invented.
 */

import { sql } from 'kysely'
import { openIntake } from '../../server/intake/intake.ts'
import { forgetRecentPosts } from '../../server/intake/jobs.ts'
import type { movableClock } from '../../server/platform/clock.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { noCourier } from '../no-courier.ts'
import { seeded } from '../random.ts'
import type { BuiltBusiness } from './build.ts'
import { instantsBefore } from './curve.ts'
import { historyOf } from './events.ts'
import { HISTORY_DAYS } from './plan.ts'
import { posting } from './posts.ts'

/** A platform of one business alone, since its clock stands elsewhere than the others'. */
export interface SeedPlatform extends Platform {
  readonly clock: ReturnType<typeof movableClock>
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Leads this close together are decided in one batch; the last days are closer to what really happens. */
const OLD_GAP_MS = 20 * 60_000
const NEW_GAP_MS = 45_000
const NEW_DAYS = 2
const MOST_IN_BATCH = 24
/** A post sent twice by an impatient website. */
const TWICE = 0.006

const isNew = (at: Date, end: Date): boolean => end.getTime() - at.getTime() < NEW_DAYS * DAY_MS

/** Whole minutes of leads cut into batches by how close they lie together. */
function batchesOf(instants: readonly Date[], end: Date): Date[][] {
  const batches: Date[][] = []
  for (const at of instants) {
    const batch = batches.at(-1)
    const gap = isNew(at, end) ? NEW_GAP_MS : OLD_GAP_MS
    const [first] = batch ?? []
    if (batch && first && batch.length < MOST_IN_BATCH && at.getTime() - first.getTime() < gap) batch.push(at)
    else batches.push([at])
  }
  return batches
}

/** Batches made leads wait for each other as they never would. */
async function shortenWaits({ ctx }: BuiltBusiness): Promise<void> {
  const { accountId } = ctx.actor
  await ctx.transact(async (tx) => {
    await sql`update leads set decided_ms = 3 + abs(hashtext(lead_id::text)) % 9
      where account_id = ${accountId} and decided_ms > 20`.execute(tx)
    await sql`update attempts set at = received_at + interval '5 milliseconds'
      where account_id = ${accountId} and at > received_at + interval '20 milliseconds'`.execute(tx)
  })
}

export interface ReplayOptions {
  /** When the history ends: now. */
  end: Date
  /** Hears how many leads were posted. */
  onLeads(count: number): void
  signal: AbortSignal
}

/** Lives through the history of one business. */
export async function replay(
  platform: SeedPlatform,
  business: BuiltBusiness,
  { end, onLeads, signal }: ReplayOptions,
): Promise<void> {
  const { plan } = business
  const random = seeded(plan.seed)
  const posts = posting(business.suppliers, random, { exchange: '555', text: '' })
  const events = historyOf(business, end)
  const intake = openIntake({ ...platform, now: () => platform.clock.now() }, { courier: noCourier })
  const post = (at: Date, body: object) => {
    platform.clock.set(at)
    return intake.receive(Buffer.from(JSON.stringify(body)), 'application/json', `198.51.100.${random.int(1, 250)}`)
  }
  // one batch ahead: the next waits whole while one is being written, instead of being cut after its first lead
  let written: Promise<unknown> = Promise.resolve()
  for (const batch of batchesOf(instantsBefore(end, HISTORY_DAYS, plan.zone, plan.leads, random), end)) {
    const [first = end] = batch
    if (signal.aborted) break
    if (events[0] && events[0].at <= first) await written
    while (events[0] && events[0].at <= first) await runEvent(platform, events.shift())
    const posted = Promise.all(
      batch.flatMap((at) => {
        const { body, supplier } = posts.next()
        if (end.getTime() - at.getTime() < supplier.silentHours * HOUR_MS) return []
        // the second one comes before the first is answered, and is decided right after it
        return random.chance(TWICE) ? [post(at, body), post(at, body)] : [post(at, body)]
      }),
    )
    if (isNew(first, end)) await posted
    await written
    written = posted
    onLeads(batch.length)
  }
  await written
  await intake.close()
  if (signal.aborted) return
  for (const event of events) await runEvent(platform, event)
  await shortenWaits(business)
  await forgetRecentPosts(business.ctx)
}

async function runEvent(platform: SeedPlatform, event: { at: Date; run(): Promise<unknown> } | undefined) {
  if (!event) return
  platform.clock.set(event.at)
  await event.run()
}
