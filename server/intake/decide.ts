/**
 * What becomes of one lead, in the order of spec 2.1. Pure but for the places it takes in the batch's view.
 */
import { CODES, type MovingReasons, type VerdictCode } from '../../contract/verdict.ts'
import { choose, type Offer } from '../routing/choose.ts'
import type { Lead } from './lead.ts'
import type { Places } from './state.ts'

/** A lead with its verdict: what is stored and answered. */
export interface Decided {
  readonly leadId: string
  readonly lead: Lead
  readonly code: VerdictCode
  /** In the supplier's words; stored with the lead. */
  readonly detail: string | null
  readonly duplicateOf: string | null
  readonly sale: Offer | null
  readonly moved: MovingReasons | null
  readonly revenue: number
  readonly payout: number
}

/** Decides one lead and takes what it was sold for; tests read everything and take nothing. */
export function decide(lead: Lead, leadId: string, places: Places): Decided {
  const ended = endedBefore(lead, places)
  if (ended) return unsold(lead, leadId, ended)
  if (!lead.test) {
    const duplicateOf = places.duplicateOf(lead)
    if (duplicateOf) return unsold(lead, leadId, { code: CODES.duplicate, duplicateOf })
  }
  const { sale, moved } = choose(lead.offers, { obstacle: (offer) => places.obstacle(lead, offer) })
  if (!sale) return unsold(lead, leadId, { code: CODES.no_buyers, moved })
  if (!lead.test) places.take(lead, leadId, sale)
  return {
    leadId,
    lead,
    code: CODES.accepted,
    detail: null,
    duplicateOf: null,
    sale,
    moved: moved ?? null,
    revenue: sale.price,
    payout: lead.supplier.compiled.payoutOf(sale.price),
  }
}

interface Ending {
  code: VerdictCode
  detail?: string
  duplicateOf?: string
  moved?: MovingReasons
}

/** What ends a lead before duplicates and buyers are looked at. */
function endedBefore(lead: Lead, places: Places): Ending | undefined {
  const { campaign, supplier, fault } = lead
  if (fault !== undefined) return { code: CODES.invalid, detail: fault }
  if (isOnDoNotSellList(lead, places)) return { code: CODES.filtered, detail: 'On the do-not-sell list' }
  const supplierFilter = supplier.compiled.stoppedBy(lead)
  if (supplierFilter >= 0) return { code: CODES.filtered, detail: `Supplier filter ${supplierFilter + 1}` }
  const campaignFilter = campaign.compiled.stoppedBy(lead)
  if (campaignFilter >= 0) return { code: CODES.filtered, detail: `Campaign filter ${campaignFilter + 1}` }
  return places.supplierFull(lead) ? { code: CODES.supplier_cap } : undefined
}

function isOnDoNotSellList({ phone, email }: Lead, { state }: Places): boolean {
  return (phone !== null && state.doNotSell.has(phone)) || (email !== null && state.doNotSell.has(email))
}

function unsold(lead: Lead, leadId: string, { code, detail, duplicateOf, moved }: Ending): Decided {
  return {
    leadId,
    lead,
    code,
    detail: detail ?? null,
    duplicateOf: duplicateOf ?? null,
    sale: null,
    moved: moved ?? null,
    revenue: 0,
    payout: 0,
  }
}
