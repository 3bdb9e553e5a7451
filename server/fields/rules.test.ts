import { describe, expect, test } from 'vitest'
import type { Field, FieldType } from '../../contract/fields.ts'
import { ageAt, compileField, type Posted, personHash } from './rules.ts'

const AT = new Date('2026-11-22T15:00:00Z')

const field = (type: FieldType, rest: Partial<Field> = {}): Field => ({
  name: 'it',
  label: 'It',
  type,
  required: false,
  allowed: [],
  description: '',
  consent: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
  ...rest,
})

const read = (type: FieldType, posted: Posted | undefined, rest?: Partial<Field>) =>
  compileField(field(type, rest))(posted, AT)

describe('normal forms', () => {
  const cases: [FieldType, Posted, unknown][] = [
    ['text', '  Ada ', 'Ada'],
    ['text', 12, '12'],
    ['numeric', '1,200.50', 1200.5],
    ['numeric', '$180', 180],
    ['numeric', -3, -3],
    ['email', ' Ada@Example.COM ', 'ada@example.com'],
    ['phone', '(530) 555-0142', '+15305550142'],
    ['phone', 5305550142, '+15305550142'],
    ['phone', '1-530-555-0142', '+15305550142'],
    ['phone', '+44 20 7946 0958', '+442079460958'],
    ['date', '3/12/1984', '1984-03-12'],
    ['datetime', '2026-11-22 14:05', '2026-11-22T14:05:00.000Z'],
    ['datetime', '2026-11-22T14:05:00-05:00', '2026-11-22T19:05:00.000Z'],
    ['age', '1984-03-12', '1984-03-12'],
    ['state', 'california', 'CA'],
    ['state', 'ny', 'NY'],
    ['postal_code', 7024, '07024'],
    ['postal_code', '95965-1234', '95965-1234'],
    ['postal_code', 'k1a 0b1', 'K1A 0B1'],
    ['ip', '2001:DB8::1', '2001:db8::1'],
    ['url', 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
    ['boolean', 'Yes', true],
    ['boolean', 0, false],
  ]
  test.each(cases)('%s %j', (type, posted, value) => {
    expect(read(type, posted)).toEqual({ value })
  })
})

describe('faults name the field', () => {
  const cases: [FieldType, Posted][] = [
    ['text', 'x'.repeat(2_001)],
    ['text', 'a\0b'],
    ['text', 'a\ud800b'],
    ['numeric', '12,34'],
    ['numeric', '1e9'],
    ['email', 'ada@'],
    ['email', 'ada@example'],
    ['phone', '12'],
    ['phone', '+99 12345'],
    ['phone', '9'.repeat(500)],
    ['date', '2026-02-30'],
    ['datetime', '2026-13-01T00:00:00Z'],
    ['age', '2027-01-01'],
    ['age', '1850-01-01'],
    ['state', 'Bavaria'],
    ['postal_code', '1'],
    ['ip', '1.2.3.400'],
    ['url', 'javascript:alert(1)'],
    ['boolean', 'maybe'],
    ['list', 'green'],
  ]
  test.each(cases)('%s', (type, posted) => {
    const { fault, value } = read(type, posted, { allowed: ['Red', 'Blue'] })
    expect(fault).toMatch(/^it: /)
    // what is kept of it can always be stored
    expect(String(value)).not.toContain('\0')
    expect(String(value).isWellFormed()).toBe(true)
  })
})

test('a list takes any case and keeps the operator’s', () => {
  expect(read('list', 'rED', { allowed: ['Red'] })).toEqual({ value: 'Red' })
})

test('nothing posted is null, and a fault where the field is required', () => {
  for (const nothing of [undefined, null, '', '  ']) {
    expect(read('email', nothing)).toEqual({ value: null })
    expect(read('email', nothing, { required: true }).fault).toBe('it: required')
  }
})

test('consent is kept exactly as posted', () => {
  const text = '  By pressing “Go”\nI agree. '
  expect(read('text', text, { consent: true })).toEqual({ value: text })
})

test('an age turns on the birthday', () => {
  expect(ageAt('2000-11-23', AT)).toBe(25)
  expect(ageAt('2000-11-22', AT)).toBe(26)
})

test('a person’s hash depends on the account, the kind and the value', () => {
  const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const hashes = [
    personHash(one, 'phone', '+15305550142'),
    personHash(other, 'phone', '+15305550142'),
    personHash(one, 'email', '+15305550142'),
    personHash(one, 'phone', '+15305550143'),
  ]
  expect(new Set(hashes).size).toBe(4)
  expect(personHash(one, 'phone', '+15305550142')).toBe(hashes[0])
})
