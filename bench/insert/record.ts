/** Real batches: what ingestion sends to SQL `ingest`, kept as it leaves the product. */
import { noCourier } from '../../dev/no-courier.ts'
import { LIMITS } from '../../server/intake/batcher.ts'
import { openIntake } from '../../server/intake/intake.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { fieldsOf } from '../ingest/lead.ts'
import type { Market } from '../ingest/world.ts'

/** A call of `ingest` as ingestion makes it. */
export interface Call {
  text: string
  values: readonly unknown[]
}

const MANY = 100_000

/** Posts enough leads for so many whole batches and resolves with their calls. */
export async function recordBatches(platform: Platform, market: Market, count: number, size: number): Promise<Call[]> {
  const calls: Call[] = []
  watch(platform, calls)
  const limits = { ...LIMITS, inFlight: 1, perAccount: 1, batch: size, waiting: MANY }
  const intake = openIntake({ ...platform, now: () => platform.clock.now() }, { courier: noCourier, limits })
  const postOf = (nth: number) => {
    const supplier = market.suppliers[nth % market.suppliers.length]
    const system = `"lp_campaign_id":${market.accountId},"lp_supplier_id":${supplier?.id},"lp_key":"${supplier?.key}"`
    const body = Buffer.from(`{${system},${fieldsOf(nth, nth % market.segments)}`)
    return intake.receive(body, 'application/json', '203.0.113.7')
  }
  // keys known first: a look-up each would not let posts gather
  const first = market.suppliers.length
  for (let nth = 0; nth < first; nth++) await postOf(nth)
  // one post is a batch of its own, behind which the others gather
  const posts = Array.from({ length: count * size + 1 }, (_, nth) => postOf(first + nth))
  const answers = await Promise.all(posts)
  await intake.close()
  const unsold = answers.find((answer) => answer.code !== 0)
  if (unsold) throw new Error(`not every lead was sold: ${unsold.body}`)
  return calls.slice(-count)
}

/** Notes every call of `ingest` on connections made from now on. */
function watch({ pool }: Platform, calls: Call[]): void {
  pool.on('connect', (client) => {
    // pg's own query, in the one of its many forms that ingestion uses
    const query = client.query.bind(client) as (config: unknown, ...rest: unknown[]) => unknown
    const noting = (config: Partial<Call> & { name?: string }, ...rest: unknown[]) => {
      const { name, text, values } = config
      if (name === 'intake-ingest' && text && values) calls.push({ text, values })
      return query(config, ...rest)
    }
    client.query = noting as typeof client.query // the same function with a note taken
  })
}
