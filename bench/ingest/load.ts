/**
 * The load, in a process of its own: autocannon with a new person in every post. Prints its result as one JSON line.
 */
import autocannon from 'autocannon'
import { type Market, STATE_CODES } from './world.ts'

export interface LoadJob {
  url: string
  connections: number
  seconds: number
  markets: Market[]
  /** Names start here, so that no two runs post the same person. */
  from: number
}

export interface LoadResult {
  /** Answers a second. */
  rate: number
  accepted: number
  other: number
  p50: number
  p99: number
  sample: string
}

const [job] = process.argv.slice(2).map((text) => JSON.parse(text) as LoadJob)
if (job) process.stdout.write(JSON.stringify(await run(job)))

async function run({ url, connections, seconds, markets, from }: LoadJob): Promise<LoadResult> {
  let nth = from
  let accepted = 0
  let other = 0
  let sample = ''
  const bodyOf = bodies(markets)
  const instance = autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/direct_post',
        headers: { 'content-type': 'application/json', host: new URL(url).host },
        setupRequest: (request) => ({ ...request, body: bodyOf(nth++) }),
        onResponse: (_status, body) => {
          if (body.includes('ACCEPTED')) accepted++
          else if (other++ === 0) sample = body
        },
      },
    ],
  })
  const result = await instance
  return {
    rate: result.requests.average,
    accepted,
    other,
    p50: result.latency.p50,
    p99: result.latency.p99,
    sample,
  }
}

/** 27 fields, about 1 KB. */
function bodies(markets: Market[]): (nth: number) => string {
  const filler = Object.fromEntries(
    Array.from({ length: 13 }, (_, at) => [`extra_${at + 1}`, `answer number ${at + 1}`]),
  )
  const rest = JSON.stringify({
    street: '12 Orchard Lane',
    city: 'Paradise',
    zip: '95965',
    monthly_bill: 165,
    birth: '1984-03-12',
    owns_home: 'yes',
    landing_page: 'https://example.com/solar/offer',
    ip: '203.0.113.7',
    consent_text: 'By pressing the button I agree to be called about solar offers by up to four partners.',
    ...filler,
  }).slice(1)
  return (nth) => {
    const market = markets[nth % markets.length]
    const phone = `+1${2 + (nth % 8)}${String(10 + (Math.floor(nth / 8) % 90))}${String(2_000_000 + (Math.floor(nth / 720) % 7_999_999))}`
    const state = STATE_CODES[nth % STATE_CODES.length]
    return `{"lp_campaign_id":${market?.campaignId},"lp_supplier_id":${market?.supplierId},"lp_key":"${market?.key}","first_name":"Ada${nth}","last_name":"Lovelace","phone":"${phone}","email":"ada${nth}@example.com","state":"${state}",${rest}`
  }
}
