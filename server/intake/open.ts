/**
 * A lead in process: it is stored, and buyers or outside checks are being asked about it. One process owns it until it
 * is done (docs: README.md). Changes only after a commit; what is decided meanwhile is held against the stored row.
 */
import { CODES, type MovingReasons, type VerdictCode } from '../../contract/verdict.ts'
import type { Posted } from '../fields/rules.ts'
import type { Progress } from '../routing/choose.ts'
import type { CompiledCampaign } from '../routing/compile.ts'
import type { Decided } from './decide.ts'

export interface OpenLead {
  readonly accountId: number
  readonly leadId: string
  readonly campaignId: number
  readonly supplierId: number
  readonly test: boolean
  /** The key of its post, as claimed. */
  readonly identical: bigint | null
  readonly receivedAt: Date
  /** After this no new buyer is called. */
  readonly deadlineAt: number
  /** The person who sells it by hand, after it was answered. */
  readonly byHand?: string
  /** Found by outside checks, by field: they stand in place of what was posted. */
  readonly saved: Map<string, Posted>
  /** Buyers whose own checks let it through, and those whose did not. */
  readonly passed: Set<number>
  readonly refused: Set<number>
  /** Buyers that were asked, or have it. */
  readonly called: Set<number>
  /** Whether its supplier's place and its own duplicate keys are taken. */
  entered: boolean
  /** Buyers whose own checks are being asked. */
  readonly asking: Set<number>
  /** Calls that are out. */
  out: number
  /** Calls whose end is unknown: each may still turn out to be a sale. */
  unknown: number
  /** An unknown answer of a buyer that says stop. */
  stopped: boolean
  /** As its row says. */
  stored: { code: VerdictCode; version: number; data: string; revenue: number; payout: number }
  sales: number
  why: MovingReasons | null
}

/** A lead whose first decision was committed, with calls to make. What it took is added by `commitTo`. */
export function openLead(accountId: number, { leadId, lead }: Decided): OpenLead {
  return {
    accountId,
    leadId,
    campaignId: lead.campaign.id,
    supplierId: lead.supplier.id,
    test: lead.test,
    identical: lead.identical,
    receivedAt: lead.at,
    deadlineAt: lead.at.getTime() + lead.campaign.compiled.deadlineMs,
    saved: new Map(),
    passed: new Set(),
    refused: new Set(),
    called: new Set(),
    entered: false,
    asking: new Set(),
    out: 0,
    unknown: 0,
    stopped: false,
    stored: { code: CODES.in_process, version: lead.campaign.version, data: lead.data, revenue: 0, payout: 0 },
    sales: 0,
    why: null,
  }
}

/** Adds what a decision that was committed made of the lead. */
export function commitTo(open: OpenLead, decided: Decided): void {
  const { lead, sales, holds, code, revenue, payout } = decided
  for (const { buyer } of sales) open.called.add(buyer.id)
  for (const { offer } of holds) open.called.add(offer.buyer.id)
  open.sales += sales.length
  open.out += holds.length
  open.entered ||= decided.enters
  open.why = decided.moved
  open.stored = { code, version: lead.campaign.version, data: lead.data, revenue, payout }
}

/** Nothing may be begun for it any more. */
export function isOver(open: OpenLead, now: Date): boolean {
  return open.stopped || now.getTime() >= open.deadlineAt
}

/** What may stand against a choice. */
export function progressOf(open: OpenLead | undefined, campaign: CompiledCampaign): Progress {
  if (!open) return notBegun(campaign.sellLimit)
  const { called, refused, sales, out, unknown, stored } = open
  // an unknown keeps its place under a sell limit; a lead that is sold once goes to the next buyer after one
  const taken = campaign.distribution === 'send_to_all' ? sales + out + unknown : sales + out
  return {
    called: refused.size > 0 ? called.union(refused) : called,
    places: campaign.sellLimit - taken,
    revenue: stored.revenue,
  }
}

const NOBODY: ReadonlySet<number> = new Set()
const fresh = new Map<number, Progress>()

function notBegun(places: number): Progress {
  const known = fresh.get(places) ?? { called: NOBODY, places, revenue: 0 }
  fresh.set(places, known)
  return known
}

/** What a lead is answered that nobody bought in the end. */
export function codeUnsold(open: Pick<OpenLead, 'called'>): VerdictCode {
  return open.called.size > 0 ? CODES.rejected : CODES.no_buyers
}
