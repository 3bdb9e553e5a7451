import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { isOffer, judge, offersInOrder } from './choose.ts'
import { compiledOf } from './explain.ts'

const FLAGS = { required: false, hiddenFromSpecs: false, hiddenFromBuyers: false }
const FIELDS = (['state', 'product'] as const).map((name) => ({ name, label: name, type: 'text', ...FLAGS }))
const SUPPLIER = 1

const value = fc.constantFrom('CA', 'ca', 'TX', 'Solar', 'roof')
const listed = ['ca', 'solar']
const LIST = { id: 'a'.repeat(32), name: 'Listed', kind: 'text' as const, count: listed.length }
const lists = new Map([[LIST.id, { ...LIST, has: (text: string) => listed.includes(text) }]])
const condition = fc.oneof(
  fc.record({
    op: fc.constant('any_of'),
    field: fc.constantFrom('state', 'product'),
    list: fc.constant(LIST.id),
  }),
  fc.record({
    op: fc.constantFrom('any_of', 'contains', 'starts_with'),
    field: fc.constantFrom('state', 'product', 'unknown', 'lp_subid1'),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ op: fc.constant('missing'), field: fc.constantFrom('state', 'product') }),
)
const filter = fc.record({
  mode: fc.constantFrom('allow', 'allow', 'block'),
  conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
})
const buyer = fc.record({ filters: fc.array(filter, { maxLength: 2 }), price: fc.integer({ min: 1, max: 3 }) })
const world = fc.record({
  distribution: fc.constantFrom('waterfall', 'highest_bidder'),
  buyers: fc.array(buyer, { minLength: 1, maxLength: 30 }),
  values: fc.tuple(fc.option(value), fc.option(value)),
})

test('a look-up rules out no buyer that would have made an offer, and keeps their order', () => {
  fc.assert(
    fc.property(world, ({ distribution, buyers, values }) => {
      const campaign = compiledOf({
        campaign: CampaignPart.parse({ zone: 'UTC', fields: FIELDS, distribution }),
        suppliers: new Map([[SUPPLIER, SupplierPart.parse({ payout: { kind: 'fixed', amount: 0 } })]]),
        buyers: new Map(buyers.map((part, at) => [at + 1, BuyerPart.parse({ ...part, position: at + 1 })])),
        lists,
      })
      const supplier = campaign.suppliers.get(SUPPLIER)
      if (!supplier) throw new Error('no supplier')
      const candidate = { values, subIds: ['CA'], at: new Date('2026-11-22T15:00:00Z') }
      const asked = campaign.buyers.map((one) => judge(campaign, supplier, one, candidate)).filter(isOffer)
      const expected = distribution === 'waterfall' ? asked : asked.toSorted((a, b) => b.price - a.price)
      const idsOf = (offers: typeof asked) => offers.map((offer) => offer.buyer.id)
      expect(idsOf([...offersInOrder(campaign, supplier, candidate)])).toEqual(idsOf(expected))
    }),
    { numRuns: 500 },
  )
})
