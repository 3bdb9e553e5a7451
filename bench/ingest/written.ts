/** What PostgreSQL wrote, and whether what it wrote is right. */
import { sql } from 'kysely'
import type { Db } from '../../server/platform/db.ts'
import { leadIdOf } from '../../server/platform/ids.ts'
import { BALANCE } from './world.ts'

/** Bytes of write-ahead log since the cluster was made. */
export async function readWritten(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`.execute(db)
  return Number(rows[0]?.bytes ?? 0)
}

/** Zero of each, or every figure above is worth nothing. */
export async function wrongAfter(db: Db): Promise<Record<string, number>> {
  return await db.transaction().execute(async (tx) => {
    // among ten million leads it takes longer than a page may
    await sql`set local statement_timeout = 0`.execute(tx)
    return await countWrong(tx)
  })
}

async function countWrong(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from wallets w where w.balance <> ${BALANCE}::bigint - coalesce((select sum(t.amount) from transfers t
       where t.account_id = w.account_id and t.wallet_id = w.wallet_id), 0)) as "ledger mismatches",
    (select count(*) from wallets where balance < -credit_limit) as "negative balances",
    (select count(*) from (select account_id, wallet_id from transfers group by 1, 2
       having max(wallet_seq) <> count(*) or min(wallet_seq) <> 1) gaps) as "gaps in a wallet's sequence",
    (select count(*) from cap_counters c left join (select account_id, buyer_id, count(*) as sales from attempts
       where not test group by 1, 2) a on a.account_id = c.account_id and a.buyer_id = c.subject_id
     where c.subject = 'buyer' and c.total_count <> coalesce(a.sales, 0)) as "counters off",
    (select count(*) from leads) - (select coalesce(sum(leads), 0) from lead_rollup) as "leads not in figures",
    (select count(*) from leads l where l.code = 0 and not exists (select 1 from attempts a
       where a.account_id = l.account_id and a.lead_id = l.lead_id and a.received_at = l.received_at))
       as "accepted without a sale"`.execute(db)
  return rows[0] ?? {}
}

/** How many of these acknowledged leads are not there with their sale. */
export async function lostOf(db: Db, ids: readonly string[]): Promise<number> {
  const uuids = ids.map((id) => leadIdOf(id)).filter((id) => id !== undefined)
  const { rows } = await sql<{ lost: number }>`
    select count(*) as lost from unnest(${uuids}::uuid[]) as u (id)
    where not exists (select 1 from attempts a where a.lead_id = u.id)`.execute(db)
  return rows[0]?.lost ?? 0
}
