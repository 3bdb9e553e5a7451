/**
 * A batch's view of what moves: what was read, less what the leads before took. Decisions ask it, sales change it,
 * and the guarded write confirms it or nothing is written.
 */
import { newId } from '../platform/ids.ts'
import type { MovingReason, Offer } from '../routing/choose.ts'
import { momentOf } from '../routing/conditions.ts'
import { isPaused } from './campaigns.ts'
import type { Lead } from './lead.ts'
import type { Claim, State } from './tables/state.ts'
import { budgetLimits, Tally, volumeLimits } from './tally.ts'
import { type Hints, Unread } from './wanted.ts'

export const IDENTICAL_MS = 60_000
const DAY_MS = 86_400_000
const NO_PERIODS = { day: 0, week: 0, month: 0 }
const NO_CREDITS: ReadonlyMap<number, number> = new Map()
const NO_LIMITS = { day: null, week: null, month: null, total: null }

export interface Debits {
  sum: number
  /** Money held for calls. */
  held: number
  /** The last of both. */
  last: number
  count: number
}

/** A place, money and keys held for one call. */
export interface Held {
  readonly attemptId: string
  readonly leadId: string
  readonly offer: Offer
  readonly walletId: number | null
  /** The periods its place was taken in. */
  readonly periods: { day: number; week: number; month: number }
  readonly keys: readonly bigint[]
  readonly credits: ReadonlyMap<number, number> | null
}

export interface ClaimedKeys {
  /** key → the lead that claims it */
  keys: Map<bigint, string>
  /** Claimed keys whose old row is past its look-back → the lead of that row: only this very row makes room. */
  expired: Map<bigint, string>
}

const noClaims = (): ClaimedKeys => ({ keys: new Map(), expired: new Map() })

export class Places {
  readonly state: State
  readonly now: Date
  readonly buyers = new Map<number, Tally>()
  readonly suppliers = new Map<number, Tally>()
  readonly debits = new Map<number, Debits>()
  readonly claimed = noClaims()
  readonly claimedPosts = noClaims()
  /** What distribution moved, by buyer. */
  readonly credits = new Map<number, { campaignId: number; credit: number }>()

  readonly #hints: Hints

  constructor(state: State, now: Date, hints: Hints) {
    this.state = state
    this.now = now
    this.#hints = hints
  }

  /** Whether the same post came before and is not done yet. */
  isInProcess(lead: Lead): boolean {
    return lead.identical !== null && this.state.recent.get(lead.identical)?.open === true
  }

  /** The lead that the same post, or the campaign's duplicate check, finds before this one. */
  duplicateOf(lead: Lead, leadId: string): string | undefined {
    const { duplicates } = lead.campaign.compiled
    const identical = lead.identical === null ? undefined : this.#held(this.state.recent, lead.identical, IDENTICAL_MS)
    // its own, from when its outside checks began
    if (identical && identical.leadId !== leadId) return identical.leadId
    for (const key of lead.checks) {
      const claim = this.#held(this.state.keys, key, (duplicates?.days ?? 0) * DAY_MS)
      if (claim) return claim.leadId
    }
    return undefined
  }

  /** Whether the supplier's own caps have no place left. */
  supplierFull(lead: Lead): boolean {
    return this.#supplierTally(lead).fullCap() !== undefined
  }

  /** Why this lead cannot go to this buyer now. @throws Unread when what it depends on was not read */
  obstacle(lead: Lead, offer: Offer): MovingReason | undefined {
    const reason = this.#obstacle(lead, offer)
    this.#hints.note(offer.buyer.id, reason !== undefined)
    return reason
  }

  #obstacle(lead: Lead, { buyer, price }: Offer): MovingReason | undefined {
    const known = lead.campaign.buyers.get(buyer.id)
    if (!known || isPaused(known, this.now)) return { kind: 'paused' }
    if (known.walletId !== null && !this.#canPay(known.walletId, price)) return { kind: 'balance' }
    const tally = this.#buyerTally(lead, buyer.id)
    const cap = tally.fullCap()
    if (cap) return { kind: 'cap', period: cap }
    const budget = tally.fullBudget(price)
    if (budget) return { kind: 'budget', period: budget }
    return lead.test ? undefined : this.#boughtBefore(lead, buyer.id)
  }

  /** What the buyer is owed in the campaign's distribution. @throws Unread */
  creditOf(buyerId: number): number {
    if (!this.state.buyers.has(buyerId)) throw new Unread()
    return (this.state.credits.get(buyerId) ?? 0) + (this.credits.get(buyerId)?.credit ?? 0)
  }

  /** Takes what a lead takes once, at its first sale or call: its supplier's place, and its own keys. */
  enter(lead: Lead, leadId: string): void {
    this.#supplierTally(lead).take(0)
    this.claimPost(lead, leadId)
    for (const key of lead.checks) this.#claim(this.claimed, this.state.keys, key, leadId)
  }

  /** Makes the same post find this one. */
  claimPost({ identical }: Lead, leadId: string): void {
    if (identical === null || this.state.recent.get(identical)?.leadId === leadId) return
    this.#claim(this.claimedPosts, this.state.recent, identical, leadId)
  }

  /** Makes the same post behind it in this batch wait for it to be done. */
  markInProcess({ identical }: Lead): void {
    const claim = identical === null ? undefined : this.state.recent.get(identical)
    if (claim) claim.open = true
  }

  /** Books a live sale against everything the leads behind it in this batch will ask. */
  sell(lead: Lead, leadId: string, offer: Offer, credits: Held['credits']): void {
    const walletId = this.#take(lead, leadId, offer, credits)
    if (walletId !== null && offer.price > 0) this.#debit(walletId, offer.price, 'sum')
  }

  /** Holds for a call what a sale would take. A test holds nothing. */
  hold(lead: Lead, leadId: string, offer: Offer, credits: Held['credits']): Held {
    const held = { attemptId: newId(this.now), leadId, offer }
    if (lead.test) return { ...held, walletId: null, periods: NO_PERIODS, keys: [], credits: null }
    const walletId = this.#take(lead, leadId, offer, credits)
    if (walletId !== null && offer.price > 0) this.#debit(walletId, offer.price, 'held')
    const { own, persons } = lead.keysFor(offer.buyer.id)
    return {
      ...held,
      walletId,
      periods: this.#buyerTally(lead, offer.buyer.id).keys,
      keys: [...own, ...persons],
      credits,
    }
  }

  /** The periods that a lead which entered counts in at its supplier. */
  supplierPeriods(lead: Lead): Held['periods'] {
    return this.#supplierTally(lead).keys
  }

  #take(lead: Lead, leadId: string, { buyer, price }: Offer, credits: Held['credits']): number | null {
    this.#buyerTally(lead, buyer.id).take(price)
    const { own, persons } = lead.keysFor(buyer.id)
    for (const key of own) this.#claim(this.claimed, this.state.keys, key, leadId)
    for (const key of persons) this.#claim(this.claimed, this.state.keys, key, leadId)
    for (const [buyerId, credit] of credits ?? NO_CREDITS) {
      const moved = this.credits.get(buyerId)?.credit ?? 0
      this.credits.set(buyerId, { campaignId: lead.campaign.id, credit: moved + credit })
    }
    return lead.campaign.buyers.get(buyer.id)?.walletId ?? null
  }

  #canPay(walletId: number, price: number): boolean {
    const wallet = this.state.wallets.get(walletId)
    if (!wallet) throw new Unread()
    if (wallet.low) return false
    return wallet.balance - wallet.reserved - price >= -wallet.creditLimit
  }

  #debit(walletId: number, price: number, as: 'sum' | 'held'): void {
    const wallet = this.state.wallets.get(walletId)
    if (!wallet) return
    if (as === 'sum') wallet.balance -= price
    else wallet.reserved += price
    wallet.low = wallet.minimum !== null && wallet.balance - wallet.reserved < wallet.minimum
    const so = this.debits.get(walletId) ?? { sum: 0, held: 0, count: 0 }
    this.debits.set(walletId, { ...so, [as]: so[as] + price, last: price, count: so.count + (as === 'sum' ? 1 : 0) })
  }

  /** The buyer's own duplicate check, then "never the same person twice to one customer". */
  #boughtBefore(lead: Lead, buyerId: number): MovingReason | undefined {
    const { own, persons } = lead.keysFor(buyerId)
    const ownMs = (lead.campaign.compiled.duplicates?.days ?? 0) * DAY_MS
    if (own.some((key) => this.#held(this.state.keys, key, ownMs))) return { kind: 'duplicate' }
    const personMs = this.state.samePersonDays * DAY_MS
    return persons.some((key) => this.#held(this.state.keys, key, personMs)) ? { kind: 'same_person' } : undefined
  }

  #held(rows: Map<bigint, Claim>, key: bigint, withinMs: number): Claim | undefined {
    const claim = rows.get(key)
    return claim && claim.acceptedAtMs > this.now.getTime() - withinMs ? claim : undefined
  }

  #claim(claimed: ClaimedKeys, rows: Map<bigint, Claim>, key: bigint, leadId: string): void {
    // a row that is there did not stand in the way, so it is past its look-back
    const old = rows.get(key)
    if (old && !claimed.keys.has(key)) claimed.expired.set(key, old.leadId)
    rows.set(key, { leadId, acceptedAtMs: this.now.getTime() })
    claimed.keys.set(key, leadId)
  }

  #buyerTally(lead: Lead, buyerId: number): Tally {
    const known = this.buyers.get(buyerId)
    if (known) return known
    const row = this.state.buyers.get(buyerId)
    if (!row) throw new Unread()
    const buyer = lead.campaign.compiled.buyers.find((one) => one.id === buyerId)
    const moment = momentOf(this.now, buyer?.zone ?? lead.campaign.compiled.zone)
    const tally = new Tally(
      row,
      moment,
      buyer ? volumeLimits(buyer.part.caps, moment.weekday) : NO_LIMITS,
      buyer ? budgetLimits(buyer.part.budget) : NO_LIMITS,
    )
    this.buyers.set(buyerId, tally)
    return tally
  }

  #supplierTally({ campaign, supplier }: Lead): Tally {
    const known = this.suppliers.get(supplier.id)
    if (known) return known
    const moment = momentOf(this.now, campaign.compiled.zone)
    const limits = volumeLimits(supplier.compiled.part.caps, moment.weekday)
    const tally = new Tally(this.state.suppliers.get(supplier.id), moment, limits, NO_LIMITS)
    this.suppliers.set(supplier.id, tally)
    return tally
  }
}
