import { expect, test } from 'vitest'
import { daysBefore, eachDay, lengthOf, RangeText, readRange, writeRange } from './ranges.ts'

test('a range survives being written into an address', () => {
  for (const text of ['today', 'last_month', '2026-11-01..2026-11-19', '2026-11-01..2026-11-01']) {
    const range = readRange(text)
    expect(range && writeRange(range)).toBe(text)
  }
})

test('what is no range is refused', () => {
  const wrong = ['', 'tomorrow', '2026-11-19..2026-11-01', '2026-02-30..2026-03-01', '2020-01-01..2026-01-01', '..']
  for (const text of [...wrong, '2026-11-01..2026-11-02..2026-11-03', '2026-11-01'])
    expect(RangeText.safeParse(text).success).toBe(false)
})

test('days are counted over months and leap days', () => {
  expect(lengthOf({ from: '2028-02-28', to: '2028-03-01' })).toBe(3)
  expect(eachDay({ from: '2028-02-28', to: '2028-03-01' })).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
  expect(daysBefore({ from: '2026-03-01', to: '2026-03-07' })).toEqual({ from: '2026-02-22', to: '2026-02-28' })
})
