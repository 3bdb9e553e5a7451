/**
 * Refused posts leave a number only: a supplier, an hour, a code. Summed in memory, written every few seconds.
 */
import { sql } from 'kysely'
import type { VerdictCode } from '../../contract/verdict.ts'
import type { Db } from '../platform/db.ts'

const HOUR_MS = 3_600_000

export class RefusalCounts {
  readonly #db: Db
  #counts = new Map<string, number>()

  constructor(db: Db) {
    this.#db = db
  }

  note(accountId: number, supplierId: number, code: VerdictCode, at: Date): void {
    const hour = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS
    const key = `${accountId} ${supplierId} ${hour} ${code}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** Writes what was counted; what cannot be written is kept for the next time. */
  async flush(): Promise<void> {
    if (this.#counts.size === 0) return
    const counts = this.#counts
    this.#counts = new Map()
    const rows = [...counts].map(([key, posts]) => [...key.split(' ').map(Number), posts])
    const column = (index: number) => rows.map((row) => row[index] ?? 0)
    try {
      await sql`
        insert into refusals as r (account_id, supplier_id, hour, code, posts)
        select u.account, u.supplier, to_timestamp(u.hour), u.code, u.posts
        from unnest(${column(0)}::integer[], ${column(1)}::integer[], ${column(2).map((ms) => ms / 1000)}::bigint[],
                    ${column(3)}::smallint[], ${column(4)}::integer[]) as u (account, supplier, hour, code, posts)
        order by 1, 2, 3, 4
        on conflict on constraint refusals_pkey do update set posts = r.posts + excluded.posts`.execute(this.#db)
    } catch (error) {
      for (const [key, posts] of counts) this.#counts.set(key, (this.#counts.get(key) ?? 0) + posts)
      throw error
    }
  }
}
