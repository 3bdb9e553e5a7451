import fc from 'fast-check'
import { expect, test } from 'vitest'
import { feeOf, offeredAmounts } from './amounts.ts'

test('the fee is a share on top', () => {
  expect(feeOf(10_000, 300)).toBe(300)
  expect(feeOf(150_000, 300)).toBe(4_500)
  expect(feeOf(10_000, 0)).toBe(0)
})

test('four round amounts are offered, from the minimum on', () => {
  expect(offeredAmounts(50)).toEqual([10_000, 20_000, 50_000, 100_000])
  expect(offeredAmounts(25_000)).toEqual([50_000, 100_000, 200_000, 500_000])
})

test('whatever the minimum, each can be paid, and they rise', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (minimum) => {
      const offered = offeredAmounts(minimum)
      expect(offered).toHaveLength(4)
      expect(offered.every((amount, nth) => amount >= minimum && amount > (offered[nth - 1] ?? 0))).toBe(true)
    }),
  )
})
