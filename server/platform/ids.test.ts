import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstIdOf, instantOf, leadIdOf, leadIdText, newId } from './ids.ts'

const at = new Date('2026-11-01T05:59:59.999Z')

describe('newId', () => {
  it('keeps the exact millisecond', () => {
    expect(instantOf(newId(at))).toEqual(at)
  })

  it('is a version 7 UUID', () => {
    expect(newId(at)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('sorts ids of one millisecond in the order they were made, past the 14 low counter bits', () => {
    const ids = Array.from({ length: 40_000 }, () => newId(at))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('never goes below the bound of its millisecond nor reaches the next', () => {
    const id = newId(at)
    expect(id > firstIdOf(at)).toBe(true)
    expect(id < firstIdOf(new Date(at.getTime() + 1))).toBe(true)
  })
})

describe('the outward lead id', () => {
  it('comes back from any 128 bits, in either case', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const text = leadIdText(uuid)
        expect(text).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
        expect(leadIdOf(text)).toBe(uuid)
        expect(leadIdOf(text.toLowerCase())).toBe(uuid)
      }),
    )
  })

  it('keeps the order of time', () => {
    const later = newId(new Date(at.getTime() + 1))
    expect(leadIdText(newId(at)) < leadIdText(later)).toBe(true)
  })

  it('reads O as 0 and I and L as 1', () => {
    expect(leadIdOf('0000000000000000000000001O')).toBe(leadIdOf('00000000000000000000000010'))
    expect(leadIdOf('0000000000000000000000000i')).toBe(leadIdOf('0000000000000000000000000L'))
  })

  it('refuses what is not one', () => {
    for (const text of [
      '',
      '0',
      '8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
      'U0000000000000000000000000',
      '0000000000000000000000000é',
    ])
      expect(leadIdOf(text)).toBeUndefined()
    expect(() => leadIdText('nonsense')).toThrow(RangeError)
  })
})
