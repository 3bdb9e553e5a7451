/** From sums to the figures each side speaks of. */
import type { CustomerFigures, SupplierFigures, TeamFigures } from '../../../contract/api/figures.ts'
import { asCents, averageOf, rateOf } from '../../../contract/money.ts'
import type { Window } from './windows.ts'

interface LeadSums {
  leads: number
  accepted: number
  duplicated: number
  returned: number
  revenue: number
  payout: number
  returned_revenue: number
  returned_payout: number
}
interface SaleSums {
  sales: number
  returned: number
  amount: number
  returned_amount: number
}

export const NO_LEADS: LeadSums = {
  leads: 0,
  accepted: 0,
  duplicated: 0,
  returned: 0,
  revenue: 0,
  payout: 0,
  returned_revenue: 0,
  returned_payout: 0,
}
export const NO_SALES: SaleSums = { sales: 0, returned: 0, amount: 0, returned_amount: 0 }

export function teamFigures(sums: LeadSums): TeamFigures {
  return {
    leads: sums.leads,
    accepted: sums.accepted,
    duplicated: sums.duplicated,
    failed: sums.leads - sums.accepted - sums.duplicated,
    returned: sums.returned,
    revenue: sums.revenue,
    cost: sums.payout,
    returnedRevenue: sums.returned_revenue,
    returnedCost: sums.returned_payout,
    profit: sums.revenue - sums.returned_revenue - (sums.payout - sums.returned_payout),
  }
}

/** The six figures of spec 4: revenue is the supplier's, not the operator's. */
export function supplierFigures(sums: LeadSums): SupplierFigures {
  return {
    totalLeads: sums.leads,
    netAccepted: sums.accepted - sums.returned,
    failed: sums.leads - sums.accepted - sums.duplicated,
    duplicate: sums.duplicated,
    returns: sums.returned,
    netRevenue: sums.payout - sums.returned_payout,
  }
}

export function customerFigures(sums: SaleSums): CustomerFigures {
  return {
    leads: sums.sales,
    returned: sums.returned,
    returnRate: rateOf(sums.returned, sums.sales),
    spend: sums.amount,
    returnedSpend: sums.returned_amount,
    netSpend: sums.amount - sums.returned_amount,
    averagePrice: averageOf(asCents(sums.amount), sums.sales),
  }
}

/** The sums of several rows: what slots have together is the window's. */
export function together<S extends { [K in keyof S]: number }>(none: S, rows: readonly S[]): S {
  const all = { ...none }
  for (const row of rows) for (const key in none) all[key] = (all[key] + row[key]) as S[typeof key] // all are numbers
  return all
}

/** Every slot of a window with its figures, the empty ones too: a chart must not close its gaps. */
export function seriesOf<S, F>(
  window: Window,
  rows: readonly (S & { slot: number | null })[],
  none: S,
  figuresOf: (sums: S) => F,
): (F & { at: string })[] {
  const bySlot = new Map(rows.map((row) => [row.slot, row]))
  return window.bounds
    .slice(0, -1)
    .map((at, index) => ({ ...figuresOf(bySlot.get(index + 1) ?? none), at: at.toISOString() }))
}

/** Leads of each slot of a window by campaign. */
export function sparks(
  window: Window,
  rows: readonly { campaign_id: number; slot: number; leads: number }[],
): Map<number, number[]> {
  const lines = new Map<number, number[]>()
  for (const { campaign_id, slot, leads } of rows) {
    const line = lines.get(campaign_id) ?? new Array<number>(window.bounds.length - 1).fill(0)
    line[slot - 1] = leads
    lines.set(campaign_id, line)
  }
  return lines
}

/** What outsiders call a campaign: never its internal name. */
export function publicNameOf(campaign: { campaignId: number; publicName: string | null }): string {
  return campaign.publicName ?? `Campaign ${campaign.campaignId}`
}
