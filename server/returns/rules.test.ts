import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asCents, shareOf } from '../../contract/money.ts'
import { goesToSupplier, payoutAfterReturns } from './rules.ts'

const sold = new Date('2026-11-22T15:00:00.000Z')
const daysLater = (days: number) => new Date(sold.getTime() + days * 86_400_000)

test('a return goes to the supplier within its days, to the instant, if it takes returns at all', () => {
  expect(goesToSupplier({ accepted: true, days: 7 }, sold, daysLater(7))).toBe(true)
  expect(goesToSupplier({ accepted: true, days: 7 }, sold, new Date(daysLater(7).getTime() + 1))).toBe(false)
  expect(goesToSupplier({ accepted: false, days: 7 }, sold, daysLater(1))).toBe(false)
  expect(goesToSupplier({ accepted: true, days: 0 }, sold, daysLater(0))).toBe(false)
})

const fixed = { kind: 'fixed', amount: 2_400 } as const
const third = { kind: 'share', rate: 3_333 } as const

test('a fixed payout is taken back when every sale is returned and every return went to the supplier', () => {
  const after = (...backs: (boolean | null)[]) =>
    payoutAfterReturns(
      fixed,
      2_400,
      backs.map((toSupplier) => ({ price: 100, toSupplier })),
    )
  expect(after(null)).toBe(2_400)
  expect(after(true, null)).toBe(2_400)
  expect(after(true, false)).toBe(2_400)
  expect(after(true, true)).toBe(0)
})

test('a share is of the sales that did not go back, rounded once on their sum', () => {
  // three shares of a cent and a half would be rounded up three times
  const parts = [null, null, false, true].map((toSupplier) => ({ price: 5, toSupplier }))
  expect(payoutAfterReturns(third, 7, parts)).toBe(5)
})

test('whatever is returned in whatever order, the differences add up to what is left at the end', () => {
  const sale = fc.record({ price: fc.nat({ max: 99_999 }), toSupplier: fc.constantFrom(true, false) })
  fc.assert(
    fc.property(
      fc.array(sale, { minLength: 1, maxLength: 6 }),
      fc.nat({ max: 10_000 }),
      fc.boolean(),
      (sales, rate, share) => {
        const revenue = sales.reduce((sum, { price }) => sum + price, 0)
        const terms = share ? { kind: 'share' as const, rate } : fixed
        const payout = share ? shareOf(asCents(revenue), rate) : 2_400
        let before = payout
        for (let returned = 1; returned <= sales.length; returned++) {
          const parts = sales.map((one, nth) => (nth < returned ? one : { ...one, toSupplier: null }))
          const now = payoutAfterReturns(terms, payout, parts)
          expect(now).toBeLessThanOrEqual(before)
          expect(now).toBeGreaterThanOrEqual(0)
          before = now
        }
        const kept = sales.filter(({ toSupplier }) => !toSupplier)
        const left = kept.reduce((sum, { price }) => sum + price, 0)
        if (share) expect(before).toBe(shareOf(asCents(left), rate))
        else expect(before).toBe(kept.length === 0 ? 0 : 2_400)
      },
    ),
  )
})
