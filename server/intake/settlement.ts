/** What calls that ended make of a lead in process: rows to change, and what it is afterwards. Pure. */
import { CODES, type VerdictCode } from '../../contract/verdict.ts'
import { bucketOf, type LeadFigures, type SaleFigures } from './figures.ts'
import type { Lead } from './lead.ts'
import { codeUnsold, isOver, type OpenLead, progressOf } from './open.ts'
import type { CallRow, Change, Item, Settlement } from './tables/settle.ts'

/** A call that came back. */
export interface CallEnd {
  readonly buyerId: number
  readonly item: Item
  readonly call: CallRow | undefined
  /** The buyer wants nobody else asked when its answer is unknown. */
  readonly stops: boolean
}

/** Why nothing more is done about a lead, where it is not simply sold or out of buyers. */
export interface Ending {
  readonly code: VerdictCode
  readonly detail?: string | null
  readonly duplicateOf?: string | null
  readonly why?: OpenLead['why']
}

export interface Ended {
  readonly settlement: Settlement
  /** The lead once that is committed. */
  readonly after: Pick<OpenLead, 'sales' | 'out' | 'unknown' | 'stopped' | 'stored' | 'why'>
  /** Nothing is out and nobody is left to ask. */
  readonly isDone: boolean
}

export interface WhatHappened {
  readonly ends: readonly CallEnd[]
  readonly calls: readonly CallRow[]
  readonly ending?: Ending | undefined
  readonly owner: number
  readonly now: Date
}

export function settlementOf(open: OpenLead, lead: Lead, input: WhatHappened): Ended {
  const { ends, ending, now } = input
  const accepted = ends.filter(({ item }) => item.outcome === 'accepted')
  const unknown = ends.filter(({ item }) => item.outcome === 'unknown')
  const next: OpenLead = {
    ...open,
    sales: open.sales + accepted.length,
    out: open.out - ends.length,
    unknown: open.unknown + unknown.length,
    stopped: open.stopped || unknown.some(({ stops }) => stops),
    stored: {
      ...open.stored,
      revenue: accepted.reduce((sum, { item }) => sum + (item.price ?? 0), open.stored.revenue),
    },
  }
  // what a check saved may have opened another buyer: only a new decision tells
  const isChecked = input.calls.length > 0 && !isOver(next, now)
  const goesOn = !ending && (isChecked || canGoOn(next, lead, now))
  const isDone = next.out === 0 && next.asking.size === 0 && !goesOn
  const code = codeOf(next, ending, isDone || now.getTime() >= next.deadlineAt)
  const payout = next.sales > 0 ? lead.supplier.compiled.payoutOf(next.stored.revenue) : 0
  const why = whyOf(next, lead, { ending, isDone, now })
  const after = { ...next, stored: { ...next.stored, code, payout }, why }
  return { after, isDone, settlement: rowsOf(open, after, lead, { ...input, isDone, accepted }) }
}

/** Whether the lead may still be offered to somebody. */
function canGoOn(next: OpenLead, lead: Lead, now: Date): boolean {
  if (isOver(next, now)) return false
  const { places, called } = progressOf(next, lead.campaign.compiled)
  return places > 0 && hasUncalled(lead, called)
}

function hasUncalled({ offers }: Lead, called: ReadonlySet<number>): boolean {
  for (const { buyer } of offers) if (!called.has(buyer.id)) return true
  return false
}

function codeOf(next: OpenLead, ending: Ending | undefined, isAnswered: boolean): VerdictCode {
  const { code } = next.stored
  if (code === CODES.in_process && !isAnswered) return code
  if (next.sales > 0) return CODES.accepted
  return code === CODES.in_process ? (ending?.code ?? codeUnsold(next)) : code
}

function whyOf(
  next: OpenLead,
  lead: Lead,
  { ending, isDone, now }: { ending: Ending | undefined; isDone: boolean; now: Date },
): OpenLead['why'] {
  if (ending?.why !== undefined) return ending.why
  const { called, places } = progressOf(next, lead.campaign.compiled)
  if (!isDone || places <= 0 || !isOver(next, now) || !hasUncalled(lead, called)) return next.why
  return { ...next.why, ended: next.stopped ? 'unknown' : 'deadline' }
}

type Rows = WhatHappened & { isDone: boolean; accepted: readonly CallEnd[] }

function rowsOf(open: OpenLead, after: OpenLead, lead: Lead, rows: Rows): Settlement {
  const { ends, calls, accepted, isDone, owner } = rows
  const isSold = accepted.length > 0
  const changed = isSold || after.stored.code !== open.stored.code
  const earned = after.stored.payout - open.stored.payout
  const isLate = (open.byHand !== undefined || open.stored.code !== CODES.in_process) && !open.test && earned !== 0
  return {
    items: ends.map(({ item }) => item),
    ends: isDone ? [{ lead: open.leadId, owner }] : [],
    changes: changed ? [changeOf(open, after, rows)] : [],
    calls: [...calls, ...ends.flatMap(({ call }) => (call ? [call] : []))],
    earned: accepted
      .slice(0, isLate ? 1 : 0)
      .map(({ item }) => ({ source: item.attempt, supplier: open.supplierId, lead: open.leadId, amount: earned })),
    leadFigures: open.test ? [] : leadFiguresOf({ ...open, ...open.stored }, after.stored),
    saleFigures: open.test ? [] : accepted.map((end) => saleFiguresOf(open, lead, end)),
  }
}

function changeOf(open: OpenLead, after: OpenLead, { accepted, ending, now }: Rows): Change {
  const isFinal = open.stored.code === CODES.in_process && after.stored.code !== CODES.in_process
  return {
    lead: open.leadId,
    received: open.receivedAt,
    was_code: open.stored.code,
    was_revenue: open.stored.revenue,
    code: after.stored.code,
    sales: accepted.length,
    revenue: after.stored.revenue,
    payout: after.stored.payout,
    ...(isFinal && { ms: now.getTime() - open.receivedAt.getTime() }),
    ...(after.why && { why: after.why }),
    ...(ending?.detail && { detail: ending.detail }),
    ...(ending?.duplicateOf && { duplicate_of: ending.duplicateOf }),
  }
}

/** A lead's row, as far as figures count it. */
interface Counted {
  readonly code: number
  readonly revenue: number
  readonly payout: number
}

type Where = Pick<OpenLead, 'receivedAt' | 'campaignId' | 'supplierId'>

/** Out of the figures as it was, into them as it is; in process it is in none. */
export function leadFiguresOf(lead: Where & Counted, now: Counted): LeadFigures[] {
  const row = ({ code, revenue, payout }: Counted, leads: 1 | -1): LeadFigures[] => {
    if (code === CODES.in_process) return []
    const { receivedAt, campaignId, supplierId } = lead
    const sums = { leads, revenue: leads * revenue, payout: leads * payout }
    return [{ bucket: bucketOf(receivedAt), campaignId, supplierId, code, ...sums }]
  }
  const { code, revenue, payout } = lead
  if (code === now.code && revenue === now.revenue && payout === now.payout) return []
  return [...row(lead, -1), ...row(now, 1)]
}

function saleFiguresOf(open: OpenLead, lead: Lead, { buyerId, item }: CallEnd): SaleFigures {
  return { bucket: bucketOf(lead.at), campaignId: open.campaignId, buyerId, sales: 1, amount: item.price ?? 0 }
}
