/**
 * Intake put together: a body in, an answer out.
 */
import { CODES } from '../../contract/verdict.ts'
import type { Courier } from '../delivery/ops.ts'
import { newId } from '../platform/ids.ts'
import { type Answer, refusalOf, TRY_AGAIN } from './answer.ts'
import { Batches, type Machinery, type Pending } from './batch.ts'
import { Batcher, type BatcherLimits } from './batcher.ts'
import { Directory, type KeyEntry } from './directory.ts'
import { type OpenSession, Owner } from './owner.ts'
import { type Post, Refusal, readPost, UNKNOWN } from './post.ts'
import { RefusalCounts } from './refusals.ts'
import { Runs } from './runs.ts'

const FLUSH_REFUSALS_MS = 5_000
const SWEEP_MS = 30_000
const DRAIN_LIMIT_MS = 15_000

export interface Intake {
  /** Answers one post. Never throws: what goes wrong on our side is 1020. */
  receive(body: Buffer, contentType: string, ip: string): Promise<Answer>
  /** Posts that wait for a batch. */
  readonly waiting: number
  /** Leads whose buyers are being asked. */
  readonly inProcess: number
  /** Finds the leads of processes that are gone, and brings them to an end. By itself it does so every half minute. */
  sweep(): Promise<void>
  /** Takes no more posts and resolves when those inside are answered. */
  close(): Promise<void>
}

export interface IntakeOptions {
  /** Who calls buyers and outside checks. */
  courier: Courier
  /** A session that lasts, past any pooler; left out: a connection of the pool. */
  session?: OpenSession
  /** Of batches, for tests and measurements. */
  limits?: BatcherLimits
}

export function openIntake(machinery: Machinery, options: IntakeOptions): Intake {
  return new OpenIntake(machinery, options)
}

class OpenIntake implements Intake {
  readonly #machinery: Machinery
  readonly #directory: Directory
  readonly #batcher: Batcher
  readonly #refusals: RefusalCounts
  readonly #owner: Owner
  readonly #runs: Runs
  readonly #timers: readonly NodeJS.Timeout[]
  #closed = false

  constructor(machinery: Machinery, { courier, session, limits }: IntakeOptions) {
    this.#machinery = machinery
    this.#directory = new Directory(machinery.db)
    this.#owner = new Owner(session ?? (() => machinery.pool.connect()))
    const submit = (accountId: number, pending: Pending) => this.#batcher.submit(accountId, pending)
    this.#runs = new Runs({ machinery, courier, owner: this.#owner, batches: () => batches, submit })
    const batches = new Batches(machinery, this.#owner, (accountId, opened) => this.#runs.begin(accountId, opened))
    this.#batcher = new Batcher(batches, limits)
    this.#refusals = new RefusalCounts(machinery.db)
    this.#timers = [
      setInterval(() => void this.#writeRefusals(), FLUSH_REFUSALS_MS).unref(),
      setInterval(() => void this.#sweepQuietly(), SWEEP_MS).unref(),
    ]
    // what the process before this one left behind
    void this.#sweepQuietly()
  }

  get inProcess(): number {
    return this.#runs.size
  }

  sweep(): Promise<void> {
    return this.#runs.sweep()
  }

  get waiting(): number {
    return this.#batcher.waiting
  }

  async receive(body: Buffer, contentType: string, ip: string): Promise<Answer> {
    if (this.#closed) return TRY_AGAIN
    try {
      return await this.#take(readPost(body, contentType, ip, this.#machinery.now()))
    } catch (error) {
      if (error instanceof Refusal) return refusalOf(error)
      this.#machinery.log.error({ err: error }, 'a post could not be taken')
      return TRY_AGAIN
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    const limit = new Promise<void>((resolve) => setTimeout(resolve, DRAIN_LIMIT_MS).unref())
    await Promise.race([this.#batcher.drained().then(() => this.#runs.drained()), limit])
    await this.#writeRefusals()
    // leads that are still in process are the next process's from here on
    await this.#owner.close()
  }

  async #take(post: Post): Promise<Answer> {
    const found = this.#directory.find(post.keyHash)
    const entries = await found
    if (!entries) return TRY_AGAIN
    const answer = await this.#offer(post, entries)
    if (answer.code !== CODES.unknown || found instanceof Promise) return this.#counted(post, entries, answer)
    // the key was remembered, and may have been given to another supplier since
    this.#directory.forget(post.keyHash)
    const anew = await this.#directory.find(post.keyHash)
    if (!anew) return TRY_AGAIN
    const later = anew.filter(({ supplierId }) => !entries.some((entry) => entry.supplierId === supplierId))
    return this.#counted(post, anew, later.length > 0 ? await this.#offer(post, later) : answer)
  }

  /** To each account that has the key, until one knows the campaign and supplier as well. */
  async #offer(post: Post, entries: readonly KeyEntry[]): Promise<Answer> {
    let answer = UNKNOWN_ANSWER
    for (const [accountId, own] of byAccount(post, entries)) {
      answer = await this.#submit(accountId, post, own)
      if (answer.code !== CODES.unknown) break
    }
    return answer
  }

  /** Refusals of a key that somebody has are counted as that supplier's. */
  #counted(post: Post, entries: readonly KeyEntry[], answer: Answer): Answer {
    const entry = entries.find(({ supplierId }) => String(supplierId) === post.supplier) ?? entries[0]
    if (entry && isRefusal(answer)) this.#refusals.note(entry.accountId, entry.supplierId, answer.code, post.receivedAt)
    return answer
  }

  #submit(accountId: number, post: Post, entries: readonly KeyEntry[]): Promise<Answer> {
    return new Promise((answer) => {
      this.#batcher.submit(accountId, { post, leadId: newId(post.receivedAt), entries, answer })
    })
  }

  async #sweepQuietly(): Promise<void> {
    try {
      await this.#runs.sweep()
    } catch (error) {
      this.#machinery.log.warn({ err: error }, 'leads of gone processes wait to be found')
    }
  }

  async #writeRefusals(): Promise<void> {
    try {
      await this.#refusals.flush()
    } catch (error) {
      this.#machinery.log.warn({ err: error }, 'refusal counts wait to be written')
    }
  }
}

const REFUSALS: ReadonlySet<number> = new Set([CODES.unknown, CODES.not_active, CODES.in_process])
const isRefusal = ({ code }: Answer) => REFUSALS.has(code)

const UNKNOWN_ANSWER = refusalOf({ code: CODES.unknown, message: UNKNOWN })

/** Keys brought from another system might stand in two accounts: the one whose supplier id is named comes first. */
function byAccount(post: Post, entries: readonly KeyEntry[]): Iterable<[number, KeyEntry[]]> {
  const named = entries.find((entry) => String(entry.supplierId) === post.supplier)
  const ordered = named ? [named, ...entries.filter((entry) => entry !== named)] : entries
  return Map.groupBy(ordered, (entry) => entry.accountId)
}
