/** The router alone, in memory: who gets a lead among 100 or 1,000 buyers that each have ten rules, also with long lists. */
import type { ValueList } from '../../contract/lists.ts'
import { BuyerPart, CampaignPart, type CampaignSettings, SupplierPart } from '../../contract/settings.ts'
import { opened, packed } from '../../server/lists/rules.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { choose, offersInOrder } from '../../server/routing/choose.ts'
import type { CompiledCampaign } from '../../server/routing/compile.ts'
import type { Candidate } from '../../server/routing/conditions.ts'
import { compiledOf } from '../../server/routing/ops.ts'
import type { Bench, Figure, Measured, Options } from '../bench.ts'
import { FIELDS } from '../ingest/lead.ts'
import { median } from '../statistics.ts'

const RULES = 10
const SUPPLIER = 1
const STATES = ['CA', 'TX', 'FL', 'NY']

interface Lists {
  zips: ValueList
  emails: ValueList
}

interface Case {
  buyers: number
  distribution: 'waterfall' | 'highest_bidder'
  /** Named by each buyer in a filter. */
  lists?: Lists
}

/** Ten pricing rules a buyer of two conditions each, of which a lead matches at most one, and four filters. */
function buyerPart(nth: number, lists: Lists | undefined): BuyerPart {
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
    ...(lists
      ? [
          { mode: 'allow', conditions: [{ op: 'any_of', field: 'zip', list: lists.zips.id }] },
          { mode: 'block', conditions: [{ op: 'any_of', field: 'email', list: lists.emails.id }] },
        ]
      : []),
  ]
  const schedule = { open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], datesOff: ['2001-01-01'] }
  return BuyerPart.parse({ price: 900, position: nth, rules, filters, schedule })
}

function settingsOf({ distribution, buyers, lists }: Case): CampaignSettings {
  return {
    campaign: CampaignPart.parse({ zone: 'America/New_York', fields: FIELDS, distribution }),
    suppliers: new Map([[SUPPLIER, SupplierPart.parse({ payout: { kind: 'fixed', amount: 100 } })]]),
    buyers: new Map(Array.from({ length: buyers }, (_, at) => [at + 1, buyerPart(at + 1, lists)])),
    ...(lists && { lists: new Map(Object.values(lists).map((list) => [list.id, list])) }),
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
function timeOf(campaign: CompiledCampaign, buyers: number, candidates: readonly Candidate[]): number {
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
        obstacle: () => (++asked < buyers ? { kind: 'balance' } : undefined),
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

const VALUES = 100_000

/** A list as it is kept and opened: every ZIP code there can be, or as many e-mail addresses. */
function listOf(kind: 'postal_code' | 'email', values: string[]): ValueList {
  const { id, body } = packed(kind, kind, values)
  return opened({ id, name: kind, kind, count: values.length }, body)
}

function makeLists(): Lists {
  const all = Array.from({ length: VALUES }, (_, nth) => nth)
  return {
    zips: listOf(
      'postal_code',
      all.map((nth) => String(nth).padStart(5, '0')),
    ),
    emails: listOf(
      'email',
      all.map((nth) => `person${nth}@example.com`),
    ),
  }
}

function figureOf(one: Case, candidates: readonly Candidate[]): Figure {
  const { buyers, distribution, lists } = one
  const campaign = compiledOf(settingsOf(one))
  timeOf(campaign, buyers, candidates)
  const measured = median(Array.from({ length: 9 }, () => timeOf(campaign, buyers, candidates)))
  const withLists = lists ? ', two lists of 100,000 each' : ''
  const words = distribution.replace('_', ' ')
  const name = `a decision among ${buyers.toLocaleString('en-US')} buyers with ${RULES} rules, ${words}${withLists}`
  // ten times the buyers, ten times the time, where every one of them is asked
  const times = buyers / 100
  return { name, measured, unit: 'µs', atLeast: 200 * times, aim: 50 * times, better: 'less' }
}

async function run({ quick }: Options): Promise<Measured> {
  const candidates = Array.from({ length: quick ? 500 : 5_000 }, (_, nth) => candidateOf(nth))
  const lists = makeLists()
  const cases: Case[] = [
    { buyers: 100, distribution: 'waterfall' },
    { buyers: 100, distribution: 'highest_bidder' },
    { buyers: 100, distribution: 'waterfall', lists },
    { buyers: 1_000, distribution: 'waterfall' },
    { buyers: 1_000, distribution: 'waterfall', lists },
  ]
  const figures = cases.map((one) => figureOf(one, one.buyers > 100 ? candidates.slice(0, 500) : candidates))
  return { figures, rows: figures.map(({ name, measured }) => ({ decision: name, µs: measured })) }
}

export const routing: Bench = { name: 'routing', about: 'One decision in memory, every buyer asked.', run }
