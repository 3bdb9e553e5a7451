/**
 * Real-time delivery: what we add to a buyer's own answer at 200 leads a second, while buyers beside it stall, are dead,
 * answer nonsense and hang up.
 */
import { sql } from 'kysely'
import { DirectPost } from '../../contract/delivery.ts'
import type { Bench, Figure, Measured, Options } from '../bench.ts'
import { openBenchDatabase, withPlatform } from '../database.ts'
import { makeMarkets } from '../ingest/world.ts'
import { none } from '../ingest/wrong.ts'
import { runJob, type Server, startServer } from '../processes.ts'
import { FAST_MS } from './buyer.ts'
import type { DeliveryJob, DeliveryResult } from './load.ts'

const ACCOUNT = 9_000_000
const KINDS = ['healthy', 'stalling', 'dead', 'lying', 'dying'] as const
/** Leads a second of each; nobody listens on the discard port. */
const RATES = [200, 20, 20, 20, 20]
const DEAD = 'http://127.0.0.1:9/dead'

const callOf = (url: string) =>
  DirectPost.parse({
    kind: 'direct_post',
    call: { url, body: { format: 'json', template: '{"phone":"{{ phone }}","name":"{{ first_name }}"}' } },
    timeoutSeconds: 2,
    answers: { rules: [{ outcome: 'accepted', tests: [{ place: { at: 'status' }, op: 'equals', value: '200' }] }] },
  })

async function run({ quick }: Options): Promise<Measured> {
  const database = await openBenchDatabase()
  const servers: Server[] = []
  try {
    const buyer = await startServer(new URL('./buyer.ts', import.meta.url), {})
    servers.push(buyer)
    const { url } = buyer
    const deliveries = [`${url}/fast`, `${url}/slow`, DEAD, `${url}/lie`, `${url}/die`].map(callOf)
    const shape = { accounts: 1, suppliers: 1, buyers: KINDS.length, hot: false, deliveries }
    const [market] = await withPlatform(database.env, ({ db, secrets }) => makeMarkets(db, secrets, shape, ACCOUNT))
    if (!market) throw new Error('no market')
    const server = await startServer(new URL('./called.ts', import.meta.url), database.env)
    servers.push(server)
    const job: DeliveryJob = { url: server.url, market, seconds: quick ? 5 : 30, rates: RATES }
    const results = await runJob<DeliveryResult[]>(new URL('./load.ts', import.meta.url), job)
    const wrong = await withPlatform(database.env, ({ db }) => wrongIn(db))
    return { figures: [...figuresOf(results), ...wrong], rows: rowsOf(results) }
  } finally {
    for (const server of servers) await server.stop()
    await database.stop()
  }
}

function figuresOf([healthy]: readonly DeliveryResult[]): Figure[] {
  const own = (ms = Number.NaN) => ms - FAST_MS
  return [
    {
      name: 'own time added to the buyer’s answer, p99, 200 leads/s',
      measured: own(healthy?.p99),
      unit: 'ms',
      atLeast: 15,
      aim: 5,
      better: 'less',
    },
    {
      name: 'own time added to the buyer’s answer, p50, 200 leads/s',
      measured: own(healthy?.p50),
      unit: 'ms',
      better: 'less',
    },
  ]
}

const rowsOf = (results: readonly DeliveryResult[]) =>
  results.map(({ p50, p99, codes }, kind) => ({
    buyer: KINDS[kind] ?? '',
    'leads/s': RATES[kind] ?? 0,
    'p50 ms': Math.round(p50),
    'p99 ms': Math.round(p99),
    answers: Object.entries(codes)
      .map(([code, count]) => `${code}: ${count}`)
      .join(', '),
  }))

/** What must never be: money held for nothing, a sale debited other than once, a lead left in process. */
async function wrongIn(db: Parameters<Parameters<typeof withPlatform>[1]>[0]['db']): Promise<Figure[]> {
  const count = async (text: string) => {
    const { rows } = await sql<{ n: number }>`${sql.raw(text)}`.execute(db)
    return rows[0]?.n ?? Number.NaN
  }
  const held = `select count(*) as n from wallets w where w.reserved <> (
    select coalesce(sum(r.amount), 0) from reservations r where r.account_id = w.account_id and r.wallet_id = w.wallet_id)`
  const debits = `select count(*) as n from attempts a left join transfers t
    on t.account_id = a.account_id and t.kind = 'sale' and t.source = a.attempt_id and t.amount = a.price
    where (a.outcome = 'accepted') <> (t.source is not null)`
  const left = `select count(*) as n from leads where code = 1049`
  const open = `select count(*) as n from reservations where state <> 'unknown'`
  return [
    none('wallets that hold money for nothing', await count(held)),
    none('sales not debited once', await count(debits)),
    none('leads left in process', await count(left)),
    none('places neither settled, released nor listed as unknown', await count(open)),
  ]
}

export const delivery: Bench = {
  name: 'delivery',
  about:
    'Buyers that are called: own time beside their answer, with a stalling, a dead, a lying and a dying one among them.',
  run,
}
