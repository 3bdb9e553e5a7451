/** The router alone, in memory: who gets a lead among 100 buyers that each have ten rules. */
import { BuyerPart, CampaignPart, type CampaignSettings, SupplierPart } from '../../contract/settings.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { choose, offersInOrder } from '../../server/routing/choose.ts'
import type { CompiledCampaign } from '../../server/routing/compile.ts'
import type { Candidate } from '../../server/routing/conditions.ts'
import { compiledOf } from '../../server/routing/ops.ts'
import type { Bench, Figure, Measured, Options } from '../bench.ts'
import { FIELDS } from '../ingest/lead.ts'
import { median } from '../statistics.ts'

const BUYERS = 100
const RULES = 10
const SUPPLIER = 1
const STATES = ['CA', 'TX', 'FL', 'NY']

/** Ten pricing rules a buyer of two conditions each, of which a lead matches at most one, and four filters. */
function buyerPart(nth: number): BuyerPart {
  const rules = Array.from({ length: RULES }, (_, at) => ({
    price: 1_000 + 10 * at,
    conditions: [
      { op: 'any_of', field: 'state', values: STATES },
      { op: 'between', field: 'monthly_bill', from: 1_000 * at + nth, to: 1_000 * at + nth + 9 },
    ],
  }))
  const filters = [
    { mode: 'allow', conditions: [{ op: 'any_of', field: 'state', values: STATES }] },
    { mode: 'allow', conditions: [{ op: 'ge', field: 'birth', value: 25 }] },
    { mode: 'block', conditions: [{ op: 'contains', field: 'email', values: ['test', 'example.org'] }] },
    { mode: 'block', conditions: [{ op: 'starts_with', field: 'zip', values: ['00', '99'] }] },
  ]
  const schedule = { open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], datesOff: ['2001-01-01'] }
  return BuyerPart.parse({ price: 900, position: nth, rules, filters, schedule })
}

function settingsOf(distribution: 'waterfall' | 'highest_bidder'): CampaignSettings {
  return {
    campaign: CampaignPart.parse({ zone: 'America/New_York', fields: FIELDS, distribution }),
    suppliers: new Map([[SUPPLIER, SupplierPart.parse({ payout: { kind: 'fixed', amount: 100 } })]]),
    buyers: new Map(Array.from({ length: BUYERS }, (_, at) => [at + 1, buyerPart(at + 1)])),
  }
}

function candidateOf(nth: number): Candidate {
  const values = FIELDS.map(({ name }) => {
    if (name === 'state') return STATES[nth % STATES.length] ?? null
    if (name === 'monthly_bill') return (nth * 37) % 10_000
    if (name === 'birth') return '1984-03-12'
    return name === 'zip' ? '95965' : `${name} ${nth}`
  })
  return { values, subIds: [], at: systemClock.now() }
}

const NOBODY: ReadonlySet<number> = new Set()

/** Microseconds a decision, asking every buyer: none can take it until the last. */
function timeOf(campaign: CompiledCampaign, candidates: readonly Candidate[]): number {
  const supplier = campaign.suppliers.get(SUPPLIER)
  if (!supplier) throw new Error('no supplier')
  let sales = 0
  // of this thread alone: a decision waits for nothing, but the machine may be busy
  const began = process.threadCpuUsage()
  for (const candidate of candidates) {
    let asked = 0
    const offers = offersInOrder(campaign, supplier, candidate)
    const { taken } = choose(
      { campaign, supplier, offers, progress: { called: NOBODY, places: 1, revenue: 0 } },
      {
        obstacle: () => (++asked < BUYERS ? { kind: 'balance' } : undefined),
        hasToAsk: () => false,
        creditOf: () => 0,
        take: () => {},
      },
    )
    sales += taken.length
  }
  const { user, system } = process.threadCpuUsage(began)
  if (sales !== candidates.length) throw new Error(`${sales} of ${candidates.length} were sold`)
  return (user + system) / candidates.length
}

async function run({ quick }: Options): Promise<Measured> {
  const candidates = Array.from({ length: quick ? 500 : 5_000 }, (_, nth) => candidateOf(nth))
  const figures: Figure[] = (['waterfall', 'highest_bidder'] as const).map((distribution) => {
    const campaign = compiledOf(settingsOf(distribution))
    timeOf(campaign, candidates)
    const measured = median(Array.from({ length: 9 }, () => timeOf(campaign, candidates)))
    const name = `a decision among ${BUYERS} buyers with ${RULES} rules, ${distribution.replace('_', ' ')}`
    return { name, measured, unit: 'µs', atLeast: 200, aim: 50, better: 'less' }
  })
  return { figures, rows: figures.map(({ name, measured }) => ({ decision: name, µs: measured })) }
}

export const routing: Bench = { name: 'routing', about: 'One decision in memory, every buyer asked.', run }
