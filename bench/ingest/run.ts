/**
 * `npm run bench ingest`: bare Fastify, the naive transaction and the product, in turn on the same machine, and the
 * ratios between them. Ends by checking that no cap, balance or ledger was wrong after it.
 */
import path from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../server/platform/db.ts'
import { openBenchDatabase } from '../database.ts'
import { runJob, startServer } from '../processes.ts'
import type { LoadJob, LoadResult } from './load.ts'
import { benchPlatform } from './platform.ts'
import { type Market, makeMarkets } from './world.ts'

const here = (file: string) => path.join(import.meta.dirname, file)

export interface IngestRow {
  server: string
  shape: string
  connections: number
  rate: number
  p50: number
  p99: number
  accepted: number
  other: number
}

interface Setting {
  seconds: number
  connections: number[]
}

let from = 1

async function measure(
  server: string,
  shape: string,
  markets: Market[],
  env: Record<string, string>,
  { seconds, connections }: Setting,
): Promise<IngestRow[]> {
  const { url, stop } = await startServer(here(`${server}.ts`), env)
  const rows: IngestRow[] = []
  try {
    const load = async (count: number, time: number): Promise<LoadResult> => {
      const job: LoadJob = { url, connections: count, seconds: time, markets, from }
      const result = await runJob<LoadResult>(here('load.ts'), job)
      from += 2_000_000
      return result
    }
    await load(64, 2) // warm: compile the code, fill the caches
    for (const count of connections) {
      const { rate, p50, p99, accepted, other, sample } = await load(count, seconds)
      if (other > 0) process.stderr.write(`${server} ${shape}: ${other} not accepted, e.g. ${sample}\n`)
      rows.push({ server, shape, connections: count, rate, p50, p99, accepted, other })
    }
  } finally {
    await stop()
  }
  return rows
}

/** Zero overshoot, zero mismatch: what every figure above is worth nothing without. */
export async function wrongAfter(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from wallets w where w.balance <> 100000000000 - coalesce((select sum(t.amount) from transfers t
       where t.account_id = w.account_id and t.wallet_id = w.wallet_id), 0)) as "ledger mismatches",
    (select count(*) from wallets where balance < -credit_limit) as "negative balances",
    (select count(*) from (select account_id, wallet_id from transfers group by 1, 2
       having max(wallet_seq) <> count(*) or min(wallet_seq) <> 1) gaps) as "gaps in a wallet's sequence",
    (select count(*) from cap_counters c where c.subject = 'buyer' and c.total_count <> (select count(*) from attempts a
       where a.account_id = c.account_id and a.buyer_id = c.subject_id)) as "counters off",
    (select count(*) from leads) - (select sum(leads) from lead_rollup) as "leads not in figures",
    (select count(*) from leads l where l.code = 0 and not exists (select 1 from attempts a
       where a.account_id = l.account_id and a.lead_id = l.lead_id)) as "accepted without a sale"`.execute(db)
  return rows[0] ?? {}
}

/** Runs every setting and returns its rows. @param quick shorter runs, for a look */
export async function ingest(quick: boolean): Promise<{ rows: IngestRow[]; wrong: Record<string, number> }> {
  const database = await openBenchDatabase()
  Object.assign(process.env, database.env)
  const { db, pool, secrets } = benchPlatform()
  try {
    const spread = await makeMarkets(db, secrets, { accounts: 1, buyers: 200, hot: false }, 1_000_000)
    const hot = await makeMarkets(db, secrets, { accounts: 1, buyers: 1, hot: true }, 2_000_000)
    const many = await makeMarkets(db, secrets, { accounts: 50, buyers: 200, hot: false }, 3_000_000)
    const setting = { seconds: quick ? 5 : 12, connections: [128, 512] }
    const one = { ...setting, connections: [128] }
    const rows = [
      ...(await measure('bare', 'constant', spread, {}, setting)),
      ...(await measure('naive', '200 buyers', spread, database.env, one)),
      ...(await measure('naive', 'one hot buyer', hot, database.env, one)),
      ...(await measure('ours', '200 buyers', spread, database.env, { ...setting, connections: [4, 128, 512] })),
      ...(await measure('ours', 'one hot buyer', hot, database.env, setting)),
      ...(await measure('ours', '50 accounts', many, database.env, setting)),
    ]
    return { rows, wrong: await wrongAfter(db) }
  } finally {
    await pool.end()
    await database.stop()
  }
}
