import { describe, expect, it } from 'vitest'
import { isPattern } from '../server/campaigns/rules/patterns.ts'
import { buyerPart, SOLAR_FIELDS, solarPart, supplierPart } from '../test/factories/campaign.ts'
import type { Condition, Filter } from './conditions.ts'
import { faultsOf as faultsIn } from './faults.ts'
import type { CampaignSettings, PricingRule } from './settings.ts'

const settings = (change: Partial<CampaignSettings> = {}): CampaignSettings => ({
  campaign: solarPart(),
  suppliers: new Map([[5, supplierPart()]]),
  buyers: new Map([[12, buyerPart()]]),
  ...change,
})
const faultsOf = (of: CampaignSettings) => faultsIn(of, isPattern)
const pathsOf = (change: Partial<CampaignSettings>) => faultsOf(settings(change)).map((fault) => fault.path)
const ca: Condition = { op: 'any_of', field: 'state', values: ['CA'] }
const allow = (condition: Condition): Filter => ({ mode: 'allow', conditions: [condition] })

describe('faultsOf', () => {
  it('finds none in settings that fit', () => {
    const rules = [{ price: 5_000, conditions: [ca] }]
    const filters = [allow({ op: 'ge', field: 'monthly_bill', value: 100 })]
    expect(pathsOf({ buyers: new Map([[12, buyerPart({ rules, filters, floor: 4_000 })]]) })).toEqual([])
  })

  it('names the condition of a rule that reads no field of the campaign', () => {
    const rules: PricingRule[] = [{ price: 5_000, conditions: [ca, { op: 'eq', field: 'age', value: 3 }] }]
    expect(pathsOf({ buyers: new Map([[12, buyerPart({ rules })]]) })).toEqual(['buyers.12.rules.0.conditions.1.field'])
  })

  it('finds a rule left behind by a field that went, and a check on it', () => {
    const fields = SOLAR_FIELDS.filter((field) => field.name !== 'state')
    const duplicates = { days: 30, fields: ['state'], match: 'any', scope: 'campaign' } as const
    const campaign = solarPart({ fields, duplicates: { ...duplicates, fields: ['state'] } })
    const suppliers = new Map([[5, supplierPart({ filters: [{ ...allow(ca), mode: 'block' }] })]])
    expect(pathsOf({ campaign, suppliers })).toEqual([
      'campaign.duplicates.fields.0',
      'suppliers.5.filters.0.conditions.0.field',
    ])
  })

  it('refuses an operator that the type has not, a range that ends before it starts, too many of too few', () => {
    const filters = [
      allow({ op: 'gt', field: 'state', value: 1 }),
      allow({ op: 'between', field: 'monthly_bill', from: 9, to: 1 }),
      allow({ op: 'at_least', count: 3, fields: ['phone', 'email'] }),
      allow({ op: 'matches', field: 'first_name', pattern: '(a' }),
    ]
    expect(pathsOf({ campaign: solarPart({ filters }) })).toEqual([
      'campaign.filters.0.conditions.0.field',
      'campaign.filters.1.conditions.0.to',
      'campaign.filters.2.conditions.0.count',
      'campaign.filters.3.conditions.0.pattern',
    ])
  })

  it('refuses fields of one name, of a system name, and lists of nothing', () => {
    const [first, ...others] = SOLAR_FIELDS
    if (!first) throw new Error('no fields')
    const fields = [
      first,
      first,
      { ...first, name: 'supplier' },
      { ...first, name: 'size', type: 'list' as const },
      ...others,
    ]
    expect(pathsOf({ campaign: solarPart({ fields }) })).toEqual([
      'campaign.fields.1.name',
      'campaign.fields.2.name',
      'campaign.fields.3.allowed',
    ])
  })

  it('refuses prices below the floor', () => {
    const rules = [{ price: 1_000, conditions: [ca] }]
    expect(pathsOf({ buyers: new Map([[12, buyerPart({ price: 4_000, floor: 4_500, rules })]]) })).toEqual([
      'buyers.12.price',
      'buyers.12.rules.0.price',
    ])
  })
})
