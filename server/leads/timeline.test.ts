/** Every lead can be asked what happened to it, and every buyer that did not get it why (invariant 8). */
import { beforeAll, expect, test } from 'vitest'
import { readLead } from '../../contract/api/leads.ts'
import { aLead, type LeadSpec } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aWorld,
  type Campaign,
  mapClient,
  NOW,
  onlyNamed,
  teamOf,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { leadIdText } from '../platform/ids.ts'
import { leadRoutes } from './routes.ts'

let world: World
let campaign: Campaign
let supplierId: number

beforeAll(async () => {
  world = await aWorld()
  campaign = await aCampaign(world)
  supplierId = await aSupplier(world, campaign, { name: 'Clearpath Media' })
})

async function drawerOf(spec: Partial<LeadSpec>) {
  const id = await aLead(world, { campaign, supplierId, ...spec })
  const params = { account: world.accountId, lead: leadIdText(id) }
  return call(leadRoutes, world.as(teamOf(world)), readLead, { params })
}
const told = async (spec: Partial<LeadSpec>) =>
  ((await drawerOf(spec)).timeline ?? []).map(({ kind, tone, title, text }) => ({ kind, tone, title, text }))

test('a sold lead: who was passed over and why, who took it by which rule, what was debited', async () => {
  const own = await aCampaign(world)
  const supplier = await aSupplier(world, own, { name: 'Clearpath Media' })
  const clientId = await aClient(world)
  const walletId = await aCustomer(world, 'Summit Ridge Solar')
  await mapClient(world, { customerId: walletId, clientId, billed: true })
  const capped = await aBuyer(world, own, {
    name: 'Brightwater',
    position: 1,
    caps: { day: 50, weekdays: {}, week: 0, month: 0, total: 0 },
  })
  const picky = await aBuyer(world, own, { name: 'Sunpeak', position: 2, filters: [onlyNamed('Grace')] })
  const rules = [
    { price: 9_900, conditions: onlyNamed('Grace').conditions },
    { price: 4_600, conditions: onlyNamed('Ada').conditions },
  ]
  const winner = await aBuyer(world, own, { name: 'Summit', position: 3, clientId, rules })
  const late = await aBuyer(world, own, { name: 'Redwood', position: 4 })
  const timeline = await told({
    campaign: own,
    supplierId: supplier,
    why: { cap: { day: [capped] } },
    sales: [{ buyerId: winner, walletId, rule: 1 }],
  })
  expect(timeline).toEqual([
    {
      kind: 'received',
      tone: 'plain',
      title: 'Received from Clearpath Media',
      text: `Supplier ${supplier}, sub id 1 “sub-one”`,
    },
    { kind: 'validation', tone: 'good', title: 'Fields valid', text: '3 of 5 fields have a value.' },
    {
      kind: 'duplicates',
      tone: 'good',
      title: 'Not a duplicate',
      text: 'Compared with the same post within a minute.',
    },
    { kind: 'skipped', tone: 'skipped', title: 'Brightwater skipped', text: 'Daily cap of 50 was reached.' },
    {
      kind: 'skipped',
      tone: 'skipped',
      title: 'Sunpeak skipped',
      text: 'Filter 1: Allow when first_name is Grace.',
    },
    {
      kind: 'attempt',
      tone: 'good',
      title: 'Summit accepted for $46.00',
      text: 'Pricing rule 2: first_name is Ada. Kept for the portal.',
    },
    {
      kind: 'debit',
      tone: 'plain',
      title: '$46.00 debited',
      text: 'Summit Ridge Solar: balance $0.00 to -$46.00.',
    },
    { kind: 'skipped', tone: 'skipped', title: 'Redwood skipped', text: 'The lead went to a buyer before it.' },
    { kind: 'answer', tone: 'good', title: 'Answered ACCEPTED, code 0', text: 'Payout $24.00 in the answer.' },
  ])
  expect([picky, late]).toHaveLength(2)
})

test('a lead that ended before its buyers says where it ended, and names none of them', async () => {
  const buyerId = await aBuyer(world, campaign, { name: 'never reached' })
  const first = await aLead(world, { campaign, supplierId, sales: [{ buyerId }] })
  const endings = [
    { spec: { code: 1015, detail: 'phone: required' }, kinds: ['received', 'validation', 'answer'] },
    { spec: { code: 1010, detail: 'Campaign filter 1' }, kinds: ['received', 'validation', 'filters', 'answer'] },
    { spec: { code: 1009 }, kinds: ['received', 'validation', 'supplier_cap', 'answer'] },
    { spec: { code: 1008, duplicateOf: first }, kinds: ['received', 'validation', 'duplicates', 'answer'] },
  ]
  for (const { spec, kinds } of endings) {
    const timeline = await told(spec)
    expect(timeline.map(({ kind }) => kind)).toEqual(kinds)
    expect(timeline.at(-2)?.tone).toBe('bad')
    expect(JSON.stringify(timeline)).not.toContain('never reached')
  }
  const drawer = await drawerOf({ code: 1008, duplicateOf: first })
  expect(drawer.timeline?.find(({ kind }) => kind === 'duplicates')?.lead).toBe(leadIdText(first))
})

test('every moving reason of an unsold lead is told in words', async () => {
  const own = await aCampaign(world)
  const supplier = await aSupplier(world, own)
  const buyer = (name: string, part: Parameters<typeof aBuyer>[2] = {}) => aBuyer(world, own, { name, ...part })
  const [paused, broke, met, twice] = [await buyer('P'), await buyer('B'), await buyer('S'), await buyer('D')]
  const budget = { on: true, day: 0, week: 50_000, month: 0, total: 0 }
  const spent = await buyer('W', { budget })
  const floor = await buyer('F', { price: 1_000, floor: 2_000 })
  const closed = await buyer('C', { schedule: { open: [{ days: [1], from: '08:00', to: '09:00' }], datesOff: [] } })
  const timeline = await told({
    campaign: own,
    supplierId: supplier,
    code: 1005,
    at: NOW,
    why: { paused: [paused], balance: [broke], same_person: [met], duplicate: [twice], budget: { week: [spent] } },
  })
  const words = new Map(timeline.filter(({ kind }) => kind === 'skipped').map(({ title, text }) => [title, text]))
  expect(Object.fromEntries(words)).toEqual({
    'P skipped': 'It was paused.',
    'B skipped': 'Its customer’s balance could not pay.',
    'S skipped': 'Its customer had bought the same person before.',
    'D skipped': 'It had bought a duplicate of this lead before.',
    'W skipped': 'Weekly budget of $500.00 has no room for it.',
    'F skipped': 'Its price of $10.00 is below the floor of $20.00.',
    'C skipped': 'Closed at that time: Mon 08:00–09:00.',
  })
  expect([floor, closed]).toHaveLength(2)
})

test('a test lead is told as one, simulated where the buyer takes no tests', async () => {
  const own = await aCampaign(world)
  const supplier = await aSupplier(world, own)
  const taker = await aBuyer(world, own, { acceptsTests: true })
  const other = await aBuyer(world, own)
  const textOf = async (buyerId: number) =>
    (await told({ campaign: own, supplierId: supplier, test: true, sales: [{ buyerId }] })).find(
      ({ kind }) => kind === 'attempt',
    )?.text
  expect(await textOf(taker)).toBe('Default price. Delivered as a test.')
  expect(await textOf(other)).toBe('Default price. Simulated: this buyer takes no tests.')
})
