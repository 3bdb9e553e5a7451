/**
 * Durable ingestion over HTTP: bare Fastify, plain storing, the naive transaction and the product, in turn on the same machine, round
 * after round so that a drift of the machine meets all alike. Figures are medians over the rounds of ratios within one.
 */
import type { Bench, Figure, Measured, Options, Row } from '../bench.ts'
import { type BenchDatabase, openBenchDatabase, withPlatform } from '../database.ts'
import { type Server, startServer } from '../processes.ts'
import { median } from '../statistics.ts'
import { measure, type Sample } from './measure.ts'
import { type Market, makeMarkets, type Shape } from './world.ts'
import { checked } from './wrong.ts'

export const SPREAD: Shape = { accounts: 1, suppliers: 10, buyers: 200, hot: false }
export const HOT: Shape = { accounts: 1, suppliers: 10, buyers: 1, hot: true }
const MANY: Shape = { accounts: 50, suppliers: 1, buyers: 200, hot: false }

type Name = 'bare' | 'plain' | 'naive' | 'ours'
type World = 'spread' | 'hot' | 'many'

const WORDS: Record<World, string> = {
  spread: 'one account, 200 buyers',
  hot: 'one hot buyer',
  many: '50 accounts',
}
const RUNS: readonly [Name, World, connections: number][] = [
  ['bare', 'spread', 128],
  ['plain', 'spread', 128],
  ['ours', 'spread', 128],
  ['naive', 'spread', 128],
  ['ours', 'hot', 128],
  ['naive', 'hot', 128],
  ['ours', 'many', 128],
  ['bare', 'spread', 512],
  ['plain', 'spread', 512],
  ['ours', 'spread', 512],
  ['ours', 'hot', 512],
  ['ours', 'many', 512],
  ['ours', 'spread', 4],
]

type Samples = Map<string, Sample[]>
const keyOf = (name: Name, world: World, connections: number) => `${name} ${world} ${connections}`

async function measureAll(database: BenchDatabase, { quick, say }: Options): Promise<Samples> {
  const markets = await withPlatform(database.env, async ({ db, secrets }) => ({
    spread: await makeMarkets(db, secrets, SPREAD, 1_000_000),
    hot: await makeMarkets(db, secrets, HOT, 2_000_000),
    many: await makeMarkets(db, secrets, MANY, 3_000_000),
  }))
  // beside the product's books, which its rows would not keep
  const aside = await database.clone('bench_plain')
  const servers = {
    bare: await startServer(new URL('./bare.ts', import.meta.url), {}),
    plain: await startServer(new URL('./plain.ts', import.meta.url), aside),
    naive: await startServer(new URL('./naive.ts', import.meta.url), database.env),
    ours: await startServer(new URL('./ours.ts', import.meta.url), database.env),
  }
  try {
    return await rounds(database, servers, markets, quick ? 1 : 3, quick ? 2 : 10, say)
  } finally {
    for (const server of Object.values(servers)) await server.stop()
  }
}

async function rounds(
  database: BenchDatabase,
  servers: Record<Name, Server>,
  markets: Record<World, Market[]>,
  count: number,
  seconds: number,
  say: Options['say'],
): Promise<Samples> {
  const samples: Samples = new Map()
  // warm: code compiled, campaigns known, connections open
  for (const [name, world] of RUNS.slice(0, 7))
    await measure(database, { servers: [servers[name]], markets: markets[world] }, 64, Math.min(3, seconds))
  for (let round = 1; round <= count; round++)
    for (const [name, world, connections] of RUNS) {
      const sample = await measure(
        database,
        { servers: [servers[name]], markets: markets[world] },
        connections,
        seconds,
      )
      say(`round ${round}: ${name}, ${WORDS[world]}, ${connections} connections: ${Math.round(sample.rate)} a second`)
      const key = keyOf(name, world, connections)
      samples.set(key, [...(samples.get(key) ?? []), sample])
    }
  return samples
}

export function rowOf(names: Row, samples: readonly Sample[]): Row {
  const of = (read: (sample: Sample) => number) => median(samples.map(read))
  return {
    ...names,
    'a second': of((sample) => sample.rate),
    'p50 ms': of((sample) => sample.p50),
    'p99 ms': of((sample) => sample.p99),
    'not accepted': samples.reduce((total, sample) => total + sample.other, 0),
    'server µs': of((sample) => sample.serverUs),
    'PostgreSQL µs': of((sample) => sample.postgresUs),
    'WAL bytes': of((sample) => sample.walBytes),
  }
}

function figuresOf(samples: Samples): Figure[] {
  const of = (name: Name, world: World, connections: number) => samples.get(keyOf(name, world, connections)) ?? []
  const ratio = (own: Sample[], other: Sample[]) =>
    median(own.map((sample, round) => sample.rate / (other[round]?.rate ?? Number.NaN)))
  const factor = (name: string, own: Sample[], other: Sample[], unit: '%' | '×', atLeast: number, aim: number) =>
    ({ name, measured: ratio(own, other), unit, atLeast, aim, better: 'more' }) as const
  const time = (name: string, own: Sample[], read: (sample: Sample) => number, atLeast: number, aim: number) =>
    ({ name, measured: median(own.map(read)), unit: 'ms', atLeast, aim, better: 'less' }) as const
  const spread = of('ours', 'spread', 128)
  const hot = of('ours', 'hot', 128)
  const wide = of('ours', 'spread', 512)
  return [
    factor('ingest ÷ bare Fastify, 128 connections', spread, of('bare', 'spread', 128), '%', 0.35, 0.5),
    factor('ingest ÷ bare Fastify, 512 connections', wide, of('bare', 'spread', 512), '%', 0.4, 0.55),
    factor('ingest ÷ plain storing, 128 connections', spread, of('plain', 'spread', 128), '%', 0.5, 0.8),
    factor('ingest ÷ plain storing, 512 connections', wide, of('plain', 'spread', 512), '%', 0.5, 0.8),
    factor(
      'plain storing ÷ bare Fastify, 128 connections',
      of('plain', 'spread', 128),
      of('bare', 'spread', 128),
      '%',
      0,
      1,
    ),
    factor(
      'plain storing ÷ bare Fastify, 512 connections',
      of('plain', 'spread', 512),
      of('bare', 'spread', 512),
      '%',
      0,
      1,
    ),
    factor('ingest ÷ naive, 200 buyers', spread, of('naive', 'spread', 128), '×', 10, 15),
    factor('ingest ÷ naive, one hot buyer', hot, of('naive', 'hot', 128), '×', 20, 30),
    factor('hot buyer ÷ 200 buyers, 128 connections', hot, spread, '%', 0.9, 1),
    factor('hot buyer ÷ 200 buyers, 512 connections', of('ours', 'hot', 512), wide, '%', 0.9, 1),
    time('p99 at saturation, 128 connections', spread, (sample) => sample.p99, 60, 35),
    time('p50 at 4 connections', of('ours', 'spread', 4), (sample) => sample.p50, 4, 2),
  ]
}

/** What the product acknowledged, and the naive transaction, which keeps the same books. */
function ownOf(samples: Samples): Sample[] {
  return [...samples].flatMap(([key, own]) => (key.startsWith('plain') ? [] : own))
}

async function run(options: Options): Promise<Measured> {
  const database = await openBenchDatabase()
  try {
    const samples = await measureAll(database, options)
    const rows = [...samples].map(([key, own]) => {
      const [server = '', world = 'spread', connections] = key.split(' ')
      return rowOf({ server, world: WORDS[world as World], connections: Number(connections) }, own) // keyOf wrote it
    })
    return {
      figures: [...figuresOf(samples), ...(await withPlatform(database.env, ({ db }) => checked(db, ownOf(samples))))],
      rows,
    }
  } finally {
    await database.stop()
  }
}

export const ingest: Bench = {
  name: 'ingest',
  about: 'Durable ingestion over HTTP beside bare Fastify and the naive transaction.',
  run,
}
