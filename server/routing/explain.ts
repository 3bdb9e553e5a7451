/**
 * Why each buyer did not get a lead (spec 1, invariant 8): a replay of the version it was decided by, joined with what
 * had moved at that moment.
 */
import type { CampaignSettings } from '../../contract/settings.ts'
import { CODES, type MovingReasons } from '../../contract/verdict.ts'
import { isOffer, judge, type MovingReason, PERIODS, type StaticReason } from './choose.ts'
import { type CompiledCampaign, compileCampaign } from './compile.ts'
import type { Candidate } from './conditions.ts'
import { payoutOf } from './payout.ts'

export type Reason =
  | StaticReason
  | MovingReason
  | { kind: 'check' }
  | { kind: 'earlier_buyer' | 'not_reached' | 'not_its_turn' | 'sell_limit' }
  | { kind: 'deadline' | 'after_unknown' | 'closed_meanwhile' }

export interface Explained {
  buyerId: number
  reason: Reason
}

export interface DecidedLead extends Candidate {
  supplierId: number
  code: number
  moving: MovingReasons | null
  /** Buyers that have it. */
  soldTo: readonly number[]
}

const compiled = new WeakMap<CampaignSettings, CompiledCampaign>()

/** One compilation a settings object: callers keep versions cached, as they never change. */
export function compiledOf(settings: CampaignSettings): CompiledCampaign {
  const known = compiled.get(settings)
  if (known) return known
  const fresh = compileCampaign(settings, payoutOf)
  compiled.set(settings, fresh)
  return fresh
}

/** Every buyer of the version that does not have the lead, in order, each with the one rule that stood against it. */
export function explain(settings: CampaignSettings, lead: DecidedLead): Explained[] {
  const campaign = compiledOf(settings)
  const moved = movedReasons(lead.moving)
  return campaign.buyers
    .filter((buyer) => !lead.soldTo.includes(buyer.id))
    .map((buyer) => ({ buyerId: buyer.id, reason: reasonFor(campaign, buyer.id, lead, moved) }))
}

const REACHED: ReadonlySet<number> = new Set([CODES.accepted, CODES.no_buyers, CODES.rejected, CODES.in_process])

function reasonFor(campaign: CompiledCampaign, buyerId: number, lead: DecidedLead, moved: Map<number, Moved>): Reason {
  // it ended before any buyer was looked at
  if (!REACHED.has(lead.code)) return { kind: 'not_reached' }
  const supplier = campaign.suppliers.get(lead.supplierId)
  const buyer = campaign.buyers.find((one) => one.id === buyerId)
  if (!supplier || !buyer) return { kind: 'not_reached' }
  const judged = judge(campaign, supplier, buyer, lead)
  if (!isOffer(judged)) return judged
  const reason = moved.get(buyerId)
  if (reason?.kind === 'margin') return { kind: 'below_margin', price: judged.price }
  return reason ?? reasonInOrder(campaign, lead)
}

const ENDED = { deadline: 'deadline', unknown: 'after_unknown', closed: 'closed_meanwhile' } as const

/** Why the lead never came to a buyer that nothing stood against. */
function reasonInOrder({ distribution, takesTurns, sellLimit }: CompiledCampaign, lead: DecidedLead): Reason {
  const ended = lead.moving?.ended
  if (ended && lead.soldTo.length < sellLimit) return { kind: ENDED[ended] }
  if (distribution === 'send_to_all') return { kind: 'sell_limit' }
  return { kind: takesTurns ? 'not_its_turn' : 'earlier_buyer' }
}

type Moved = MovingReason | { kind: 'margin' } | { kind: 'check' }

function movedReasons(moving: MovingReasons | null): Map<number, Moved> {
  const reasons = new Map<number, Moved>()
  const note = (ids: readonly number[] | undefined, reason: Moved) => {
    for (const id of ids ?? []) reasons.set(id, reason)
  }
  for (const kind of ['paused', 'balance', 'same_person', 'duplicate', 'margin', 'check'] as const)
    note(moving?.[kind], { kind })
  for (const kind of ['cap', 'budget'] as const)
    for (const period of PERIODS) note(moving?.[kind]?.[period], { kind, period })
  return reasons
}
