import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formOf } from '../server/routing/compile.ts'
import { type Candidate, compileAll } from '../server/routing/conditions.ts'
import type { Condition, Filter } from './conditions.ts'
import type { Field, FieldValue } from './fields.ts'
import { idleRules, shutFilters } from './reach.ts'

const state = (...values: string[]): Condition => ({ op: 'any_of', field: 'state', values })
const bill = (op: 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne', value: number): Condition => ({ op, field: 'bill', value })
const rule = (...conditions: Condition[]) => ({ price: 1, conditions })
const allow = (...conditions: Condition[]): Filter => ({ mode: 'allow', conditions })
const block = (...conditions: Condition[]): Filter => ({ mode: 'block', conditions })
const LIST: Condition = { op: 'any_of', field: 'zip', list: 'a'.repeat(32) }
const hours = (from: string, to: string): Condition => ({ op: 'hours', ranges: [{ days: [1, 2], from, to }] })

describe('idleRules', () => {
  it.each<[string, Condition[], Condition[]]>([
    ['fewer values', [state('CA', 'NV')], [state('ca')]],
    ['one condition more', [bill('ge', 150)], [bill('ge', 200), state('CA')]],
    ['a narrower range', [bill('gt', 100)], [{ op: 'between', field: 'bill', from: 101, to: 200 }]],
    ['two ends that make a range', [{ op: 'between', field: 'bill', from: 1, to: 9 }], [bill('ge', 2), bill('lt', 9)]],
    ['any number but one', [bill('ne', 5)], [bill('gt', 5)]],
    ['anything present', [{ op: 'present', field: 'state' }], [state('CA')]],
    ['the same list', [LIST], [LIST, state('CA')]],
    [
      'a longer beginning',
      [{ op: 'starts_with', field: 'zip', values: ['94'] }],
      [{ op: 'any_of', field: 'zip', values: ['94105', '94107'] }],
    ],
    ['fewer hours', [hours('08:00', '18:00')], [hours('09:30', '17:00')]],
    ['enough fields', [{ op: 'at_least', count: 1, fields: ['zip', 'bill'] }], [bill('ge', 1)]],
    [
      'more of the same fields',
      [{ op: 'at_least', count: 1, fields: ['a', 'b', 'c'] }],
      [{ op: 'at_least', count: 2, fields: ['a', 'b', 'd'] }],
    ],
    [
      'earlier days',
      [{ op: 'before', field: 'moved', value: '2026-01-01' }],
      [{ op: 'date_between', field: 'moved', from: '2025-01-01', to: '2025-12-31' }],
    ],
  ])('finds a rule whose leads an earlier one takes: %s', (_, earlier, later) => {
    expect(idleRules([rule(...earlier), rule({ op: 'present', field: 'note' }), rule(...later)])).toEqual([
      undefined,
      undefined,
      { kind: 'taken', by: 0 },
    ])
    // the other way round, the narrow one first: both may match
    expect(idleRules([rule(...later), rule(...earlier)])).toEqual([undefined, undefined])
  })

  it.each<[string, Condition[]]>([
    ['two states at once', [state('CA'), state('NV')]],
    ['a range that ends before it starts', [bill('gt', 9), bill('lt', 9)]],
    ['a value that may not be', [bill('eq', 9), bill('ne', 9)]],
    ['missing and something', [{ op: 'missing', field: 'state' }, state('CA')]],
    ['hours that do not meet', [hours('08:00', '09:00'), hours('09:00', '10:00')]],
    ['a value with another beginning', [state('CA'), { op: 'starts_with', field: 'state', values: ['N'] }]],
  ])('finds a rule that asks for what cannot be: %s', (_, conditions) => {
    expect(idleRules([rule(...conditions)])).toEqual([{ kind: 'impossible' }])
  })

  it('says nothing of a rule without conditions yet', () => {
    expect(idleRules([rule(), rule(state('CA'))])).toEqual([undefined, undefined])
  })
})

describe('shutFilters', () => {
  it('finds two Allows that no lead passes both', () => {
    expect(shutFilters([allow(state('CA')), block(bill('lt', 50)), allow(state('NV'))])).toEqual([
      undefined,
      undefined,
      { kind: 'excludes', other: 0 },
    ])
  })

  it('finds a Block of all that an Allow lets in', () => {
    expect(shutFilters([allow(state('CA')), block(state('CA', 'NV'))])).toEqual([
      { kind: 'blocks_all', other: 1 },
      undefined,
    ])
  })

  it('is content with filters that some lead passes', () => {
    expect(shutFilters([allow(state('CA', 'NV')), allow(state('NV')), block(state('CA'))])).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

const TYPES = { state: 'text', bill: 'numeric', moved: 'date' } as const
const fields = Object.entries(TYPES).map(([name, type]) => ({ name, type }) as Field) // a form reads name and type only
const form = formOf(fields)
const text = fc.constantFrom('a', 'ab', 'abc', 'b', 'B', 'bc')
const number = fc.integer({ min: 0, max: 4 })
const day = fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03')
const wall = fc.constantFrom('00:00', '06:30', '12:00', '24:00')
const names = fc.uniqueArray(fc.constantFrom('state', 'bill', 'moved', 'none'), { minLength: 1 })
const condition = fc.oneof(
  fc.record({
    op: fc.constantFrom('any_of', 'contains', 'starts_with'),
    field: fc.constant('state'),
    values: fc.array(text, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ op: fc.constantFrom('eq', 'ne', 'lt', 'le', 'gt', 'ge'), field: fc.constant('bill'), value: number }),
  fc.record({ op: fc.constant('between'), field: fc.constant('bill'), from: number, to: number }),
  fc.record({ op: fc.constantFrom('before', 'after'), field: fc.constant('moved'), value: day }),
  fc.record({ op: fc.constant('date_between'), field: fc.constant('moved'), from: day, to: day }),
  fc.record({ op: fc.constantFrom('present', 'missing'), field: fc.constantFrom('state', 'bill', 'moved') }),
  fc.record({ op: fc.constant('at_least'), count: fc.integer({ min: 1, max: 3 }), fields: names }),
  fc.record({
    op: fc.constant('hours'),
    ranges: fc.array(fc.record({ days: fc.constantFrom([1], [2], [1, 2]), from: wall, to: wall }), { minLength: 1 }),
  }),
) as fc.Arbitrary<Condition> // records of constants are wider than the literals they are made of
const conditions = fc.array(condition, { minLength: 1, maxLength: 3 })
const value = <T extends FieldValue>(some: fc.Arbitrary<T>) => fc.option(some)
const candidate: fc.Arbitrary<Candidate> = fc
  .tuple(value(text), value(number), value(day), fc.integer({ min: 0, max: 2 * 1440 - 1 }))
  .map(([s, n, d, minute]) => ({ values: [s, n, d], subIds: [], at: new Date(Date.UTC(2026, 10, 23, 0, minute)) }))

describe('against the router', () => {
  const some = fc.array(candidate, { minLength: 30, maxLength: 60 })

  it('never calls a rule idle that some lead reaches', () => {
    const rules = fc.array(conditions, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(rules, some, (all, leads) => {
        const idle = idleRules(all.map((one) => rule(...one)))
        const tests = all.map((one) => compileAll(one, form, 'UTC'))
        for (const lead of leads) {
          const first = tests.findIndex((test) => test(lead))
          if (first >= 0) expect(idle[first]).toBeUndefined()
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('never calls filters shut that some lead passes', () => {
    const filters = fc.array(fc.record({ mode: fc.constantFrom('allow', 'block'), conditions }), { maxLength: 4 })
    fc.assert(
      fc.property(filters, some, (all, leads) => {
        const shut = shutFilters(all)
        const tests = all.map((one) => compileAll(one.conditions, form, 'UTC'))
        const passes = (lead: Candidate) =>
          all.every(({ mode }, at) => (mode === 'allow') === (tests[at]?.(lead) ?? false))
        if (leads.some(passes)) expect(shut.filter(Boolean)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})
