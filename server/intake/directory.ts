/**
 * Posting key → the suppliers that post with it. Only what was found is kept, so a new key works at once; a key that
 * was taken back leads to its campaign, whose newer revision no longer knows it.
 */
import { sql } from 'kysely'
import type { Db } from '../platform/db.ts'

export interface KeyEntry {
  accountId: number
  campaignId: number
  supplierId: number
}

const MOST_KEYS = 200_000
/** Unknown keys ask the database: no more at once than this, so that guessing cannot take its connections. */
const MOST_LOOKUPS = 4
const MOST_WAITING = 1_000

export class Directory {
  readonly #db: Db
  readonly #known = new Map<string, readonly KeyEntry[]>()
  /** Look-ups that are out: the posts of a busy supplier share one when a process starts. */
  readonly #asked = new Map<string, Promise<readonly KeyEntry[] | undefined>>()
  readonly #waiting: (() => void)[] = []
  #asking = 0

  constructor(db: Db) {
    this.#db = db
  }

  /** The entries of a key, known already or looked up; undefined when too many look-ups wait. */
  find(keyHash: string): readonly KeyEntry[] | Promise<readonly KeyEntry[] | undefined> {
    const known = this.#known.get(keyHash) ?? this.#asked.get(keyHash)
    if (known) return known
    const asked = this.#lookUp(keyHash).finally(() => this.#asked.delete(keyHash))
    this.#asked.set(keyHash, asked)
    return asked
  }

  async #lookUp(keyHash: string): Promise<readonly KeyEntry[] | undefined> {
    if (this.#waiting.length >= MOST_WAITING) return undefined
    if (this.#asking >= MOST_LOOKUPS) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#asking++
    try {
      const { rows } = await sql<KeyEntry>`
        select account_id as "accountId", campaign_id as "campaignId", supplier_id as "supplierId"
        from posting_keys where key_hash = ${Buffer.from(keyHash, 'hex')} limit 100`.execute(this.#db)
      if (rows.length > 0) this.#keep(keyHash, rows)
      return rows
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#asking--
    }
  }

  /** An alias added to a known key shows up when its campaign is loaded anew. */
  forget(keyHash: string): void {
    this.#known.delete(keyHash)
  }

  #keep(keyHash: string, entries: readonly KeyEntry[]): void {
    if (this.#known.size >= MOST_KEYS) this.#known.clear()
    this.#known.set(keyHash, entries)
  }
}
