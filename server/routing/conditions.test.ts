import { describe, expect, test } from 'vitest'
import type { Condition } from '../../contract/conditions.ts'
import type { Field, FieldType, FieldValue } from '../../contract/fields.ts'
import { formOf } from './compile.ts'
import { type Candidate, compileCondition, compileFilters } from './conditions.ts'

const NAMES: [string, FieldType][] = [
  ['state', 'state'],
  ['zip', 'postal_code'],
  ['bill', 'numeric'],
  ['birth', 'age'],
  ['moved', 'date'],
  ['note', 'text'],
]
const fields = NAMES.map(([name, type]) => ({ name, type }) as Field) // a form reads name and type only
const LIST = { id: 'a'.repeat(32), name: 'Bay', kind: 'postal_code' as const, count: 1 }
const form = formOf(fields, new Map([[LIST.id, { ...LIST, has: (zip: string) => zip === '94105' }]]))

function candidate(
  values: Record<string, FieldValue> = {},
  subIds: (string | null)[] = [],
  at = '2026-11-22T15:00:00Z',
): Candidate {
  return { values: NAMES.map(([name]) => values[name] ?? null), subIds, at: new Date(at) }
}

const matches = (condition: Condition, one: Candidate) => compileCondition(condition, form, 'America/New_York')(one)

describe('conditions', () => {
  const lead = candidate(
    { state: 'CA', zip: '94105-1234', bill: 165, birth: '1990-01-01', moved: '2026-05-01', note: 'Big Roof' },
    ['fall-roof'],
  )
  const cases: [Condition, boolean][] = [
    [{ op: 'any_of', field: 'state', values: ['ca', 'NV'] }, true],
    [{ op: 'any_of', field: 'state', values: ['NV'] }, false],
    [{ op: 'any_of', field: 'zip', values: ['94105'] }, true],
    [{ op: 'any_of', field: 'zip', list: LIST.id }, true],
    [{ op: 'any_of', field: 'note', list: LIST.id }, false],
    // as somebody types them into a rule
    [{ op: 'any_of', field: 'state', values: ['California'] }, true],
    [{ op: 'any_of', field: 'zip', values: ['94105-9999'] }, true],
    [{ op: 'contains', field: 'note', values: ['ROOF'] }, true],
    [{ op: 'starts_with', field: 'note', values: ['roof'] }, false],
    [{ op: 'matches', field: 'note', pattern: '^big\\s+r.*f$' }, true],
    [{ op: 'eq', field: 'bill', value: 165 }, true],
    [{ op: 'ne', field: 'bill', value: 165 }, false],
    [{ op: 'lt', field: 'bill', value: 165 }, false],
    [{ op: 'le', field: 'bill', value: 165 }, true],
    [{ op: 'gt', field: 'bill', value: 164 }, true],
    [{ op: 'ge', field: 'bill', value: 166 }, false],
    [{ op: 'between', field: 'bill', from: 165, to: 165 }, true],
    [{ op: 'ge', field: 'birth', value: 36 }, true],
    [{ op: 'gt', field: 'birth', value: 36 }, false],
    [{ op: 'before', field: 'moved', value: '2026-05-01' }, false],
    [{ op: 'after', field: 'moved', value: '2026-04-30' }, true],
    [{ op: 'date_between', field: 'moved', from: '2026-05-01', to: '2026-05-01' }, true],
    [{ op: 'present', field: 'note' }, true],
    [{ op: 'missing', field: 'note' }, false],
    [{ op: 'any_of', field: 'lp_subid1', values: ['FALL-roof'] }, true],
    [{ op: 'present', field: 'lp_subid2' }, false],
    [{ op: 'at_least', count: 6, fields: NAMES.map(([name]) => name) }, true],
    // Sunday 10:00 in New York
    [{ op: 'hours', ranges: [{ days: [7], from: '10:00', to: '10:01' }] }, true],
    [{ op: 'hours', ranges: [{ days: [7], from: '09:00', to: '10:00' }] }, false],
    [{ op: 'hours', ranges: [{ days: [1, 2, 3, 4, 5], from: '00:00', to: '24:00' }] }, false],
  ]
  test.each(cases)('%j is %s', (condition, expected) => {
    expect(matches(condition, lead)).toBe(expected)
    // a value that is not there matches nothing but "missing" and hours
    if (condition.op !== 'hours') expect(matches(condition, candidate())).toBe(condition.op === 'missing')
  })

  test('a list that was not loaded is no condition: nothing is decided by a guess', () => {
    const unknown: Condition = { op: 'any_of', field: 'zip', list: 'b'.repeat(32) }
    expect(() => matches(unknown, lead)).toThrow('was not loaded')
  })

  test('a pattern that would blow up a backtracking engine answers at once', () => {
    const evil: Condition = { op: 'matches', field: 'note', pattern: '^(a+)+$' }
    expect(matches(evil, candidate({ note: `${'a'.repeat(1_900)}!` }))).toBe(false)
  })
})

describe('filters', () => {
  const stopped = (lead: Candidate) =>
    compileFilters(
      [
        { mode: 'allow', conditions: [{ op: 'any_of', field: 'state', values: ['CA', 'NV'] }] },
        { mode: 'block', conditions: [{ op: 'lt', field: 'bill', value: 100 }] },
        {
          mode: 'allow',
          conditions: [
            { op: 'present', field: 'note' },
            { op: 'present', field: 'zip' },
          ],
        },
      ],
      form,
      'UTC',
    )(lead)

  test('every Allow must match and no Block may; the first that stands against is named', () => {
    expect(stopped(candidate({ state: 'CA', bill: 100, note: 'x', zip: '1' }))).toBe(-1)
    expect(stopped(candidate({ state: 'AZ', bill: 10 }))).toBe(0)
    expect(stopped(candidate({ state: 'CA', bill: 99, note: 'x', zip: '1' }))).toBe(1)
    expect(stopped(candidate({ state: 'CA', bill: 100, note: 'x' }))).toBe(2)
  })

  test('a missing value fails an Allow and passes a Block', () => {
    expect(stopped(candidate({ bill: 500, note: 'x', zip: '1' }))).toBe(0)
    expect(stopped(candidate({ state: 'CA', note: 'x', zip: '1' }))).toBe(-1)
  })
})
