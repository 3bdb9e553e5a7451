/** Posts at a steady rate, whether answers come or not, in a process of its own. Prints one JSON line. */
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fieldsOf } from '../ingest/lead.ts'
import type { Market } from '../ingest/world.ts'
import { percentile } from '../statistics.ts'

export interface DeliveryJob {
  url: string
  market: Market
  seconds: number
  /** Leads a second of each kind: of each buyer. */
  rates: number[]
}

/** By kind of lead. */
export interface DeliveryResult {
  codes: Record<string, number>
  p50: number
  p99: number
}

const WARM_MS = 2_000

const [job] = process.argv.slice(2).map((text) => JSON.parse(text) as DeliveryJob) // what bench/delivery/run.ts sends
if (job) process.stdout.write(JSON.stringify(await Promise.all(job.rates.map((rate, kind) => run(job, rate, kind)))))

async function run({ url, market, seconds }: DeliveryJob, rate: number, kind: number): Promise<DeliveryResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  const times: number[] = []
  const codes: Record<string, number> = {}
  const posts: Promise<void>[] = []
  const began = performance.now()
  for (let nth = 0; nth < rate * seconds; nth++) {
    const due = began + (nth * 1_000) / rate
    const wait = due - performance.now()
    if (wait > 1) await pause(wait)
    posts.push(
      post(url, agent, bodyOf(market, kind, nth)).then(({ code, ms }) => {
        codes[code] = (codes[code] ?? 0) + 1
        if (due - began > WARM_MS) times.push(ms)
      }),
    )
  }
  await Promise.all(posts)
  agent.destroy()
  const sorted = Float64Array.from(times).sort()
  return { codes, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) }
}

function bodyOf(market: Market, kind: number, nth: number): string {
  const [supplier] = market.suppliers
  const system = `"lp_campaign_id":${market.accountId},"lp_supplier_id":${supplier?.id},"lp_key":"${supplier?.key}"`
  return `{${system},${fieldsOf(kind * 10_000_000 + nth, kind)}`
}

function post(url: string, agent: Agent, body: string): Promise<{ code: string; ms: number }> {
  const began = performance.now()
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve) => {
    const call = request(`${url}/direct_post`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('end', () => resolve({ code: /"code":(\d+)/.exec(text)?.[1] ?? '-1', ms: performance.now() - began }))
    })
    call.on('error', () => resolve({ code: '-1', ms: performance.now() - began }))
    call.end(body)
  })
}
