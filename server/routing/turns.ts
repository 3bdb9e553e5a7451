/**
 * Round robin and Weighted (spec 2.2): whose turn it is follows from what each buyer is owed. Pure, and in whole
 * numbers: what is handed out sums to zero for ever.
 */

/**
 * Parts of one lead. Divisible by every number up to 30, so that with any set of that many equal buyers a full round
 * leaves exactly nothing owed, and ties are ties.
 */
const LEAD = 2_329_089_562_800

export interface Turn {
  readonly buyerId: number
  readonly weight: number
}

/**
 * What one accepted lead moves: each eligible buyer gains its weight's part, the one that took it loses what all
 * gained. Rounded on the unit of weight, so that buyers of one weight gain the same.
 */
export function creditsOf(eligible: readonly Turn[], takerId: number): Map<number, number> {
  const weights = eligible.reduce((sum, { weight }) => sum + weight, 0)
  const unit = Math.floor(LEAD / weights)
  return new Map(
    eligible.map(({ buyerId, weight }) => [buyerId, unit * weight - (buyerId === takerId ? unit * weights : 0)]),
  )
}

/** The eligible buyers in turn: the highest credit first, ties in the order given. */
export function inTurn<T extends Turn>(eligible: readonly T[], creditOf: (buyerId: number) => number): T[] {
  const credits = new Map(eligible.map(({ buyerId }) => [buyerId, creditOf(buyerId)]))
  const credit = (one: T) => credits.get(one.buyerId) ?? 0
  return eligible.toSorted((a, b) => credit(b) - credit(a))
}
