/** Invariant 8 from a post to the drawer: whatever ends a lead, or passes a buyer over, the drawer names the rule. */
import { beforeAll, describe, expect, test } from 'vitest'
import { readLead, type TimelineEntry } from '../../contract/api/leads.ts'
import type { Filter } from '../../contract/conditions.ts'
import type { BuyerPart, DuplicateCheck } from '../../contract/settings.ts'
import { buyerPart, makeCampaign, type SolarCampaign, type SolarOptions } from '../../test/factories/campaign.ts'
import { type Answered, anIntake, aPayingClient, post } from '../../test/factories/intake.ts'
import { aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { addBuyer, pauseBuyer } from '../campaigns/actions/buyers.ts'
import { addDoNotSell } from '../campaigns/actions/do-not-sell.ts'
import { leadRoutes } from '../leads/routes.ts'

let world: World
beforeAll(async () => {
  world = await aWorld('America/Los_Angeles')
})

let nth = 3_000
const leadOf = ({ campaignId, supplier }: SolarCampaign, more: Record<string, unknown> = {}) => ({
  lp_campaign_id: campaignId,
  lp_supplier_id: supplier.id,
  lp_key: supplier.key,
  first_name: 'Ada',
  phone: `(415) 555-${++nth}`,
  email: `ada${nth}@example.com`,
  state: 'CA',
  monthly_bill: 180,
  ...more,
})

async function timelineOf(solar: SolarCampaign, { id = '' }: Answered): Promise<TimelineEntry[]> {
  const params = { account: world.accountId, lead: id }
  return (await call(leadRoutes, solar.ctx, readLead, { params })).timeline ?? []
}

const onlyTexas: Filter = { mode: 'allow', conditions: [{ op: 'any_of', field: 'state', values: ['TX'] }] }
const noCheap: Filter = { mode: 'block', conditions: [{ op: 'lt', field: 'monthly_bill', value: 200 }] }
const oneADay = { day: 1, weekdays: {}, week: 0, month: 0, total: 0 }
const checked: DuplicateCheck = { days: 30, fields: ['phone'], match: 'any', scope: 'campaign' }

describe('a lead that failed', () => {
  interface Case {
    options?: SolarOptions
    /** Before the lead that is asked about. */
    before?: (solar: SolarCampaign) => Promise<unknown>
    lead?: Record<string, unknown>
    code: number
    kind: TimelineEntry['kind']
    words: RegExp
  }
  const sold = (solar: SolarCampaign, lead?: Record<string, unknown>) => post(anIntake(world), leadOf(solar, lead))
  const cases: Record<string, Case> = {
    'by a missing field': { lead: { phone: undefined }, code: 1015, kind: 'validation', words: /phone: required/ },
    'by a wrong type': { lead: { monthly_bill: 'much' }, code: 1015, kind: 'validation', words: /monthly_bill: / },
    'by a value not on the list': { lead: { roof: 'Straw' }, code: 1015, kind: 'validation', words: /roof: .*Metal/ },
    'by a sub id': { lead: { lp_subid3: 'x'.repeat(76) }, code: 1015, kind: 'validation', words: /lp_subid3: .*75/ },
    'by the do-not-sell list': {
      before: ({ ctx }) => addDoNotSell(ctx, { phones: [], emails: ['NEVER@example.com'] }),
      lead: { email: 'never@example.com' },
      code: 1010,
      kind: 'filters',
      words: /do-not-sell/i,
    },
    'by the supplier’s filter': {
      options: { supplier: { filters: [noCheap] } },
      code: 1010,
      kind: 'filters',
      words: /supplier filter 1/i,
    },
    'by the campaign’s second filter': {
      options: { campaign: { filters: [{ ...onlyTexas, mode: 'block' }, noCheap] } },
      code: 1010,
      kind: 'filters',
      words: /campaign filter 2/i,
    },
    'by the supplier’s cap': {
      options: { supplier: { caps: oneADay } },
      before: sold,
      code: 1009,
      kind: 'supplier_cap',
      words: /cap/i,
    },
    'as the same post again': {
      before: (solar) => sold(solar, { phone: '4155550001', email: 'same@example.com' }),
      lead: { phone: '4155550001', email: 'same@example.com' },
      code: 1008,
      kind: 'duplicates',
      words: /accepted lead came before/i,
    },
    'by the campaign’s duplicate check': {
      options: { campaign: { duplicates: checked } },
      before: (solar) => sold(solar, { phone: '4155550002' }),
      lead: { phone: '4155550002' },
      code: 1008,
      kind: 'duplicates',
      words: /accepted lead came before/i,
    },
  }
  test.each(Object.entries(cases))('%s', async (_name, { options, before, lead, code, kind, words }) => {
    const solar = await makeCampaign(world, options)
    await before?.(solar)
    const answer = await post(anIntake(world), leadOf(solar, lead))
    expect(answer.code).toBe(code)
    const timeline = await timelineOf(solar, answer)
    const step = timeline.find((entry) => entry.kind === kind && entry.tone === 'bad')
    expect(`${step?.title} ${step?.text}`).toMatch(words)
    expect(timeline.at(-1)).toMatchObject({ kind: 'answer', title: expect.stringContaining(`code ${code}`) })
    if (code === 1008) expect(step?.lead).toBe(answer.duplicate_of)
  })
})

describe('a buyer that did not get a lead', () => {
  interface Case {
    part?: Partial<BuyerPart>
    campaign?: SolarOptions['campaign']
    /** The buyer's Client is billed to a wallet with this balance. */
    balance?: number
    before?: (solar: SolarCampaign, buyerId: number) => Promise<unknown>
    lead?: Record<string, unknown>
    reason: string
    words: RegExp
  }
  const bought = (solar: SolarCampaign, _buyer?: number, lead?: Record<string, unknown>) =>
    post(anIntake(world), leadOf(solar, lead))
  const closed = { open: [{ days: [1], from: '08:00', to: '09:00' }], datesOff: [] }
  const cases: Record<string, Case> = {
    'for the operator’s pause': {
      before: ({ ctx }, buyerId) => pauseBuyer(ctx, buyerId, { until: null, reason: 'holiday' }),
      reason: 'paused',
      words: /paused/,
    },
    'for its schedule': { part: { schedule: closed }, reason: 'closed', words: /Closed.*08:00/ },
    'for a date off': {
      part: { schedule: { open: null, datesOff: [NOW.toISOString().slice(0, 10)] } },
      reason: 'closed',
      words: /Closed/,
    },
    'for its second filter': {
      part: { filters: [{ ...onlyTexas, mode: 'block' }, onlyTexas] },
      reason: 'filter',
      words: /Filter 2: .*State.*TX/,
    },
    'for the campaign’s margin': {
      campaign: { minimumMargin: 3_000 },
      reason: 'below_margin',
      words: /margin of \$30/,
    },
    'for a full daily cap': { part: { caps: oneADay }, before: bought, reason: 'cap', words: /Daily cap of 1/ },
    'for a full total cap': {
      part: { caps: { ...oneADay, day: 0, total: 1 } },
      before: bought,
      reason: 'cap',
      words: /Total cap of 1/,
    },
    'for a spent budget': {
      part: { budget: { on: true, day: 0, week: 7_999, month: 0, total: 0 } },
      before: bought,
      reason: 'budget',
      words: /Weekly budget of \$79.99/,
    },
    'for the balance': { balance: 3_999, reason: 'balance', words: /balance/ },
    'for a person its customer has': {
      balance: 1_000_000,
      before: (solar, id) => bought(solar, id, { phone: '4155550009' }),
      lead: { phone: '4155550009' },
      reason: 'same_person',
      words: /same person/,
    },
    'for a duplicate it has': {
      campaign: { duplicates: { ...checked, scope: 'buyer' } },
      before: (solar, id) => bought(solar, id, { phone: '4155550010' }),
      lead: { phone: '4155550010' },
      reason: 'duplicate',
      words: /duplicate/,
    },
  }
  test.each(Object.entries(cases))('%s', async (_name, given) => {
    const solar = await makeCampaign(world, { buyers: [], campaign: given.campaign ?? {} })
    const buyer = await asked(solar, given)
    await given.before?.(solar, buyer)
    const answer = await post(anIntake(world), leadOf(solar, given.lead))
    expect(answer.code).toBe(1005)
    const step = (await timelineOf(solar, answer)).find((entry) => entry.buyer?.id === buyer)
    expect(step).toMatchObject({ kind: 'skipped', reason: given.reason, text: expect.stringMatching(given.words) })
  })

  test('because another one did: both stand in the drawer', async () => {
    const solar = await makeCampaign(world, { buyers: [{}, {}, { filters: [onlyTexas] }] })
    const timeline = await timelineOf(solar, await post(anIntake(world), leadOf(solar)))
    const told = timeline.flatMap(({ buyer, kind, reason }) => (buyer ? [[buyer.id, kind, reason]] : []))
    const [first, second, third] = solar.buyers.map(({ id }) => id)
    expect(told).toEqual([
      [third, 'skipped', 'filter'],
      [first, 'attempt', null],
      [second, 'skipped', 'earlier_buyer'],
    ])
  })

  async function asked(solar: SolarCampaign, { part = {}, balance }: Case): Promise<number> {
    const client = balance === undefined ? solar.supplier.clientId : (await aPayingClient(world, { balance })).clientId
    const settings = buyerPart(part)
    return (await addBuyer(solar.ctx, solar.campaignId, { client, name: 'Summit', settings })).id
  }
})
