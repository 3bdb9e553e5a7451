/** Who holds a buyer up, and what lets it go again (spec 1, invariant 7). */

export type Holder = 'operator' | 'customer' | 'balance' | 'dispute'

const LIFTED_BY: Record<Holder, string> = {
  operator: 'Lifted when the operator resumes the buyer',
  customer: 'Lifted when the customer resumes the buyer',
  balance: 'Lifted when the wallet is back at its minimum',
  dispute: 'Lifted when the operator lets the customer go on after its dispute',
}

/** What a paying customer does to the buyers of its Client: no row of theirs, but a mark on the customer or its wallet. */
export function pauseOfPayer(payer: { company: string; closed: boolean; low_since: Date | null }): HeldPause {
  const { company: byName, low_since: since } = payer
  if (payer.closed) return { owner: 'customer', since: null, until: null, byName, reason: 'The customer is closed' }
  return { owner: 'balance', since, until: null, byName, reason: 'The balance is under its minimum' }
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
