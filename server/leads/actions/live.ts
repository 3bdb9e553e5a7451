/**
 * Live lists: one cheap look a second at an account that somebody watches, shared by all who watch it. What each
 * of them is told comes from their own scoped list, and only when that changed: another buyer's lead makes no sound.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { accountMark } from '../tables/marks.ts'

const POLL_MS = 1_000
/** Then the browser opens its stream anew, and is asked anew what its role may see. */
const LONGEST_MS = 5 * 60_000
/** All streams of the process together; the platform bounds those of one session. */
const MOST_WATCHERS = 2_000

interface Watched {
  watchers: number
  mark: string
  /** Resolved, and replaced, at the next change. */
  changed: PromiseWithResolvers<void>
  stop: AbortController
}

const accounts = new WeakMap<Db, Map<number, Watched>>()

async function poll(ctx: Ctx, accountId: number, watched: Watched): Promise<void> {
  const { signal } = watched.stop
  while (!signal.aborted) {
    try {
      const mark = await accountMark(ctx.db, accountId, ctx.now())
      if (mark !== watched.mark) {
        watched.mark = mark
        watched.changed.resolve()
        watched.changed = Promise.withResolvers()
      }
    } catch (error) {
      // the database is away: the streams stay open and the next look may succeed
      if (!signal.aborted) ctx.log.warn({ err: error }, 'a live list could not be looked at')
    }
    await sleep(POLL_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}

function watch(ctx: Ctx, accountId: number): Watched {
  const ofDatabase = accounts.get(ctx.db) ?? new Map<number, Watched>()
  accounts.set(ctx.db, ofDatabase)
  const known = ofDatabase.get(accountId)
  if (known) {
    known.watchers++
    return known
  }
  const watched: Watched = {
    watchers: 1,
    mark: '',
    changed: Promise.withResolvers(),
    stop: new AbortController(),
  }
  ofDatabase.set(accountId, watched)
  void poll(ctx, accountId, watched)
  return watched
}

function leave(ctx: Ctx, accountId: number, watched: Watched): void {
  if (--watched.watchers > 0) return
  watched.stop.abort()
  accounts.get(ctx.db)?.delete(accountId)
}

function watching(db: Db): number {
  let all = 0
  for (const { watchers } of accounts.get(db)?.values() ?? []) all += watchers
  return all
}

/**
 * What `look` sees, each time it is something else: first when somebody begins to watch, then as the account
 * changes. `look` finds its scope anew each time, so what is taken from somebody is gone from here as well.
 */
export async function* changesOf<T>(
  ctx: Ctx,
  accountId: number,
  signal: AbortSignal,
  look: () => Promise<T>,
): AsyncGenerator<T> {
  if (watching(ctx.db) >= MOST_WATCHERS) return
  const end = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)])
  const ended = aborted(end)
  const watched = watch(ctx, accountId)
  try {
    let before: string | undefined
    while (!end.aborted) {
      const { promise } = watched.changed
      const seen = await look()
      const text = JSON.stringify(seen)
      if (text !== before) yield seen
      before = text
      await Promise.race([promise, ended])
    }
  } finally {
    leave(ctx, accountId, watched)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
