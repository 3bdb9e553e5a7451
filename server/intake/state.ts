/**
 * A batch's view of what moves: what was read, less what the leads before took. Decisions ask it, sales change it,
 * and the guarded write confirms it or nothing is written.
 */
import type { MovingReason, Offer } from '../routing/choose.ts'
import { momentOf } from '../routing/conditions.ts'
import { isPaused } from './campaigns.ts'
import type { Lead } from './lead.ts'
import type { Claim, State } from './tables/state.ts'
import { budgetLimits, Tally, volumeLimits } from './tally.ts'
import { type Hints, Unread } from './wanted.ts'

export const IDENTICAL_MS = 60_000
const DAY_MS = 86_400_000
const NO_LIMITS = { day: null, week: null, month: null, total: null }

export interface Debits {
  sum: number
  last: number
  count: number
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

  readonly #hints: Hints

  constructor(state: State, now: Date, hints: Hints) {
    this.state = state
    this.now = now
    this.#hints = hints
  }

  /** The lead that the same post, or the campaign's duplicate check, finds before this one. */
  duplicateOf(lead: Lead): string | undefined {
    const { duplicates } = lead.campaign.compiled
    const identical = lead.identical === null ? undefined : this.#held(this.state.recent, lead.identical, IDENTICAL_MS)
    if (identical) return identical.leadId
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

  /** Books a live sale against everything the leads behind it in this batch will ask. */
  take(lead: Lead, leadId: string, { buyer, price }: Offer): void {
    this.#supplierTally(lead).take(0)
    this.#buyerTally(lead, buyer.id).take(price)
    const walletId = lead.campaign.buyers.get(buyer.id)?.walletId ?? null
    if (walletId !== null && price > 0) this.#debit(walletId, price)
    if (lead.identical !== null) this.#claim(this.claimedPosts, this.state.recent, lead.identical, leadId)
    const { own, persons } = lead.keysFor(buyer.id)
    for (const key of [...lead.checks, ...own, ...persons]) this.#claim(this.claimed, this.state.keys, key, leadId)
  }

  #canPay(walletId: number, price: number): boolean {
    const wallet = this.state.wallets.get(walletId)
    if (!wallet) throw new Unread()
    if (wallet.low) return false
    return wallet.balance - wallet.reserved - price >= -wallet.creditLimit
  }

  #debit(walletId: number, price: number): void {
    const wallet = this.state.wallets.get(walletId)
    if (!wallet) return
    wallet.balance -= price
    wallet.low = wallet.minimum !== null && wallet.balance - wallet.reserved < wallet.minimum
    const so = this.debits.get(walletId)
    this.debits.set(walletId, { sum: (so?.sum ?? 0) + price, last: price, count: (so?.count ?? 0) + 1 })
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
