/** Reads what one account's alerts are decided from. */
import type { AlertSettings } from '../../../contract/api/alerts.ts'
import type { Ctx } from '../../platform/ctx.ts'
import {
  type Found,
  failingDeliveries,
  falls,
  lowBalances,
  type Quiet,
  silences,
  stoppedRecharges,
} from '../rules/found.ts'
import { answersOf, type LastLead, lastLeads, leadsInSpans, newestPosts, pursesOf, stoppedOf } from '../tables/signs.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const BUCKET_MS = 15 * MINUTE_MS
/** Whoever has been silent for longer has stopped, and is no news. */
const FORGOTTEN_DAYS = 14
/** A supplier this old is compared with weeks, a younger one with days. */
const WEEKS_FROM_DAYS = 15
const RECENT_MS = 2 * HOUR_MS
const NEWEST_POSTS = 20

const bucketOf = (at: Date): Date => new Date(Math.floor(at.getTime() / BUCKET_MS) * BUCKET_MS)
const ago = (at: Date, ms: number): Date => new Date(at.getTime() - ms)

interface Candidate extends Omit<Quiet, 'earlier'> {
  suppliers: number[]
  /** How many milliseconds back each comparison lies. */
  lags: number[]
  length: number
}

function candidateOf(
  subject: Candidate['subject'],
  id: number,
  own: readonly (LastLead & { lastAt: Date })[],
  now: Date,
): Candidate {
  const [first] = own
  const created = Math.min(...own.map(({ createdAt }) => createdAt.getTime()))
  const ageDays = (now.getTime() - created) / DAY_MS
  const days = ageDays >= WEEKS_FROM_DAYS ? [7, 14, 21, 28] : [1, 2, 3]
  const lastAt = new Date(Math.max(...own.map((one) => one.lastAt.getTime())))
  // a long silence is compared with the same last day of it
  const length = Math.min(DAY_MS, bucketOf(now).getTime() - lastAt.getTime())
  return {
    ...{ subject, id, lastAt, length, campaignId: first?.campaignId ?? 0 },
    suppliers: own.map(({ supplierId }) => supplierId),
    lags: days.filter((day) => day + 1 <= ageDays).map((day) => day * DAY_MS),
  }
}

async function quietOf(ctx: Ctx, accountId: number, minutes: number): Promise<Quiet[]> {
  const now = ctx.now()
  const last = await lastLeads(ctx.db, accountId, ago(now, FORGOTTEN_DAYS * DAY_MS))
  const heard = last.flatMap((one) => (one.lastAt ? [{ ...one, lastAt: one.lastAt }] : []))
  const campaigns = [...Map.groupBy(heard, ({ campaignId }) => campaignId)]
  const candidates = [
    ...campaigns.map(([id, own]) => candidateOf('campaign', id, own, now)),
    ...heard.map((one) => candidateOf('supplier', one.supplierId, [one], now)),
  ].filter(({ length, lastAt, lags }) => length > 0 && lastAt <= ago(now, minutes * MINUTE_MS) && lags.length > 0)
  const end = bucketOf(now)
  const spans = candidates.flatMap(({ suppliers, lags, length }) =>
    lags.flatMap((lag) =>
      suppliers.map((supplierId) => ({ supplierId, from: ago(end, lag + length), to: ago(end, lag) })),
    ),
  )
  const counts = (await leadsInSpans(ctx.db, accountId, spans)).values()
  const sum = (places: number) => {
    let all = 0
    for (let place = 0; place < places; place++) all += counts.next().value ?? 0
    return all
  }
  return candidates.map(({ subject, id, campaignId, lastAt, suppliers, lags }) => ({
    ...{ subject, id, campaignId, lastAt },
    earlier: lags.map(() => sum(suppliers.length)),
  }))
}

/** Everything that is so now. */
export async function findAll(ctx: Ctx, accountId: number, settings: AlertSettings): Promise<Found[]> {
  const now = ctx.now()
  const recent = bucketOf(ago(now, RECENT_MS))
  const [quiet, answers, posts, purses, stopped] = await Promise.all([
    settings.silence.on ? quietOf(ctx, accountId, settings.silence.minutes) : [],
    settings.acceptance.on ? answersOf(ctx.db, accountId, ago(recent, 7 * DAY_MS), recent) : [],
    settings.delivery.on
      ? newestPosts(ctx.db, accountId, ago(now, RECENT_MS), Math.max(NEWEST_POSTS, settings.delivery.posts))
      : [],
    settings.balance.on ? pursesOf(ctx.db, accountId, bucketOf(ago(now, 7 * DAY_MS))) : [],
    settings.recharge.on ? stoppedOf(ctx.db, accountId) : [],
  ])
  return [
    ...failingDeliveries(posts, settings),
    ...silences(quiet, settings),
    ...falls(answers, settings, recent),
    ...lowBalances(purses, settings, now),
    ...stoppedRecharges(stopped, settings),
  ]
}
