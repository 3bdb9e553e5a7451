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
  readonly #waiting: (() => void)[] = []
  #asking = 0

  constructor(db: Db) {
    this.#db = db
  }

  /** The entries of a key, known already or looked up; undefined when too many look-ups wait. */
  find(keyHash: Buffer): readonly KeyEntry[] | Promise<readonly KeyEntry[] | undefined> {
    // latin1 keeps all 32 bytes apart and costs a third of hex
    return this.#known.get(keyHash.toString('latin1')) ?? this.#lookUp(keyHash)
  }

  async #lookUp(keyHash: Buffer): Promise<readonly KeyEntry[] | undefined> {
    if (this.#waiting.length >= MOST_WAITING) return undefined
    if (this.#asking >= MOST_LOOKUPS) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#asking++
    try {
      const { rows } = await sql<KeyEntry>`
        select account_id as "accountId", campaign_id as "campaignId", supplier_id as "supplierId"
        from posting_keys where key_hash = ${keyHash} limit 100`.execute(this.#db)
      if (rows.length > 0) this.#keep(keyHash, rows)
      return rows
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#asking--
    }
  }

  /** An alias added to a known key shows up when its campaign is loaded anew. */
  forget(keyHash: Buffer): void {
    this.#known.delete(keyHash.toString('latin1'))
  }

  #keep(keyHash: Buffer, entries: readonly KeyEntry[]): void {
    if (this.#known.size >= MOST_KEYS) this.#known.clear()
    this.#known.set(keyHash.toString('latin1'), entries)
  }
}
