/** What the courier is asked to carry, and what its answers book. */
import type { OutsideCheck } from '../../contract/delivery.ts'
import { asCents } from '../../contract/money.ts'
import type { CallResult, CheckOrder, CheckResult, DeliveryOrder, LeadSeen, Transcript } from '../delivery/ops.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import type { Lead } from './lead.ts'
import type { OpenLead } from './open.ts'
import type { CallEnd } from './settlement.ts'
import type { Held } from './state.ts'
import type { CallRow, Item } from './tables/settle.ts'

/** The lead as templates see it. */
export function leadSeen(leadId: string, lead: Lead): LeadSeen {
  const { campaign, supplier, post } = lead
  return {
    id: leadIdText(leadId),
    receivedAt: lead.at,
    sourceAddress: post.ip,
    values: lead.values,
    subIds: lead.subIds,
    campaign: { id: campaign.id, name: campaign.name },
    supplier: { id: supplier.id, name: supplier.name, client: supplier.client },
  }
}

function orderOf(open: OpenLead, lead: Lead, now: Date) {
  return {
    accountId: open.accountId,
    fields: lead.campaign.compiled.fields.map(({ field }) => field),
    lead: leadSeen(open.leadId, lead),
    test: open.test,
    deadlineMs: Math.max(0, open.deadlineAt - now.getTime()),
  }
}

/** @throws Error for a buyer that is not called */
export function deliveryOrder(
  open: OpenLead,
  lead: Lead,
  held: Pick<Held, 'attemptId' | 'offer'>,
  now: Date,
  currency: string,
): DeliveryOrder {
  const { delivery } = held.offer.buyer.part
  if (delivery.kind !== 'direct_post') throw new Error(`buyer ${held.offer.buyer.id} is not called`)
  const price = asCents(held.offer.price)
  return { ...orderOf(open, lead, now), delivery, deliveryId: held.attemptId, price, currency }
}

export function checkOrder(open: OpenLead, lead: Lead, check: OutsideCheck, now: Date): CheckOrder {
  return { ...orderOf(open, lead, now), check }
}

type Row = Pick<CallRow, 'attempt' | 'kind' | 'name' | 'outcome' | 'reason'>

/** What went over the wire, as a row. */
export function callRow(open: OpenLead, transcript: Transcript, at: Date, row: Row): CallRow {
  const { request, response, status, ms } = transcript
  return {
    id: newId(at),
    lead: open.leadId,
    received: open.receivedAt,
    ...row,
    status,
    request,
    response,
    at,
    ms: Math.round(ms),
  }
}

export function checkRow(open: OpenLead, check: OutsideCheck, result: CheckResult, at: Date): CallRow {
  const reason = result.result === 'pass' ? null : result.reason
  const row = { attempt: null, kind: 'check' as const, name: check.name, outcome: result.result, reason }
  return callRow(open, result.transcript, at, row)
}

/** How a call ended, as it is booked: a price that the operator would not have sold at is no sale. */
export function endOf(open: OpenLead, lead: Lead, held: Held, result: CallResult, at: Date): CallEnd {
  const { buyer } = held.offer
  const item: Item = {
    attempt: held.attemptId,
    ms: Math.round(result.transcript.ms),
    ...bookedAs(open, lead, held, result),
  }
  const row = {
    attempt: held.attemptId,
    kind: 'delivery' as const,
    name: null,
    outcome: item.outcome,
    reason: item.detail,
  }
  return {
    buyerId: buyer.id,
    item,
    call: callRow(open, result.transcript, at, row),
    stops: buyer.part.afterUnknown === 'stop',
  }
}

type Booked = Pick<Item, 'outcome' | 'price' | 'detail'>

function bookedAs(open: OpenLead, lead: Lead, { offer }: Held, result: CallResult): Booked {
  if (result.outcome !== 'accepted') {
    const outcome = result.outcome === 'timed_out' ? 'unknown' : result.outcome
    return { outcome, price: null, detail: result.reason }
  }
  const price = result.price ?? offer.price
  const { minimumMargin } = lead.campaign.compiled
  const revenue = open.stored.revenue + price
  const kept = revenue - lead.supplier.compiled.payoutOf(revenue)
  if (price > offer.price) return { outcome: 'rejected', price: null, detail: 'It named a price above its own' }
  if (price < offer.buyer.part.floor)
    return { outcome: 'rejected', price: null, detail: 'It named a price below the floor' }
  if (minimumMargin !== null && kept < minimumMargin)
    return { outcome: 'rejected', price: null, detail: 'It named a price below the minimum margin' }
  return { outcome: 'accepted', price, detail: null }
}

const WORDS: Record<CallResult['outcome'], string> = {
  accepted: 'Accepted',
  duplicated: 'Duplicated',
  rejected: 'Rejected',
  errored: 'Not sent',
  timed_out: 'Timed out',
  unknown: 'Unknown',
}

/** A call's end in words, for what is not booked. */
export function outcomeOf(outcome: CallResult['outcome'], reason: string | null): string {
  return reason ? `${WORDS[outcome]}: ${reason}` : WORDS[outcome]
}
