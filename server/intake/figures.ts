/**
 * A batch's share of the figures: quarter-hour buckets of when leads came, test leads left out.
 */
import { CODES } from '../../contract/verdict.ts'
import { type Decided, isDone } from './decide.ts'

const BUCKET_MS = 15 * 60_000

/** The quarter of an hour that an instant is counted in. */
export function bucketOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / BUCKET_MS) * BUCKET_MS)
}

export interface LeadFigures {
  bucket: Date
  campaignId: number
  supplierId: number
  code: number
  leads: number
  revenue: number
  payout: number
}

export interface SaleFigures {
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
  for (const one of decided) {
    const { lead, code, revenue, payout } = one
    if (lead.test) continue
    const bucket = bucketOf(lead.at)
    const at = bucket.getTime()
    const campaignId = lead.campaign.id
    const supplierId = lead.supplier.id
    const count = (row: { code: number; revenue: number; payout: number }, by: 1 | -1) => {
      const empty = () => ({ bucket, campaignId, supplierId, code: row.code, leads: 0, revenue: 0, payout: 0 })
      const sums = found(leads, `${at} ${supplierId} ${row.code}`, empty)
      sums.leads += by
      sums.revenue += by * row.revenue
      sums.payout += by * row.payout
    }
    // a lead in process is counted once it is done
    if (isDone(one)) count({ code, revenue, payout }, 1)
    const was = one.open?.stored
    if (was && was.code !== CODES.in_process) count(was, -1)
    for (const { buyer, price } of one.sales) {
      const empty = () => ({ bucket, campaignId, buyerId: buyer.id, sales: 0, amount: 0 })
      const sold = found(sales, `${at} ${buyer.id}`, empty)
      sold.sales++
      sold.amount += price
    }
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
