import { describe, expect, it } from 'vitest'
import { digitsOf, readAmount, signOf } from './amount.ts'

describe('readAmount', () => {
  it('reads what people type, to the cent', () => {
    for (const [text, cents] of [
      ['46', 4600],
      ['46.5', 4650],
      ['46.50', 4650],
      ['$1,545.00', 154500],
      ['1,000,000', 100000000],
      ['0.29', 29],
      ['  19.99 ', 1999],
      ['3.', 300],
    ] as const)
      expect(readAmount(text, 2), text).toBe(cents)
  })
  it('refuses what is not an amount', () => {
    for (const text of ['', '-5', '1.234', '1,23', '1e5', 'ten', '1.2.3', '12345678901'])
      expect(readAmount(text, 2), text).toBeNull()
  })
  it('follows the currency', () => {
    expect(readAmount('1200', digitsOf('JPY'))).toBe(1200)
    expect(readAmount('1200.5', digitsOf('JPY'))).toBeNull()
    expect(signOf('USD')).toBe('$')
  })
})
