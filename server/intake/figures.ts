/**
 * A batch's share of the figures: quarter-hour buckets of when leads came, test leads left out.
 */
import type { Decided } from './decide.ts'

const BUCKET_MS = 15 * 60_000

interface LeadFigures {
  bucket: Date
  campaignId: number
  supplierId: number
  code: number
  leads: number
  revenue: number
  payout: number
}

interface SaleFigures {
  bucket: Date
  campaignId: number
  buyerId: number
  sales: number
  amount: number
}

/** Summed to one row a key, so that the write touches each once. */
export function figuresOf(decided: readonly Decided[]): { leads: LeadFigures[]; sales: SaleFigures[] } {
  const leads = new Map<string, LeadFigures>()
  const sales = new Map<string, SaleFigures>()
  for (const { lead, code, revenue, payout, sale } of decided) {
    if (lead.test) continue
    const start = Math.floor(lead.at.getTime() / BUCKET_MS) * BUCKET_MS
    const campaignId = lead.campaign.id
    const row = found(leads, `${start} ${lead.supplier.id} ${code}`, () => ({
      bucket: new Date(start),
      campaignId,
      supplierId: lead.supplier.id,
      code,
      leads: 0,
      revenue: 0,
      payout: 0,
    }))
    row.leads++
    row.revenue += revenue
    row.payout += payout
    if (!sale) continue
    const buyerId = sale.buyer.id
    const sold = found(sales, `${start} ${buyerId}`, () => ({
      bucket: new Date(start),
      campaignId,
      buyerId,
      sales: 0,
      amount: 0,
    }))
    sold.sales++
    sold.amount += sale.price
  }
  return { leads: [...leads.values()], sales: [...sales.values()] }
}

function found<T>(rows: Map<string, T>, key: string, make: () => T): T {
  const known = rows.get(key)
  if (known) return known
  const row = make()
  rows.set(key, row)
  return row
}
