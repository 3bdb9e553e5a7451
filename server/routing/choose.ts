/**
 * Who gets a lead. Static reasons (schedule, filters, price) come from the settings version alone, so they can be
 * recomputed for ever; moving ones (paused, caps, balance, bought before) are asked of `Moving` and kept on the lead.
 */
import type { MovingReasons } from '../../contract/verdict.ts'
import type { CompiledBuyer, CompiledCampaign, CompiledSupplier } from './compile.ts'
import type { Candidate } from './conditions.ts'

/** A buyer that may have the lead, at its price for this lead. */
export interface Offer {
  readonly buyer: CompiledBuyer
  readonly price: number
  /** The pricing rule that set the price, -1 for the default price. */
  readonly rule: number
}

export type StaticReason =
  | { kind: 'closed' }
  | { kind: 'filter'; index: number }
  | { kind: 'below_floor'; price: number }
  | { kind: 'below_margin'; price: number }

export const PERIODS = ['day', 'week', 'month', 'total'] as const
export type Period = (typeof PERIODS)[number]

export type MovingReason =
  | { kind: 'paused' | 'balance' | 'same_person' | 'duplicate' }
  | { kind: 'cap' | 'budget'; period: Period }

/** What is true only now. */
export interface Moving {
  /** Why the offer cannot be taken at this moment; undefined when it can. */
  obstacle(offer: Offer): MovingReason | undefined
}

export interface Choice {
  sale?: Offer
  /** Buyers that wanted it and could not have it. */
  moved?: MovingReasons
}

/** The offer a buyer makes for this lead, or the static reason why it makes none. */
export function judge(
  campaign: CompiledCampaign,
  supplier: CompiledSupplier,
  buyer: CompiledBuyer,
  candidate: Candidate,
): Offer | StaticReason {
  if (!buyer.isOpen(candidate.at)) return { kind: 'closed' }
  const stopped = buyer.stoppedBy(candidate)
  if (stopped >= 0) return { kind: 'filter', index: stopped }
  const { price, rule } = buyer.priceOf(candidate)
  if (price < buyer.part.floor) return { kind: 'below_floor', price }
  const { minimumMargin } = campaign
  if (minimumMargin !== null && price - supplier.payoutOf(price) < minimumMargin) return { kind: 'below_margin', price }
  return { buyer, price, rule }
}

export function isOffer(judged: Offer | StaticReason): judged is Offer {
  return 'buyer' in judged
}

/** Offers in the order they are tried: the operator's (Waterfall), or by price and then that order (Highest bidder). */
export function* offersInOrder(
  campaign: CompiledCampaign,
  supplier: CompiledSupplier,
  candidate: Candidate,
): Iterable<Offer> {
  if (!campaign.highestBidder) {
    for (const buyer of campaign.buyersFor(candidate)) {
      const judged = judge(campaign, supplier, buyer, candidate)
      if (isOffer(judged)) yield judged
    }
    return
  }
  const offers = campaign
    .buyersFor(candidate)
    .map((buyer) => judge(campaign, supplier, buyer, candidate))
    .filter(isOffer)
  // sort is stable: equal prices keep the operator's order
  yield* offers.sort((a, b) => b.price - a.price)
}

/** The first offer that nothing stands against. */
export function choose(offers: Iterable<Offer>, moving: Moving): Choice {
  let moved: MovingReasons | undefined
  for (const offer of offers) {
    const obstacle = moving.obstacle(offer)
    if (!obstacle) return { sale: offer, moved }
    moved ??= {}
    note(moved, obstacle, offer.buyer.id)
  }
  return { moved }
}

function note(moved: MovingReasons, reason: MovingReason, buyerId: number): void {
  if (reason.kind === 'cap' || reason.kind === 'budget') {
    const periods = moved[reason.kind] ?? {}
    moved[reason.kind] = periods
    append(periods, reason.period, buyerId)
    return
  }
  append(moved, reason.kind, buyerId)
}

/** Appends in place: with every buyer full, copying would cost the square of the buyers. */
function append<K extends string>(lists: Partial<Record<K, number[]>>, key: K, buyerId: number): void {
  const list = lists[key]
  if (list) list.push(buyerId)
  else lists[key] = [buyerId]
}
