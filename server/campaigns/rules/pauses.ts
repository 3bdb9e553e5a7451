/** Who holds a buyer up, and what lets it go again (spec 1, invariant 7). */

export type Holder = 'operator' | 'customer' | 'balance' | 'dispute'

const LIFTED_BY: Record<Holder, string> = {
  operator: 'Lifted when the operator resumes the buyer',
  customer: 'Lifted when the customer resumes the buyer',
  balance: 'Lifted when the wallet is back at its minimum',
  dispute: 'Lifted when the dispute is closed',
}

export interface HeldPause {
  owner: Holder
  since: Date | null
  until: Date | null
  byName: string
  reason: string
}

/** In words; one with an end also ends by itself. */
export function liftedBy(pause: Pick<HeldPause, 'owner' | 'until'>): string {
  return pause.until ? `${LIFTED_BY[pause.owner]}, or by itself at its end` : LIFTED_BY[pause.owner]
}
