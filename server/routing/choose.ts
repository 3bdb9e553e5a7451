/**
 * Who gets a lead. Static reasons (schedule, filters, price) come from the settings version alone, so they can be
 * recomputed for ever; moving ones (paused, caps, balance, bought before) are asked of `Moving` and kept on the lead.
 */
import type { MovingReasons } from '../../contract/verdict.ts'
import type { CompiledBuyer, CompiledCampaign, CompiledSupplier } from './compile.ts'
import type { Candidate } from './conditions.ts'
import { creditsOf, inTurn } from './turns.ts'

/** A buyer that may have the lead, at its price for this lead. */
export interface Offer {
  readonly buyer: CompiledBuyer
  readonly price: number
  /** The pricing rule that set the price, -1 for the default price. */
  readonly rule: number
  /** Whether the buyer's system is asked; else the commit is the sale. */
  readonly isCall: boolean
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
  /** Whether the buyer has something to ask outside before it is asked itself. */
  hasToAsk(buyer: CompiledBuyer): boolean
  /** Round robin and Weighted: what the buyer is owed. */
  creditOf(buyerId: number): number
  /** Takes the place at once, so that the next offer is held against what this one took. */
  take(offer: Offer, credits: ReadonlyMap<number, number> | null): void
}

/** How far the lead has come already; a new one has not. */
export interface Progress {
  /** Buyers that were asked, or have it. */
  readonly called: ReadonlySet<number>
  /** How many more may have it. */
  readonly places: number
  /** Its sale prices so far. */
  readonly revenue: number
}

export interface Choice {
  taken: Offer[]
  /** Buyers that would be taken, once their outside checks are done. */
  toAsk: Offer[]
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
  // with several sales it depends on those before
  const isStatic = campaign.distribution !== 'send_to_all'
  if (isStatic && keepsLess(minimumMargin, supplier, price)) return { kind: 'below_margin', price }
  return { buyer, price, rule, isCall: buyer.part.delivery.kind === 'direct_post' }
}

function keepsLess(minimum: number | null, supplier: CompiledSupplier, revenue: number): boolean {
  return minimum !== null && revenue - supplier.payoutOf(revenue) < minimum
}

export function isOffer(judged: Offer | StaticReason): judged is Offer {
  return 'buyer' in judged
}

/** Offers in the operator's order, or by price and then that order (Highest bidder). */
export function* offersInOrder(
  campaign: CompiledCampaign,
  supplier: CompiledSupplier,
  candidate: Candidate,
): Iterable<Offer> {
  if (campaign.distribution !== 'highest_bidder') {
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

/** A lead as the choice sees it. */
export interface Choosing {
  readonly campaign: CompiledCampaign
  readonly supplier: CompiledSupplier
  readonly offers: Iterable<Offer>
  readonly progress: Progress
}

/** Who gets the lead next, by the campaign's distribution. */
export function choose(choosing: Choosing, moving: Moving): Choice {
  if (choosing.campaign.takesTurns) return chooseByTurn(choosing, moving)
  return choosing.campaign.distribution === 'send_to_all'
    ? chooseSeveral(choosing, moving)
    : chooseFirst(choosing, moving)
}

/** The first offer that nothing stands against. */
function chooseFirst({ offers, progress }: Choosing, moving: Moving): Choice {
  const choice: Choice = { taken: [], toAsk: [] }
  for (const offer of offers) {
    if (progress.called.has(offer.buyer.id) || isBlocked(choice, offer, moving)) continue
    settleOn(choice, offer, moving, null)
    break
  }
  return choice
}

/** Every offer that nothing stands against, as long as there are places. */
function chooseSeveral({ campaign, supplier, offers, progress }: Choosing, moving: Moving): Choice {
  const choice: Choice = { taken: [], toAsk: [] }
  let { revenue } = progress
  for (const offer of offers) {
    if (choice.taken.length + choice.toAsk.length >= progress.places) break
    if (progress.called.has(offer.buyer.id) || isBlocked(choice, offer, moving)) continue
    if (keepsLess(campaign.minimumMargin, supplier, revenue + offer.price)) {
      noteObstacle(choice, { kind: 'margin' }, offer)
      continue
    }
    settleOn(choice, offer, moving, null)
    // a call that is out may still be rejected: only what is sold counts
    if (!offer.isCall) revenue += offer.price
  }
  return choice
}

/** Of all that nothing stands against, the one that is owed most. */
function chooseByTurn({ campaign, offers, progress }: Choosing, moving: Moving): Choice {
  const choice: Choice = { taken: [], toAsk: [] }
  const eligible: (Offer & { buyerId: number; weight: number })[] = []
  for (const offer of offers) {
    if (progress.called.has(offer.buyer.id) || isBlocked(choice, offer, moving)) continue
    const weight = campaign.distribution === 'weighted' ? offer.buyer.part.weight : 1
    eligible.push({ ...offer, buyerId: offer.buyer.id, weight })
  }
  const [first] = inTurn(eligible, (buyerId) => moving.creditOf(buyerId))
  if (first) settleOn(choice, first, moving, creditsOf(eligible, first.buyerId))
  return choice
}

function settleOn(choice: Choice, offer: Offer, moving: Moving, credits: ReadonlyMap<number, number> | null): void {
  if (moving.hasToAsk(offer.buyer)) {
    choice.toAsk.push(offer)
    return
  }
  choice.taken.push(offer)
  moving.take(offer, credits)
}

function isBlocked(choice: Choice, offer: Offer, moving: Moving): boolean {
  const obstacle = moving.obstacle(offer)
  if (obstacle) noteObstacle(choice, obstacle, offer)
  return obstacle !== undefined
}

function noteObstacle(choice: Choice, obstacle: MovingReason | { kind: 'margin' }, { buyer }: Offer): void {
  choice.moved ??= {}
  note(choice.moved, obstacle, buyer.id)
}

function note(moved: MovingReasons, reason: MovingReason | { kind: 'margin' }, buyerId: number): void {
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
