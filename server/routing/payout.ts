/**
 * What a supplier earns from one lead (spec 1, Payout).
 */
import { asCents, shareOf } from '../../contract/money.ts'
import type { Payout } from '../../contract/settings.ts'

/** @param revenue the sum of the lead's sales, in minor units; 0 means it was not sold and nothing is owed */
export function payoutOf(terms: Payout, revenue: number): number {
  return terms.kind === 'fixed' ? terms.amount : shareOf(asCents(revenue), terms.rate)
}
