import { describe, expect, it } from 'vitest'
import { Condition, OPS_OF_TYPE } from '../../../contract/conditions.ts'
import { FieldType } from '../../../contract/fields.ts'
import { columnsOf, columnText } from './columns.ts'
import {
  AT_LEAST,
  choicesFor,
  faultsUnder,
  freshCondition,
  HOURS,
  IN_LIST,
  namesOf,
  ruleFaults,
  subjectOf,
  withChoice,
  withSubject,
} from './editing.ts'
import { effectInWords, filterCounts } from './effect.ts'
import { moved } from './useRules.ts'
import { readChips } from './ValueChips.tsx'

const BAY = { id: 'a'.repeat(32), name: 'Bay Area', kind: 'postal_code', count: 3 } as const
const given = {
  fields: [
    { name: 'state', label: 'State', type: 'state' as const },
    { name: 'bill', label: 'Monthly bill', type: 'numeric' as const },
    { name: 'roof', label: 'Roof age', type: 'numeric' as const },
    { name: 'zip', label: 'ZIP', type: 'postal_code' as const },
  ],
  lists: { known: [BAY], save: () => Promise.reject(new Error('not here')) },
}
const names = namesOf(given)

describe('a condition by hand', () => {
  it.each(FieldType.options)('has tests for a field of type %s, all that the language has', (type) => {
    const choices = choicesFor(type, true).map(({ value }) => value)
    expect(choices.filter((choice) => choice !== IN_LIST)).toEqual(OPS_OF_TYPE[type])
    for (const choice of choices) {
      const condition = withChoice({ op: 'present', field: 'it' }, choice)
      expect(condition.op).toBe(choice === IN_LIST ? 'any_of' : choice)
    }
  })

  it('keeps what was filled in where it still means something', () => {
    const bill = freshCondition('bill', names.typeOf)
    expect(bill).toEqual({ op: 'ge', field: 'bill', value: Number.NaN })
    const filled = { op: 'ge', field: 'bill', value: 150 } as const
    expect(withChoice(filled, 'between')).toEqual({ op: 'between', field: 'bill', from: 150, to: Number.NaN })
    expect(withSubject(filled, 'roof', names)).toEqual({ ...filled, field: 'roof' })
    expect(withSubject(filled, 'state', names)).toEqual({ op: 'any_of', field: 'state', values: [] })
    const states = { op: 'any_of', field: 'state', values: ['CA'] } as const
    expect(withChoice({ ...states, values: ['CA'] }, 'starts_with')).toMatchObject({ values: ['CA'] })
  })

  it('can be about hours and about several fields, and back', () => {
    const states = { op: 'any_of' as const, field: 'state', values: ['CA'] }
    const hours = withSubject(states, HOURS, names)
    expect(subjectOf(hours)).toBe(HOURS)
    expect(Condition.safeParse(hours).success).toBe(true)
    expect(subjectOf(withSubject(hours, AT_LEAST, names))).toBe(AT_LEAST)
    expect(withSubject(hours, 'state', names)).toMatchObject({ op: 'any_of', field: 'state' })
  })
})

describe('what is wrong', () => {
  const faultsOf = (...conditions: Condition[]) =>
    ruleFaults([{ conditions: [] }, { conditions, price: Number.NaN }], given).map(({ path }) => path)

  it('is named by its place, gaps first', () => {
    expect(
      faultsOf(
        { op: 'any_of', field: 'state', values: [] },
        { op: 'any_of', field: 'zip', list: '' },
        { op: 'any_of', field: 'state', list: BAY.id },
        { op: 'between', field: 'bill', from: 5, to: 1 },
        { op: 'ge', field: 'gone', value: 1 },
        { op: 'at_least', count: 2, fields: ['state'] },
        { op: 'any_of', field: 'zip', list: BAY.id },
      ),
    ).toEqual([
      '0.conditions',
      '1.price',
      '1.conditions.0.values',
      '1.conditions.1.list',
      '1.conditions.2.list',
      '1.conditions.3.to',
      '1.conditions.4.field',
      '1.conditions.5.count',
    ])
  })

  it('is found whenever the schema would refuse it', () => {
    for (const type of FieldType.options)
      for (const { value } of choicesFor(type, true)) {
        const condition = withChoice({ op: 'present', field: 'it' }, value)
        const refused = !Condition.safeParse(condition).success
        const told = ruleFaults([{ conditions: [condition] }], { fields: [{ name: 'it', label: 'It', type }] })
        expect(told.length > 0, `${type} ${value}`).toBe(refused)
      }
  })

  it('is told from where it lies', () => {
    const faults = [
      { path: '1.conditions.0.field', message: 'a' },
      { path: '10.price', message: 'b' },
    ]
    expect(faultsUnder(faults, '1')).toEqual([{ path: 'conditions.0.field', message: 'a' }])
  })
})

describe('values', () => {
  it('are pasted many at once, each once, in their normal form', () => {
    expect(readChips(['CA'], 'california, nv\ntexas; XX', 'state')).toEqual({
      values: ['CA', 'NV', 'TX'],
      refused: 'XX',
    })
    expect(readChips([], '7024\t94105-1234', 'postal_code').values).toEqual(['07024', '94105'])
    expect(readChips(['fb'], 'FB, ig', undefined).values).toEqual(['fb', 'ig'])
  })

  it('come out of the column of a file that looks like them', () => {
    const file = 'city,"zip, code",state\nOakland,94601,CA\n"San Jose, South",95112,CA\n'
    const columns = columnsOf(file, 'postal_code')
    expect(columns).toMatchObject({ names: ['city', 'zip, code', 'state'], likely: 1, headed: true })
    expect(columns && columnText(file, columns, 1).split('\n')).toEqual(['', '94601', '95112', ''])
  })

  it('are no columns where a line is one value, or all of a line are', () => {
    expect(columnsOf('94601\n95112\n', 'postal_code')).toBeNull()
    expect(columnsOf('CA,NV\nTX,AZ\n', 'state')).toBeNull()
  })
})

it('moves one of a list', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
})

describe('a trial in words', () => {
  const outcome = (passed: number) => ({ passed, filters: [passed, 14], rules: [], others: passed })
  const effect = { leads: 1_000, days: 7, saved: outcome(312), edited: outcome(287) }

  it('tells both numbers when they differ', () => {
    expect(effectInWords(effect)).toBe('Would have taken 312 of the 1,000 newest leads of the last 7 days, now 287.')
    expect(effectInWords({ ...effect, edited: effect.saved })).toMatch(/last 7 days\.$/)
    expect(effectInWords({ ...effect, leads: 0 })).toMatch(/^No lead came/)
  })

  it('tells what each filter did', () => {
    const filters = (['allow', 'block'] as const).map((mode) => ({ mode, conditions: [] }))
    expect(filterCounts(effect, filters)).toEqual([
      'kept 287 of 1,000 recent leads',
      'blocked 14 of 1,000 recent leads',
    ])
  })
})
