/**
 * Books settlements: what waits for an account while one of its batches commits goes together in the next. What the
 * database cannot take now is tried again until it can: a call that was made has to be booked.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { sqlState } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { SETTLE, type Settlement, settlementJson } from './tables/settle.ts'
import { failedGuard } from './tables/write.ts'

/** The row is not as the settlement expects it: somebody else settled, or took the lead over. */
export class Overtaken extends Error {}

interface Waiting {
  settlement: Settlement
  currency: string
  done(): void
  fail(error: unknown): void
}

/** Enough to share a commit, few enough that what comes meanwhile does not wait long for its own. */
const MOST = 64
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000

export class Settler {
  readonly #pool: Pool
  readonly #log: Log
  readonly #now: () => Date
  readonly #queues = new Map<number, Waiting[]>()
  readonly #busy = new Set<number>()

  constructor(machinery: { pool: Pool; log: Log; now(): Date }) {
    this.#pool = machinery.pool
    this.#log = machinery.log
    this.#now = () => machinery.now()
  }

  /** Resolves once it is committed. @throws Overtaken */
  settle(accountId: number, currency: string, settlement: Settlement): Promise<void> {
    return new Promise((done, fail) => {
      const queue = this.#queues.get(accountId) ?? []
      this.#queues.set(accountId, queue)
      queue.push({ settlement, currency, done, fail })
      if (!this.#busy.has(accountId)) void this.#work(accountId)
    })
  }

  async #work(accountId: number): Promise<void> {
    this.#busy.add(accountId)
    for (;;) {
      const batch = this.#queues.get(accountId)?.splice(0, MOST) ?? []
      if (batch.length === 0) break
      await this.#book(accountId, batch)
    }
    this.#queues.delete(accountId)
    this.#busy.delete(accountId)
  }

  /** Together, or one by one when something in the batch cannot be booked. */
  async #book(accountId: number, batch: readonly Waiting[]): Promise<void> {
    const error = await this.#write(accountId, batch)
    if (error === undefined) for (const one of batch) one.done()
    else if (batch.length > 1) for (const one of batch) await this.#book(accountId, [one])
    else batch[0]?.fail(error)
  }

  /** The error that trying again does not help against, if any. */
  async #write(accountId: number, batch: readonly Waiting[]): Promise<unknown> {
    const json = settlementJson(batch.map((one) => one.settlement))
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      try {
        await this.#pool.query({
          name: 'intake-settle',
          text: SETTLE,
          values: [accountId, this.#now(), batch[0]?.currency, json],
        })
        return undefined
      } catch (error) {
        if (failedGuard(error) !== undefined) return new Overtaken()
        const state = sqlState(error)
        // what the server refuses for its content will be refused again; anything else passes
        if (state !== undefined && /^(22|23|42)/.test(state)) return error
        this.#log.warn({ accountId, settlements: batch.length }, 'settlements wait for the database')
        await pause(wait)
      }
    }
  }
}
