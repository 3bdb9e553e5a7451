/**
 * What deciding safely costs the database: batches recorded from ingestion are replayed on two equal databases, through
 * `ingest` with its guards, counters, debits and figures, and as plain inserts of the same rows, in turn.
 */
import type { PoolClient } from 'pg'
import type { Bench, Measured, Options } from '../bench.ts'
import { openBenchDatabase, type ServerEnv, withPlatform } from '../database.ts'
import { HOT, SPREAD } from '../ingest/run.ts'
import { type Market, makeMarkets, type Shape } from '../ingest/world.ts'
import { median } from '../statistics.ts'
import { plainOf, readSignature } from './plain.ts'
import { type Call, recordBatches } from './record.ts'

const BATCH = 256

interface Recorded {
  whole: Call[]
  plain: Call[]
}

interface Times {
  whole: number[]
  plain: number[]
}

async function record(env: ServerEnv, market: Market, batches: number): Promise<Recorded> {
  return await withPlatform(env, async (platform) => {
    const whole = await recordBatches(platform, market, batches, BATCH)
    const client = await platform.pool.connect()
    try {
      const signature = await readSignature(client)
      const plain: Call[] = []
      for (const call of whole) plain.push(await plainOf(client, signature, call))
      return { whole, plain }
    } finally {
      client.release()
    }
  })
}

/** Milliseconds of each batch, the two ways in turn so that both meet the same noise. */
async function replay(wholeEnv: ServerEnv, plainEnv: ServerEnv, { whole, plain }: Recorded): Promise<Times> {
  return await withPlatform(wholeEnv, (own) =>
    withPlatform(plainEnv, async (other) => {
      const [first, second] = [await own.pool.connect(), await other.pool.connect()]
      const times: Times = { whole: [], plain: [] }
      try {
        for (const [nth, call] of whole.entries()) {
          times.whole.push(await timeOf(first, 'whole', call))
          const beside = plain[nth]
          if (beside) times.plain.push(await timeOf(second, 'plain', beside))
        }
      } finally {
        first.release()
        second.release()
      }
      return times
    }),
  )
}

async function timeOf(client: PoolClient, name: string, { text, values }: Call): Promise<number> {
  const began = performance.now()
  await client.query({ name, text, values: [...values] })
  return performance.now() - began
}

/** Records in one database, replays in two copies of what it was before. */
async function measureShape(shape: Shape, batches: number): Promise<Times> {
  const database = await openBenchDatabase()
  try {
    const [market] = await withPlatform(database.env, ({ db, secrets }) => makeMarkets(db, secrets, shape, 1_000_000))
    if (!market) throw new Error('no market')
    const [whole, plain] = [await database.clone('bench_whole'), await database.clone('bench_plain')]
    return await replay(whole, plain, await record(database.env, market, batches))
  } finally {
    await database.stop()
  }
}

async function run({ quick, say }: Options): Promise<Measured> {
  const measured: Measured = { figures: [], rows: [] }
  for (const [words, shape] of [
    ['200 buyers', SPREAD],
    ['one hot buyer', HOT],
  ] as const) {
    say(`batches of ${BATCH} leads, ${words}`)
    const { whole, plain } = await measureShape(shape, quick ? 10 : 60)
    // of neighbours in time, so that a slow second of the machine cancels out
    const ratio = median(whole.map((ms, nth) => (plain[nth] ?? Number.NaN) / ms))
    const name = `whole ingest transaction ÷ plain inserts, ${words}`
    measured.figures.push({ name, measured: ratio, unit: '%', atLeast: 0.7, aim: 0.9, better: 'more' })
    const perLead = (times: number[]) => (median(times) * 1000) / BATCH
    measured.rows.push({ world: words, 'ingest µs a lead': perLead(whole), 'plain µs a lead': perLead(plain) })
  }
  return measured
}

export const insert: Bench = {
  name: 'insert',
  about: 'The whole ingest transaction beside plain inserts of the same rows, without HTTP.',
  run,
}
