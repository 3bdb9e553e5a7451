/**
 * How much of what moves a batch reads. With hundreds of buyers nearly every lead goes to one of its first offers, so
 * only those are read (400 rows a batch cost 15 ms, 20 rows 1 ms); asking for one that was not read starts the batch over
 * with everything.
 */
import type { KnownCampaign } from './campaigns.ts'
import { isPaused } from './campaigns.ts'
import type { Lead } from './lead.ts'
import type { Wanted } from './tables/state.ts'

/** A decision asked about a buyer that was not read. */
export class Unread extends Error {}

/** Offers of a lead that are read, not counting those that last time could not be taken. */
const OFFERS_READ = 2
const MOST_HINTS = 100_000

/** Buyers that could not take a lead last time. Only decides how far is read, never who gets a lead. */
export class Hints {
  readonly #blocked = new Set<number>()

  note(buyerId: number, blocked: boolean): void {
    if (!blocked) this.#blocked.delete(buyerId)
    else if (this.#blocked.size < MOST_HINTS) this.#blocked.add(buyerId)
  }

  isBlocked(buyerId: number): boolean {
    return this.#blocked.has(buyerId)
  }
}

/** What to read for these leads. @param hints left out: of every buyer */
export function wantedOf(
  leads: readonly Lead[],
  campaigns: readonly KnownCampaign[],
  hints: Hints | undefined,
): Wanted {
  const keys: bigint[] = []
  const buyers = new Set<number>()
  const wallets = new Set<number>()
  const turns = new Set<number>()
  for (const lead of leads) {
    keys.push(...lead.checks)
    for (const buyerId of likelyBuyers(lead, hints)) {
      const { own, persons } = lead.test ? NO_KEYS : lead.keysFor(buyerId)
      keys.push(...own, ...persons)
      buyers.add(buyerId)
      if (lead.campaign.compiled.takesTurns) turns.add(buyerId)
      const walletId = lead.campaign.buyers.get(buyerId)?.walletId ?? null
      if (walletId !== null) wallets.add(walletId)
    }
  }
  return {
    campaigns: campaigns.map((campaign) => campaign.id),
    buyers: ascending(buyers),
    suppliers: ascending(new Set(leads.map((lead) => lead.supplier.id))),
    wallets: ascending(wallets),
    keys,
    turns: [...turns],
    recent: leads.flatMap((lead) => (lead.identical === null ? [] : [lead.identical])),
    persons: leads.flatMap((lead) => [lead.phone, lead.email].filter((hash) => hash !== null)),
  }
}

const NO_KEYS = { own: [], persons: [] }

function* likelyBuyers(lead: Lead, hints: Hints | undefined): Iterable<number> {
  const { takesTurns, sellLimit } = lead.campaign.compiled
  // whose turn it is depends on every buyer that could have the lead
  const read = takesTurns ? Number.POSITIVE_INFINITY : OFFERS_READ + sellLimit - 1
  let likely = 0
  for (const { buyer } of lead.offers) {
    const known = lead.campaign.buyers.get(buyer.id)
    // it may end before the decision is made, so only a first guess leaves a paused buyer out
    if (hints && !takesTurns && known && isPaused(known, lead.at)) continue
    yield buyer.id
    if (hints && !hints.isBlocked(buyer.id) && ++likely === read) return
  }
}

function ascending(ids: ReadonlySet<number>): number[] {
  return [...ids].sort((a, b) => a - b)
}
