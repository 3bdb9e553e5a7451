/** Ingestion with millions of leads stored beside ingestion with none, and what pages read among so many. */
import { execFileSync } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { systemClock } from '../../server/platform/clock.ts'
import type { Bench, Measured, Options } from '../bench.ts'
import { type BenchDatabase, openBenchDatabase, type ServerEnv, withPlatform } from '../database.ts'
import { measure, type Sample } from '../ingest/measure.ts'
import { rowOf, SPREAD } from '../ingest/run.ts'
import { type Market, makeMarkets } from '../ingest/world.ts'
import { checked } from '../ingest/wrong.ts'
import { startServer } from '../processes.ts'
import { median } from '../statistics.ts'
import { FILLING, fill, spanOf } from './fill.ts'
import { measureReads } from './reads.ts'

const CONNECTIONS = 128
/**
 * Until the large indexes' pages are in memory and were written once since the last checkpoint (each first touch puts
 * the whole page into the log): right after a start 10 M leads cost two thirds of the rate, after two minutes next to nothing.
 */
const WARM_SECONDS = 120
const BYTES_A_LEAD = 3_000

/** @throws when the disk is too small for so many leads */
function checkDisk(leads: number, say: Options['say']): void {
  const { bavail, bsize } = statfsSync(tmpdir())
  const [free, needed] = [bavail * bsize, leads * BYTES_A_LEAD].map((bytes) => Math.ceil(bytes / 1e9))
  say(`needs about ${needed} GB in ${tmpdir()}, which has ${free}`)
  if (Number(needed) > Number(free)) throw new Error('the disk is too small; ask for fewer with --leads')
}

interface Prepared {
  market: Market
  /** The same world without a lead. */
  empty: ServerEnv
}

async function prepare(database: BenchDatabase, { leads, say }: Options): Promise<Prepared> {
  const [market] = await withPlatform(database.env, ({ db, secrets }) => makeMarkets(db, secrets, SPREAD, 1_000_000))
  if (!market) throw new Error('no market')
  const empty = await database.clone('bench_empty')
  const began = performance.now()
  await fill(database.ownerUrl, market, spanOf(leads, systemClock.now()), say)
  say(`${leads} leads stored in ${Math.round((performance.now() - began) / 1000)} s`)
  // measured as it is run: durable, and not while the disk still takes in what was filled
  await database.restart({})
  execFileSync('sync')
  return { market, empty }
}

async function measureBoth(database: BenchDatabase, { market, empty }: Prepared, { quick, say }: Options) {
  const samples: Record<'full' | 'empty', Sample[]> = { full: [], empty: [] }
  const file = new URL('../ingest/ours.ts', import.meta.url)
  const servers = { full: await startServer(file, database.env), empty: await startServer(file, empty) }
  const load = (which: 'full' | 'empty', seconds: number) =>
    measure(database, { servers: [servers[which]], markets: [market] }, CONNECTIONS, seconds)
  try {
    for (const which of ['empty', 'full'] as const) await load(which, quick ? 2 : WARM_SECONDS)
    for (let round = 1; round <= (quick ? 1 : 4); round++) {
      for (const which of ['empty', 'full'] as const) samples[which].push(await load(which, quick ? 2 : 15))
      say(
        `round ${round}: ${Math.round(samples.empty.at(-1)?.rate ?? 0)} a second with none, ${Math.round(samples.full.at(-1)?.rate ?? 0)} with all`,
      )
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop()
  }
  return samples
}

async function run(options: Options): Promise<Measured> {
  checkDisk(options.leads, options.say)
  const database = await openBenchDatabase(FILLING)
  try {
    const prepared = await prepare(database, options)
    const reads = await withPlatform(database.env, ({ db }) => measureReads(db, prepared.market))
    const { full, empty } = await measureBoth(database, prepared, options)
    const measured = median(full.map((sample, round) => sample.rate / (empty[round]?.rate ?? Number.NaN)))
    const name = `ingest, ${options.leads / 1e6} M leads stored ÷ none`
    const wrong = await withPlatform(database.env, ({ db }) => checked(db, full))
    return {
      figures: [{ name, measured, unit: '%', atLeast: 0.8, aim: 0.95, better: 'more' }, ...reads, ...wrong],
      rows: [rowOf({ stored: 0 }, empty), rowOf({ stored: options.leads }, full)],
    }
  } finally {
    await database.stop()
  }
}

export const stored: Bench = {
  name: 'stored',
  about: 'Ingestion with 10 million leads stored (--leads) beside none, and pages among so many.',
  long: true,
  run,
}
