import { describe, expect, it } from 'vitest'
import type { Condition } from './conditions.ts'
import { NO_BUDGET, NO_CAPS } from './settings.ts'
import {
  budgetInWords,
  capsInWords,
  conditionInWords,
  conditionPhrases,
  duplicatesInWords,
  filterInWords,
  labelsOf,
  listInWords,
  moneyInWords,
  payoutInWords,
  rateInWords,
  rulesInWords,
  scheduleInWords,
} from './words.ts'

const LIST = 'a'.repeat(32)
const labelOf = labelsOf(
  [
    { name: 'state', label: 'State', type: 'state' },
    { name: 'bill', label: 'Monthly bill', type: 'numeric' },
    { name: 'phone', label: 'Phone', type: 'phone' },
    { name: 'email', label: 'E-mail', type: 'email' },
    { name: 'birth', label: 'Date of birth', type: 'age' },
    { name: 'age', label: 'Age', type: 'age' },
  ],
  [{ id: LIST, name: 'Bay Area ZIPs', kind: 'postal_code', count: 12_431 }],
)
const states: Condition = { op: 'any_of', field: 'state', values: ['CA', 'NV'] }
const bill: Condition = { op: 'ge', field: 'bill', value: 150 }

describe('conditions', () => {
  it.each<[Condition, string]>([
    [states, 'State is any of CA, NV'],
    [{ op: 'any_of', field: 'state', values: ['CA'] }, 'State is CA'],
    [{ op: 'contains', field: 'lp_subid2', values: ['fb', 'ig'] }, 'Sub id 2 contains any of fb, ig'],
    [{ op: 'starts_with', field: 'zip', values: ['94'] }, 'zip starts with 94'],
    [{ op: 'matches', field: 'state', pattern: '^C' }, 'State matches the pattern ^C'],
    [bill, 'Monthly bill is at least 150'],
    [{ op: 'lt', field: 'bill', value: 1.5 }, 'Monthly bill is less than 1.5'],
    [{ op: 'between', field: 'bill', from: 100, to: 200 }, 'Monthly bill is between 100 and 200'],
    [{ op: 'before', field: 'built', value: '2001-02-03' }, 'built is before 2001-02-03'],
    [{ op: 'missing', field: 'email' }, 'E-mail is missing'],
    [{ op: 'ge', field: 'birth', value: 25 }, 'Age (Date of birth) is at least 25'],
    [{ op: 'between', field: 'age', from: 25, to: 40 }, 'Age is between 25 and 40'],
    [{ op: 'missing', field: 'birth' }, 'Date of birth is missing'],
    [{ op: 'any_of', field: 'zip', list: LIST }, 'zip is in list “Bay Area ZIPs” (12,431 values)'],
    [{ op: 'any_of', field: 'zip', list: 'b'.repeat(32) }, 'zip is in a list'],
    [{ op: 'at_least', count: 2, fields: ['phone', 'email', 'zip'] }, 'at least 2 of Phone, E-mail, zip are present'],
    [
      {
        op: 'hours',
        ranges: [
          { days: [5, 1, 2, 3, 4], from: '08:00', to: '17:00' },
          { days: [6, 7], from: '09:00', to: '24:00' },
        ],
      },
      'it is Mon–Fri 08:00–17:00 or Sat, Sun 09:00–24:00',
    ],
  ])('%j', (condition, words) => expect(conditionInWords(condition, labelOf)).toBe(words))

  it('tells which pieces of a sentence are fields and values', () => {
    expect(conditionPhrases(states, labelOf)).toEqual([
      { text: 'State', strong: true },
      { text: 'is any of' },
      { text: 'CA, NV', strong: true },
    ])
  })

  it('joins a filter into one sentence', () => {
    expect(filterInWords({ mode: 'allow', conditions: [states, bill] }, labelOf)).toBe(
      'Allow when State is any of CA, NV and Monthly bill is at least 150',
    )
    expect(filterInWords({ mode: 'block', conditions: [states] }, labelOf)).toBe('Block when State is any of CA, NV')
  })

  it('tells a long list by its beginning', () => {
    const fifty = ['CA', 'NV', ...Array.from({ length: 48 }, (_, i) => `S${i}`)]
    expect(listInWords(fifty)).toBe('CA, NV and 48 more')
    expect(listInWords(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d, e, f')
  })
})

describe('money', () => {
  it.each([
    [4600, 'USD', '$46.00'],
    [5, 'USD', '$0.05'],
    [-5, 'USD', '-$0.05'],
    [0, 'USD', '$0.00'],
    [9_007_199_254_740_991, 'USD', '$90,071,992,547,409.91'],
    [1234, 'JPY', '¥1,234'],
    [0, 'JPY', '¥0'],
  ])('%d %s', (amount, currency, words) => expect(moneyInWords(amount, currency)).toBe(words))

  it('tells rates and payouts', () => {
    expect([0, 5, 1250, 4000, 10_000].map(rateInWords)).toEqual(['0%', '0.05%', '12.5%', '40%', '100%'])
    expect(payoutInWords({ kind: 'fixed', amount: 2000 }, 'USD')).toBe('$20.00 a lead')
    expect(payoutInWords({ kind: 'share', rate: 4000 }, 'USD')).toBe('40% of its sales')
  })

  it('tells prices in their order', () => {
    const rules = [{ price: 5500, conditions: [states] }]
    expect(rulesInWords({ price: 4000, rules }, labelOf, 'USD')).toEqual([
      '$55.00 when State is any of CA, NV',
      'otherwise $40.00',
    ])
    expect(rulesInWords({ price: 4000, rules: [] }, labelOf, 'USD')).toEqual(['$40.00 for every lead'])
  })
})

describe('caps, budget, schedule, duplicates', () => {
  it('tells caps, a weekday beside the day it replaces', () => {
    expect(capsInWords(NO_CAPS)).toBe('no caps')
    expect(capsInWords({ ...NO_CAPS, day: 50, week: 1300 })).toBe('50 a day, 1,300 a week')
    expect(capsInWords({ ...NO_CAPS, day: 50, month: 900, weekdays: { 6: 20, 7: 0 } })).toBe(
      '50 a day (Sat 20, Sun unlimited), 900 a month',
    )
    expect(capsInWords({ ...NO_CAPS, total: 9, weekdays: { 1: 2 } })).toBe('Mon 2, 9 in all')
  })

  it('tells a budget and whether it holds', () => {
    expect(budgetInWords(NO_BUDGET, 'USD')).toBe('no budget')
    expect(budgetInWords({ ...NO_BUDGET, on: true, day: 50_000 }, 'USD')).toBe('$500.00 a day')
    expect(budgetInWords({ ...NO_BUDGET, month: 50_000 }, 'USD')).toBe('off ($500.00 a month)')
  })

  it('tells a schedule', () => {
    expect(scheduleInWords({ open: null, datesOff: [] })).toBe('always open')
    expect(scheduleInWords({ open: [], datesOff: [] })).toBe('never open')
    const open = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '17:00' }]
    expect(scheduleInWords({ open, datesOff: ['2026-12-25'] })).toBe('every day 08:00–17:00, closed on 2026-12-25')
  })

  it('tells the duplicate check', () => {
    expect(duplicatesInWords(null, labelOf)).toBe('not checked')
    const check = { days: 30, fields: ['phone', 'email'], match: 'any', scope: 'campaign' } as const
    expect(duplicatesInWords({ ...check, fields: [...check.fields] }, labelOf)).toBe(
      'Phone or E-mail within 30 days, over the whole campaign',
    )
    expect(duplicatesInWords({ days: 1, fields: ['phone', 'zip'], match: 'all', scope: 'buyer' }, labelOf)).toBe(
      'Phone and zip within 1 day, for each buyer',
    )
  })
})
