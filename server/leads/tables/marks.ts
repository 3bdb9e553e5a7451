/** What tells that an account changed, for the price of four short index walks. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

const RECENT_MS = 3_600_000

/**
 * Differs after any lead and any return of one of the last hour, and whenever a balance or what stands behind it
 * changes. The newest id alone would not do: a lead that came earlier may be committed later.
 */
export async function accountMark(db: Db, accountId: number, now: Date): Promise<string> {
  const since = new Date(now.getTime() - RECENT_MS)
  const { rows } = await sql<{ mark: string }>`
    select concat_ws('/',
      (select l.lead_id from leads l where l.account_id = ${accountId} order by l.lead_id desc limit 1),
      (select concat_ws('.', sum(r.leads), sum(r.returned)) from lead_rollup r
       where r.account_id = ${accountId} and r.bucket >= ${since}),
      (select concat_ws('.', sum(r.sales), sum(r.returned)) from sale_rollup r
       where r.account_id = ${accountId} and r.bucket >= ${since}),
      (select concat_ws('.', sum(w.seq), sum(w.under_way), sum(w.recharge_below), count(*) filter (where w.low))
       from wallets w where w.account_id = ${accountId})) as mark`.execute(db)
  return rows[0]?.mark ?? ''
}

/** Differs after any entry of the customer's balance, and when a charge is sent or decided, or its recharge stops. */
export async function walletMark(db: Db, accountId: number, customerId: number): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select concat_ws('.', w.seq, w.under_way, w.recharge_below, w.low) as mark
    from wallets w where w.account_id = ${accountId} and w.wallet_id = ${customerId}`.execute(db)
  return rows[0]?.mark ?? ''
}
