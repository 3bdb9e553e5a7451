/**
 * What becomes of one lead, in the order of spec 2.1. Pure but for the places it takes in the batch's view. A lead with
 * calls to make is decided again after each: new ones come without an `OpenLead`, the others with theirs.
 */
import { CODES, type MovingReasons, type VerdictCode } from '../../contract/verdict.ts'
import { type Choice, choose, type Moving, type Offer } from '../routing/choose.ts'
import type { CompiledBuyer } from '../routing/compile.ts'
import type { Lead } from './lead.ts'
import { codeUnsold, isOver, type OpenLead, progressOf } from './open.ts'
import type { Held, Places } from './state.ts'

/** A lead with its verdict: what is stored and answered. */
export interface Decided {
  readonly leadId: string
  readonly lead: Lead
  /** In process while there is something to ask. */
  readonly code: VerdictCode
  /** In the supplier's words; stored with the lead. */
  readonly detail: string | null
  readonly duplicateOf: string | null
  /** Made by this commit. */
  readonly sales: readonly Offer[]
  /** Buyers to call after this commit, with what is held for them. */
  readonly holds: readonly Held[]
  /** What has to be asked outside before anything else: of the lead itself, or of these buyers. */
  readonly asks: 'lead' | readonly Offer[]
  readonly moved: MovingReasons | null
  /** Of all its sales so far. */
  readonly revenue: number
  readonly payout: number
  readonly open: OpenLead | undefined
  /** Whether its supplier's place and its own keys were taken now. */
  readonly enters: boolean
}

/** Whether nothing is left to be done about the lead but to answer. */
export function isDone({ code }: Pick<Decided, 'code'>): boolean {
  return code !== CODES.in_process
}

/** Decides one lead and takes what it was sold or is held for; tests read everything and take nothing. */
export function decide(lead: Lead, leadId: string, places: Places, open?: OpenLead): Decided {
  const ended = open && !open.byHand ? undefined : endedByItself(lead, places)
  if (ended) return unsold(lead, leadId, ended, open)
  if (!open && hasOwnChecks(lead)) {
    if (!lead.test) places.claimPost(lead, leadId)
    return { ...unsold(lead, leadId, { code: CODES.in_process }, open), asks: 'lead' }
  }
  if (open && isStopped(lead, open, places)) return goesNoFurther(lead, leadId, open, places.now)
  const entered = open?.entered ?? false
  const late = entered ? undefined : endedAtTheDoor(lead, leadId, places)
  if (late) return unsold(lead, leadId, late, open)
  return decideBuyers(lead, leadId, places, open)
}

function decideBuyers(lead: Lead, leadId: string, places: Places, open: OpenLead | undefined): Decided {
  const { campaign, supplier, offers } = lead
  const sales: Offer[] = []
  const holds: Held[] = []
  const entered = open?.entered ?? false
  const moving: Moving = {
    obstacle: (offer) => places.obstacle(lead, offer),
    hasToAsk: (buyer) => hasToAsk(lead, buyer, open),
    creditOf: (buyerId) => places.creditOf(buyerId),
    take: (offer, credits) => {
      if (!lead.test && !entered && sales.length + holds.length === 0) places.enter(lead, leadId)
      if (isCalled(lead, offer)) holds.push(places.hold(lead, leadId, offer, credits))
      else {
        sales.push(offer)
        if (!lead.test) places.sell(lead, leadId, offer, credits)
      }
    },
  }
  const progress = progressOf(open, campaign.compiled)
  const chosen =
    progress.places > 0
      ? choose({ campaign: campaign.compiled, supplier: supplier.compiled, offers, progress }, moving)
      : NOTHING
  // while its buyers' checks are asked, nothing is held for it, but the same post has to wait
  if (!lead.test && holds.length === 0 && chosen.toAsk.length > 0) places.claimPost(lead, leadId)
  const revenue = (open?.stored.revenue ?? 0) + sales.reduce((sum, { price }) => sum + price, 0)
  const sold = (open?.sales ?? 0) + sales.length
  const waits = holds.length > 0 || chosen.toAsk.length > 0 || (open?.out ?? 0) > 0
  const unsoldCode = open ? codeUnsold(open) : CODES.no_buyers
  return {
    leadId,
    lead,
    code: waits ? CODES.in_process : sold > 0 ? CODES.accepted : unsoldCode,
    detail: null,
    duplicateOf: null,
    sales,
    holds,
    asks: chosen.toAsk,
    moved: withRefused(chosen.moved ?? null, open),
    revenue,
    payout: sold > 0 ? supplier.compiled.payoutOf(revenue) : 0,
    open,
    enters: !entered && !lead.test && sales.length + holds.length > 0,
  }
}

const NOTHING: Choice = { taken: [], toAsk: [] }

/** Whether the buyer's system is called: a test's only where it takes tests, else the sale is simulated. */
function isCalled(lead: Lead, { isCall, buyer }: Offer): boolean {
  return isCall && (!lead.test || buyer.part.acceptsTests)
}

function hasOwnChecks({ campaign, supplier }: Lead): boolean {
  return campaign.compiled.checks.length + supplier.compiled.part.checks.length > 0
}

function hasToAsk({ test }: Lead, { id, part }: CompiledBuyer, open: OpenLead | undefined): boolean {
  return part.checks.length > 0 && !(test && !part.acceptsTests) && !(open?.passed.has(id) ?? false)
}

/** A lead in process that no new buyer may be called for: time is up, or what it came by is closed or gone. */
function isStopped(lead: Lead, open: OpenLead, places: Places): boolean {
  const { campaign, supplier, fault } = lead
  return isOver(open, places.now) || !campaign.active || !supplier.active || fault !== undefined
}

function goesNoFurther(lead: Lead, leadId: string, open: OpenLead, now: Date): Decided {
  const ended = open.stopped ? 'unknown' : isOver(open, now) ? 'deadline' : 'closed'
  const moved = withRefused({ ...open.why, ended }, open)
  const { revenue, payout } = open.stored
  const code = open.out > 0 ? CODES.in_process : open.sales > 0 ? CODES.accepted : codeUnsold(open)
  return { ...unsold(lead, leadId, { code, moved }, open), revenue, payout }
}

function withRefused(moved: MovingReasons | null, open: OpenLead | undefined): MovingReasons | null {
  return open && open.refused.size > 0 ? { ...moved, check: [...open.refused] } : moved
}

interface Ending {
  code: VerdictCode
  detail?: string
  duplicateOf?: string
  moved?: MovingReasons | null
}

/** What ends a lead before anybody is asked. */
function endedByItself(lead: Lead, places: Places): Ending | undefined {
  const { campaign, supplier, fault } = lead
  if (fault !== undefined) return { code: CODES.invalid, detail: fault }
  if (isOnDoNotSellList(lead, places)) return { code: CODES.filtered, detail: 'On the do-not-sell list' }
  const supplierFilter = supplier.compiled.stoppedBy(lead)
  if (supplierFilter >= 0) return { code: CODES.filtered, detail: `Supplier filter ${supplierFilter + 1}` }
  const campaignFilter = campaign.compiled.stoppedBy(lead)
  if (campaignFilter >= 0) return { code: CODES.filtered, detail: `Campaign filter ${campaignFilter + 1}` }
  return undefined
}

/** What ends a lead before buyers are looked at. */
function endedAtTheDoor(lead: Lead, leadId: string, places: Places): Ending | undefined {
  if (places.supplierFull(lead)) return { code: CODES.supplier_cap }
  if (lead.test) return undefined
  const duplicateOf = places.duplicateOf(lead, leadId)
  return duplicateOf ? { code: CODES.duplicate, duplicateOf } : undefined
}

function isOnDoNotSellList({ phone, email }: Lead, { state }: Places): boolean {
  return (phone !== null && state.doNotSell.has(phone)) || (email !== null && state.doNotSell.has(email))
}

function unsold(
  lead: Lead,
  leadId: string,
  { code, detail, duplicateOf, moved }: Ending,
  open: OpenLead | undefined,
): Decided {
  return {
    leadId,
    lead,
    code,
    detail: detail ?? null,
    duplicateOf: duplicateOf ?? null,
    sales: [],
    holds: [],
    asks: [],
    moved: moved ?? null,
    revenue: 0,
    payout: 0,
    open,
    enters: false,
  }
}
