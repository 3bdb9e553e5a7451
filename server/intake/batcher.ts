/**
 * Batches form by themselves: whatever waits for an account when a connection is free goes in one. No timer. Two of an
 * account may be out, so that one is decided while the other commits; between them stand the same guards as between two
 * processes. Accounts take turns.
 */
import { TRY_AGAIN } from './answer.ts'
import type { Batches, Pending } from './batch.ts'

export interface BatcherLimits {
  /** Batches out at once. */
  inFlight: number
  /** Of them, of one account: while one commits, the next is decided. */
  perAccount: number
  /** Leads in one batch. */
  batch: number
  /** Posts waiting in this process before new ones are answered 1020. */
  waiting: number
}

export const LIMITS: BatcherLimits = { inFlight: 4, perAccount: 2, batch: 512, waiting: 20_000 }

export class Batcher {
  readonly #batches: Batches
  readonly #limits: BatcherLimits
  /** In turn: an account goes to the end when a batch of it is done and more waits. */
  readonly #queues = new Map<number, Pending[]>()
  readonly #out = new Map<number, number>()
  #outInAll = 0
  readonly #idle: (() => void)[] = []
  #waiting = 0

  constructor(batches: Batches, limits: BatcherLimits = LIMITS) {
    this.#batches = batches
    this.#limits = limits
  }

  get waiting(): number {
    return this.#waiting
  }

  submit(accountId: number, pending: Pending): void {
    // a lead in process has been let in already
    if (this.#waiting >= this.#limits.waiting && !pending.again) {
      pending.answer(TRY_AGAIN)
      return
    }
    this.#waiting++
    this.#batches.readAhead(accountId, pending)
    const queue = this.#queues.get(accountId)
    if (queue) queue.push(pending)
    else this.#queues.set(accountId, [pending])
    this.#flush()
  }

  /** Resolves when nothing waits and nothing is out. */
  drained(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #flush(): void {
    for (const [accountId, queue] of this.#queues) {
      if (this.#outInAll >= this.#limits.inFlight) return
      if ((this.#out.get(accountId) ?? 0) >= this.#limits.perAccount) continue
      const batch = queue.splice(0, this.#limits.batch)
      this.#queues.delete(accountId)
      if (queue.length > 0) this.#queues.set(accountId, queue)
      this.#waiting -= batch.length
      this.#count(accountId, 1)
      void this.#batches.run(accountId, batch).finally(() => this.#done(accountId))
    }
  }

  #done(accountId: number): void {
    this.#count(accountId, -1)
    this.#flush()
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #count(accountId: number, change: 1 | -1): void {
    this.#outInAll += change
    const out = (this.#out.get(accountId) ?? 0) + change
    if (out === 0) this.#out.delete(accountId)
    else this.#out.set(accountId, out)
  }

  #isIdle(): boolean {
    return this.#outInAll === 0 && this.#queues.size === 0
  }
}
