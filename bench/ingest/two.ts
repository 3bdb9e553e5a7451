/**
 * Two processes of the product on one database, both selling to the same buyers: what it costs that each guesses and
 * only the guarded rows decide. Ends against full caps and empty wallets, where a wrong guess would oversell.
 */

import type { Db } from '../../server/platform/db.ts'
import type { Bench, Figure, Measured, Options, Row } from '../bench.ts'
import { type BenchDatabase, openBenchDatabase, withPlatform } from '../database.ts'
import { type Server, startServer } from '../processes.ts'
import { median } from '../statistics.ts'
import { measure, type Sample } from './measure.ts'
import { HOT, rowOf, SPREAD } from './run.ts'
import { type Market, makeMarkets, PRICE, type Shape } from './world.ts'
import { checked, none } from './wrong.ts'

const CONNECTIONS = 128
/** Ten buyers, each with room for so many leads, and a wallet with money for fewer. */
const CAP = 300
const PAID_FOR = 200
const TIGHT_BUYERS = 10

type World = 'spread' | 'hot'
const WORLDS: readonly World[] = ['hot', 'spread']
const WORDS: Record<World, string> = { spread: 'one account, 200 buyers', hot: 'one hot buyer' }

interface Pairs {
  one: Sample[]
  two: Sample[]
}

async function rounds(
  database: BenchDatabase,
  servers: Server[],
  worlds: Record<World, Market[]>,
  { quick, say }: Options,
): Promise<Record<World, Pairs>> {
  const pairs: Record<World, Pairs> = { spread: { one: [], two: [] }, hot: { one: [], two: [] } }
  const seconds = quick ? 2 : 10
  for (const world of WORLDS) await measure(database, { servers, markets: worlds[world] }, 64, Math.min(3, seconds))
  for (let round = 0; round < (quick ? 1 : 3); round++)
    for (const world of WORLDS) {
      const markets = worlds[world]
      pairs[world].one.push(await measure(database, { servers: servers.slice(0, 1), markets }, CONNECTIONS, seconds))
      pairs[world].two.push(await measure(database, { servers, markets }, CONNECTIONS, seconds))
      const [one, both] = [pairs[world].one.at(-1)?.rate, pairs[world].two.at(-1)?.rate].map((rate) =>
        Math.round(rate ?? 0),
      )
      say(`round ${round + 1}: ${WORDS[world]}: one process ${one} a second, two ${both}`)
    }
  return pairs
}

/** Batches that were decided again, as a share of those that were committed. */
function againOf(samples: readonly Sample[]): number {
  const sum = (name: string) =>
    samples
      .flatMap((sample) => Object.entries(sample.counters))
      .reduce((total, [key, count]) => total + (key.startsWith(name) ? count : 0), 0)
  return sum('intake_retries_total') / Math.max(1, sum('intake_batches_total'))
}

/** Sells from both processes until no place and no money is left, and compares with what there was. */
async function sellOut(database: BenchDatabase, servers: Server[]): Promise<Figure[]> {
  const shape: Shape = { ...SPREAD, buyers: TIGHT_BUYERS }
  const figures: Figure[] = []
  for (const [accountId, name, tight, places] of [
    [7_000_000, 'cap', { cap: CAP }, CAP],
    [8_000_000, 'balance', { money: PAID_FOR * PRICE }, PAID_FOR],
  ] as const) {
    const markets = await withPlatform(database.env, ({ db, secrets }) =>
      makeMarkets(db, secrets, { ...shape, ...tight }, accountId),
    )
    const sample = await measure(database, { servers, markets }, CONNECTIONS, 4)
    const again = againOf([sample])
    figures.push({ name: `batches decided again up to a ${name}`, measured: again, unit: '%', better: 'less' })
    const sold = await withPlatform(database.env, ({ db }) => soldBy(db, accountId))
    const worst = Math.max(...sold.map((sales) => sales - places))
    figures.push(none(`most sold over a ${name} by two processes`, Math.max(0, worst)))
    figures.push(none(`places under a ${name} left while leads were refused`, Math.max(0, -Math.min(...sold) + places)))
  }
  return figures
}

/** Sales of each buyer. */
async function soldBy(db: Db, accountId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('buyers as b')
    .leftJoin('attempts as a', (join) =>
      join.onRef('a.account_id', '=', 'b.account_id').onRef('a.buyer_id', '=', 'b.buyer_id'),
    )
    .select((q) => q.fn.count<number>('a.attempt_id').as('sales'))
    .where('b.account_id', '=', accountId)
    .groupBy('b.buyer_id')
    .execute()
  return rows.map((row) => row.sales)
}

function figuresOf(pairs: Record<World, Pairs>): Figure[] {
  return WORLDS.flatMap((world) => {
    const { one, two: both } = pairs[world]
    const ratio = median(both.map((sample, round) => sample.rate / (one[round]?.rate ?? Number.NaN)))
    const words = WORDS[world]
    return [
      // misses costing more than a fifth would be a reason to think of leases
      { name: `two processes ÷ one, ${words}`, measured: ratio, unit: '%', atLeast: 0.8, aim: 1, better: 'more' },
      { name: `batches decided again, two processes, ${words}`, measured: againOf(both), unit: '%', better: 'less' },
    ] as const
  })
}

function rowsOf(pairs: Record<World, Pairs>): Row[] {
  return WORLDS.flatMap((world) =>
    ([1, 2] as const).map((processes) =>
      rowOf({ world: WORDS[world], processes }, processes === 1 ? pairs[world].one : pairs[world].two),
    ),
  )
}

async function run(options: Options): Promise<Measured> {
  const database = await openBenchDatabase()
  const servers: Server[] = []
  try {
    const worlds = await withPlatform(database.env, async ({ db, secrets }) => ({
      spread: await makeMarkets(db, secrets, SPREAD, 1_000_000),
      hot: await makeMarkets(db, secrets, HOT, 2_000_000),
    }))
    for (let nth = 0; nth < 2; nth++)
      servers.push(await startServer(new URL('./ours.ts', import.meta.url), database.env))
    const pairs = await rounds(database, servers, worlds, options)
    const tight = await sellOut(database, servers)
    const wrong = await withPlatform(database.env, ({ db }) =>
      checked(
        db,
        Object.values(pairs).flatMap((pair) => [...pair.one, ...pair.two]),
      ),
    )
    return { figures: [...figuresOf(pairs), ...tight, ...wrong], rows: rowsOf(pairs) }
  } finally {
    for (const server of servers) await server.stop()
    await database.stop()
  }
}

export const two: Bench = {
  name: 'two',
  about: 'Two processes on one database beside one: throughput, batches decided again, and nothing sold too often.',
  run,
}
