/**
 * The load, in a process of its own: autocannon with a new person in every post. Prints its result as one JSON line.
 */
import autocannon from 'autocannon'
import { percentile } from '../statistics.ts'
import { fieldsOf } from './lead.ts'
import type { Market } from './world.ts'

export interface LoadJob {
  url: string
  connections: number
  seconds: number
  markets: Market[]
  /** Persons start here, so that no two runs post the same one. */
  from: number
}

export interface LoadResult {
  /** Answers a second. */
  rate: number
  accepted: number
  /** Answers by their code; -1 is anything that is no answer of ours. */
  codes: Record<string, number>
  p50: number
  p99: number
  /** Some of the ids that were acknowledged as accepted. */
  ids: string[]
}

const MOST_IDS = 500
const EVERY = 37

const [job] = process.argv.slice(2).map((text) => JSON.parse(text) as LoadJob) // what bench/ingest/measure.ts sends
if (job) process.stdout.write(JSON.stringify(await run(job)))

async function run({ url, connections, seconds, markets, from }: LoadJob): Promise<LoadResult> {
  let nth = from
  const codes: Record<string, number> = {}
  const ids: string[] = []
  const times: number[] = []
  const result = await cannon(
    {
      url,
      connections,
      duration: seconds,
      requests: [
        {
          method: 'POST',
          path: '/direct_post',
          headers: { 'content-type': 'application/json', host: new URL(url).host },
          setupRequest: (request) => ({ ...request, body: bodyOf(markets, nth++) }),
          onResponse: (_status, body) => {
            const code = /"code":(\d+)/.exec(body)?.[1] ?? '-1'
            codes[code] = (codes[code] ?? 0) + 1
            if (code === '0' && ids.length < MOST_IDS && nth % EVERY === 0) ids.push(body.slice(7, 33))
          },
        },
      ],
    },
    (ms) => times.push(ms),
  )
  const sorted = Float64Array.from(times).sort()
  return {
    rate: times.length / result.duration,
    accepted: codes['0'] ?? 0,
    codes,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    ids,
  }
}

/** autocannon's own percentiles are whole milliseconds, so each answer's time is taken from it. */
function cannon(options: autocannon.Options, onAnswer: (ms: number) => void): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const instance = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
    instance.on('response', (_client, _status, _bytes, ms) => onAnswer(ms))
  })
}

/** Markets in turn; in each, the kinds of leads in turn; of each kind, the suppliers in turn. */
function bodyOf(markets: readonly Market[], nth: number): string {
  const market = markets[nth % markets.length]
  if (!market) throw new Error('no market')
  const turn = Math.floor(nth / markets.length)
  const supplier = market.suppliers[Math.floor(turn / market.segments) % market.suppliers.length]
  const system = `"lp_campaign_id":${market.accountId},"lp_supplier_id":${supplier?.id},"lp_key":"${supplier?.key}"`
  return `{${system},${fieldsOf(nth, turn % market.segments)}`
}
