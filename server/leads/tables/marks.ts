/** What tells that an account changed, for the price of three short index walks. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

const RECENT_MS = 3_600_000

/**
 * Differs after any lead and any return of one of the last hour. The newest id alone would not do: a lead that came
 * earlier may be committed later.
 */
export async function accountMark(db: Db, accountId: number, now: Date): Promise<string> {
  const since = new Date(now.getTime() - RECENT_MS)
  const { rows } = await sql<{ mark: string }>`
    select concat_ws('/',
      (select l.lead_id from leads l where l.account_id = ${accountId} order by l.lead_id desc limit 1),
      (select concat_ws('.', sum(r.leads), sum(r.returned)) from lead_rollup r
       where r.account_id = ${accountId} and r.bucket >= ${since}),
      (select concat_ws('.', sum(r.sales), sum(r.returned)) from sale_rollup r
       where r.account_id = ${accountId} and r.bucket >= ${since})) as mark`.execute(db)
  return rows[0]?.mark ?? ''
}
