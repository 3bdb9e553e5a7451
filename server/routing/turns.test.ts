import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditsOf, inTurn } from './turns.ts'

const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

/** Sells leads to whose turn it is; who is eligible, and who turns it down, is told for each. */
function sell(
  weights: readonly number[],
  leads: readonly { eligible: readonly number[]; rejects: readonly number[] }[],
) {
  const credits = new Map<number, number>()
  const sales = new Map<number, number>()
  const credit = (buyerId: number) => credits.get(buyerId) ?? 0
  for (const { eligible, rejects } of leads) {
    // a rejection goes to the next, and who rejected gains nothing
    const takers = eligible
      .filter((buyerId) => !rejects.includes(buyerId))
      .map((buyerId) => ({ buyerId, weight: weights[buyerId - 1] ?? 1 }))
    const [first] = inTurn(takers, credit)
    if (!first) continue
    for (const [buyerId, moved] of creditsOf(takers, first.buyerId)) credits.set(buyerId, credit(buyerId) + moved)
    sales.set(first.buyerId, (sales.get(first.buyerId) ?? 0) + 1)
  }
  return { credits: [...credits.values()], sales: weights.map((_, at) => sales.get(at + 1) ?? 0) }
}

const always = (buyers: number, count: number) =>
  Array.from({ length: count }, () => ({ eligible: ids(buyers), rejects: [] }))

test('round after round, each takes exactly its weight', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 5 }), (given, rounds) => {
      const total = given.reduce((sum, weight) => sum + weight, 0)
      const { sales, credits } = sell(given, always(given.length, total * rounds))
      expect(sales).toEqual(given.map((weight) => weight * rounds))
      expect(credits.every((credit) => credit === 0)).toBe(true)
    }),
  )
})

test('whoever is eligible and whoever rejects: what is handed out sums to zero, and nobody is owed much', () => {
  const lead = fc.record({
    eligible: fc.subarray(ids(6), { minLength: 1 }),
    rejects: fc.subarray(ids(6)),
  })
  const weights = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(weights, fc.array(lead, { maxLength: 300 }), (given, leads) => {
      const { credits } = sell(given, leads)
      expect(credits.reduce((sum, credit) => sum + credit, 0)).toBe(0)
      expect(credits.every(Number.isSafeInteger)).toBe(true)
    }),
  )
})

test('equal buyers go in order, and begin anew after a round', () => {
  const order: number[] = []
  const credits = new Map<number, number>()
  const buyers = ids(3).map((buyerId) => ({ buyerId, weight: 1 }))
  for (let nth = 0; nth < 9_000; nth++) {
    const [first] = inTurn(buyers, (buyerId) => credits.get(buyerId) ?? 0)
    if (!first) throw new Error('nobody')
    order.push(first.buyerId)
    for (const [buyerId, moved] of creditsOf(buyers, first.buyerId))
      credits.set(buyerId, (credits.get(buyerId) ?? 0) + moved)
  }
  expect(order).toEqual(Array.from({ length: 9_000 }, (_, nth) => (nth % 3) + 1))
})
