/** A thousand buyers in the campaign beside ten: what a lead costs that most buyers do not want. */
import type { Bench, Measured, Options } from '../bench.ts'
import { openBenchDatabase, withPlatform } from '../database.ts'
import { measure, type Sample } from '../ingest/measure.ts'
import { rowOf } from '../ingest/run.ts'
import { makeMarkets, type Shape } from '../ingest/world.ts'
import { checked } from '../ingest/wrong.ts'
import { startServer } from '../processes.ts'
import { median } from '../statistics.ts'

const CONNECTIONS = 128
const shapeOf = (buyers: number): Shape => ({ accounts: 1, suppliers: 10, buyers, hot: false })

async function run({ quick, say }: Options): Promise<Measured> {
  const database = await openBenchDatabase()
  try {
    const { few, many } = await withPlatform(database.env, async ({ db, secrets }) => ({
      few: await makeMarkets(db, secrets, shapeOf(10), 1_000_000),
      many: await makeMarkets(db, secrets, shapeOf(1_000), 2_000_000),
    }))
    const servers = [await startServer(new URL('../ingest/ours.ts', import.meta.url), database.env)]
    const samples: { few: Sample[]; many: Sample[] } = { few: [], many: [] }
    const seconds = quick ? 2 : 10
    for (const markets of [few, many]) await measure(database, { servers, markets }, 64, Math.min(3, seconds))
    for (let round = 1; round <= (quick ? 1 : 3); round++) {
      samples.few.push(await measure(database, { servers, markets: few }, CONNECTIONS, seconds))
      samples.many.push(await measure(database, { servers, markets: many }, CONNECTIONS, seconds))
      say(`round ${round} of ${quick ? 1 : 3}`)
    }
    for (const server of servers) await server.stop()
    const measured = median(samples.many.map((sample, round) => sample.rate / (samples.few[round]?.rate ?? Number.NaN)))
    const name = 'ingest, 1,000 buyers in the campaign ÷ 10'
    const wrong = await withPlatform(database.env, ({ db }) => checked(db, [...samples.few, ...samples.many]))
    return {
      figures: [{ name, measured, unit: '%', atLeast: 0.5, aim: 0.8, better: 'more' }, ...wrong],
      rows: [rowOf({ buyers: 10 }, samples.few), rowOf({ buyers: 1_000 }, samples.many)],
    }
  } finally {
    await database.stop()
  }
}

export const buyers: Bench = {
  name: 'buyers',
  about: 'Ingestion with 1,000 buyers in the campaign beside 10.',
  run,
}
