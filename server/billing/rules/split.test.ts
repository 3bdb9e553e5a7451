import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asCents } from '../../../contract/money.ts'
import { leftOf, leftToAsk, splitOf } from './split.ts'

const left = (amount: number, fee: number) => ({ amount: asCents(amount), fee: asCents(fee) })
const booked = (part: { wallet: number; fee: number }) => ({
  state: 'booked' as const,
  amount: asCents(part.wallet + part.fee),
  keepFee: false,
  walletPart: asCents(part.wallet),
  feePart: asCents(part.fee),
})

test('103.00 of a deposit of 100.00 with 3 % takes 100.00 from the balance and 3.00 from the fee', () => {
  expect(splitOf(asCents(10_300), left(10_000, 300), false)).toEqual({ wallet: 10_000, fee: 300, loss: 0 })
})

test('what is over the charge is the operator’s loss', () => {
  expect(splitOf(asCents(11_000), left(10_000, 300), false)).toEqual({ wallet: 10_000, fee: 300, loss: 700 })
  expect(splitOf(asCents(500), left(0, 0), false)).toEqual({ wallet: 0, fee: 0, loss: 500 })
})

test('keeping the fee, the balance bears it alone', () => {
  expect(splitOf(asCents(4_000), left(10_000, 300), true)).toEqual({ wallet: 4_000, fee: 0, loss: 0 })
  expect(splitOf(asCents(10_001), left(10_000, 300), true)).toEqual({ wallet: 10_000, fee: 0, loss: 1 })
})

test('in however many pieces: all that the card got is taken, and each time whole parts within what is left', () => {
  const charge = fc.record({
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    fee: fc.integer({ min: 0, max: 150_000 }),
  })
  const pieces = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 110 })
  fc.assert(
    fc.property(charge, pieces, ({ amount, fee }, wanted) => {
      const whole = left(amount, fee)
      const parts: ReturnType<typeof booked>[] = []
      let rest = amount + fee
      const take = (piece: number) => {
        const before = leftOf(whole, parts)
        const split = splitOf(asCents(piece), before, false)
        expect(split.wallet + split.fee).toBe(piece)
        expect(split.loss).toBe(0)
        expect(split.wallet).toBeLessThanOrEqual(before.amount)
        expect(split.fee).toBeLessThanOrEqual(before.fee)
        parts.push(booked(split))
        rest -= piece
      }
      for (const piece of wanted) if (piece <= rest) take(piece)
      if (rest > 0) take(rest)
      expect(leftOf(whole, parts)).toEqual({ amount: 0, fee: 0 })
    }),
    { numRuns: 300 },
  )
})

test('what was undone is there again, what is only asked is not to be asked twice', () => {
  const whole = left(10_000, 300)
  const one = booked({ wallet: 5_000, fee: 150 })
  expect(leftOf(whole, [one, { ...one, state: 'undone' }])).toEqual({ amount: 5_000, fee: 150 })
  const asked = { ...one, state: 'asked' as const, amount: asCents(2_000), keepFee: true, walletPart: asCents(0) }
  expect(leftToAsk(whole, [one, asked])).toEqual({ amount: 3_000, fee: 150 })
  expect(leftToAsk(whole, [one, { ...asked, state: 'failed' }])).toEqual({ amount: 5_000, fee: 150 })
})
