/** What a return costs whom (spec 1, Payout; spec 3.5, Supplier's side). Pure. */
import type { Payout, SupplierPart } from '../../contract/settings.ts'
import { payoutOf } from '../routing/payout.ts'

const DAY_MS = 86_400_000

/** Until when the supplier takes back what was sold then; null: it takes nothing back. */
export function takenBackUntil({ accepted, days }: SupplierPart['returns'], soldAt: Date): Date | null {
  return accepted && days > 0 ? new Date(soldAt.getTime() + days * DAY_MS) : null
}

/** Whether a return of now goes to the supplier by its terms. */
export function goesToSupplier(terms: SupplierPart['returns'], soldAt: Date, now: Date): boolean {
  const until = takenBackUntil(terms, soldAt)
  return until !== null && now <= until
}

export interface SoldPart {
  price: number
  /** Null while it is not returned. */
  toSupplier: boolean | null
}

/**
 * What the supplier still earns of a lead. Fixed: nothing once all sales are returned and each return went to it.
 * A share: of the sum of the sales that did not go back to it, rounded once on that sum.
 * @param payout what the lead earns without any return
 */
export function payoutAfterReturns(terms: Payout, payout: number, sales: readonly SoldPart[]): number {
  const kept = sales.filter((sale) => sale.toSupplier !== true)
  if (kept.length === 0) return 0
  if (terms.kind === 'fixed' || kept.length === sales.length) return payout
  const sum = kept.reduce((total, sale) => total + sale.price, 0)
  return Math.min(payout, payoutOf(terms, sum))
}
