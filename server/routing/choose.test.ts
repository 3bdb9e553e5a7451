import { describe, expect, test } from 'vitest'
import { BuyerPart, CampaignPart, type CampaignSettings, SupplierPart } from '../../contract/settings.ts'
import type { MovingReasons } from '../../contract/verdict.ts'
import { choose, type MovingReason, offersInOrder } from './choose.ts'
import type { Candidate } from './conditions.ts'
import { compiledOf, explain } from './explain.ts'

const SUPPLIER = 9
const FIELD = {
  name: 'state',
  label: 'State',
  type: 'state',
  required: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
}

interface Settings {
  campaign?: object
  supplier?: object
  buyers: object[]
}

function settingsOf({ campaign, supplier, buyers }: Settings): CampaignSettings {
  return {
    campaign: CampaignPart.parse({ zone: 'America/New_York', fields: [FIELD], ...campaign }),
    suppliers: new Map([[SUPPLIER, SupplierPart.parse({ payout: { kind: 'fixed', amount: 1_000 }, ...supplier })]]),
    buyers: new Map(buyers.map((part, at) => [at + 1, BuyerPart.parse({ price: 2_000, position: at + 1, ...part })])),
  }
}

const lead = (state: string | null = 'CA', at = '2026-11-22T15:00:00Z'): Candidate => ({
  values: [state],
  subIds: [],
  at: new Date(at),
})

function sell(settings: CampaignSettings, candidate = lead(), blocked: Record<number, MovingReason> = {}) {
  const campaign = compiledOf(settings)
  const supplier = campaign.suppliers.get(SUPPLIER)
  if (!supplier) throw new Error('no supplier')
  const offers = offersInOrder(campaign, supplier, candidate)
  const progress = { called: new Set<number>(), places: campaign.sellLimit, revenue: 0 }
  const { taken, moved } = choose(
    { campaign, supplier, offers, progress },
    { obstacle: ({ buyer }) => blocked[buyer.id], hasToAsk: () => false, creditOf: () => 0, take: () => {} },
  )
  return { buyer: taken[0]?.buyer.id, price: taken[0]?.price, rule: taken[0]?.rule, moved }
}

describe('who gets a lead', () => {
  const onlyNevada = [{ mode: 'allow', conditions: [{ op: 'any_of', field: 'state', values: ['NV'] }] }]

  test('Waterfall: the first in order that nothing stands against', () => {
    const settings = settingsOf({ buyers: [{ filters: onlyNevada }, { price: 100 }, { price: 9_000 }] })
    expect(sell(settings)).toMatchObject({ buyer: 2, price: 100, rule: -1 })
    expect(sell(settings, lead('NV'))).toMatchObject({ buyer: 1 })
    expect(sell(settings, lead('NV'), { 1: { kind: 'paused' } })).toMatchObject({ buyer: 2, moved: { paused: [1] } })
  })

  test('Highest bidder: by this lead’s price, ties by order', () => {
    const rules = [{ price: 5_000, conditions: [{ op: 'any_of', field: 'state', values: ['NV'] }] }]
    const settings = settingsOf({
      campaign: { distribution: 'highest_bidder' },
      buyers: [{}, { price: 3_000 }, { price: 3_000 }, { rules }],
    })
    expect(sell(settings)).toMatchObject({ buyer: 2, price: 3_000 })
    expect(sell(settings, lead('NV'))).toMatchObject({ buyer: 4, price: 5_000, rule: 0 })
  })

  test('pricing rules: the first that matches wins, else the default price', () => {
    const is = (values: string[]) => [{ op: 'any_of', field: 'state', values }]
    const rules = [
      { price: 10, conditions: is(['NV']) },
      { price: 20, conditions: is(['NV', 'CA']) },
    ]
    const settings = settingsOf({ buyers: [{ rules }] })
    expect(sell(settings, lead('NV'))).toMatchObject({ price: 10, rule: 0 })
    expect(sell(settings)).toMatchObject({ price: 20, rule: 1 })
    expect(sell(settings, lead('TX'))).toMatchObject({ price: 2_000, rule: -1 })
  })

  test('the floor and the campaign’s margin always hold', () => {
    expect(sell(settingsOf({ buyers: [{ price: 99, floor: 100 }, {}] }))).toMatchObject({ buyer: 2 })
    // 2,000 less the payout of 1,000 leaves 1,000
    expect(sell(settingsOf({ campaign: { minimumMargin: 1_000 }, buyers: [{}] }))).toMatchObject({ buyer: 1 })
    expect(sell(settingsOf({ campaign: { minimumMargin: 1_001 }, buyers: [{}] }))).toMatchObject({ buyer: undefined })
    const share = { payout: { kind: 'share', rate: 6_000 } }
    expect(sell(settingsOf({ campaign: { minimumMargin: 801 }, supplier: share, buyers: [{}] }))).toMatchObject({
      buyer: undefined,
    })
  })

  test('a closed schedule skips, in the buyer’s zone', () => {
    const open = [{ days: [7], from: '07:00', to: '08:00' }]
    const settings = settingsOf({ buyers: [{ schedule: { open }, zone: 'America/Los_Angeles' }] })
    expect(sell(settings)).toMatchObject({ buyer: 1 })
    expect(sell(settings, lead('CA', '2026-11-22T16:00:00Z'))).toMatchObject({ buyer: undefined })
    const off = settingsOf({ buyers: [{ schedule: { datesOff: ['2026-11-22'] } }] })
    expect(sell(off)).toMatchObject({ buyer: undefined })
  })
})

describe('why the others did not', () => {
  const settings = settingsOf({
    buyers: [
      { filters: [{ mode: 'block', conditions: [{ op: 'present', field: 'state' }] }] },
      { price: 1, floor: 2 },
      {},
      {},
      {},
      {},
    ],
  })
  const why = (code: number, moving: MovingReasons | null, soldTo: number[]) =>
    explain(settings, { ...lead(), supplierId: SUPPLIER, code, moving, soldTo }).map(({ reason }) => reason)

  test('each buyer has one reason, from the version or from what had moved', () => {
    expect(why(0, { paused: [3], cap: { day: [4] } }, [5])).toEqual([
      { kind: 'filter', index: 0 },
      { kind: 'below_floor', price: 1 },
      { kind: 'paused' },
      { kind: 'cap', period: 'day' },
      { kind: 'earlier_buyer' },
    ])
  })

  test('a lead that ended before reached nobody', () => {
    expect(why(1008, null, [])).toEqual(Array.from({ length: 6 }, () => ({ kind: 'not_reached' })))
  })
})
