/** What leads of the past add to figures: quarter-hour buckets of when they came. Pure. */
const BUCKET_MS = 15 * 60_000

interface Past {
  receivedAt: Date
  supplierId: number
  code: number
  price: number
  payout: number
  returnReason: string | null
  sale: { buyerId: number } | null
}

export interface PastFigure {
  bucket: Date
  id: number
  code: number
  count: number
  returned: number
  revenue: number
  payout: number
  returnedRevenue: number
  returnedPayout: number
}

function add(rows: Map<string, PastFigure>, id: number, code: number, lead: Past): void {
  const start = Math.floor(lead.receivedAt.getTime() / BUCKET_MS) * BUCKET_MS
  const key = `${start} ${id} ${code}`
  const none = { count: 0, returned: 0, revenue: 0, payout: 0, returnedRevenue: 0, returnedPayout: 0 }
  const row = rows.get(key) ?? { bucket: new Date(start), id, code, ...none }
  rows.set(key, row)
  row.count++
  row.revenue += lead.price
  row.payout += lead.payout
  if (lead.returnReason === null) return
  row.returned++
  row.returnedRevenue += lead.price
  row.returnedPayout += lead.payout
}

export function pastFigures(leads: readonly Past[]): { suppliers: PastFigure[]; buyers: PastFigure[] } {
  const suppliers = new Map<string, PastFigure>()
  const buyers = new Map<string, PastFigure>()
  for (const lead of leads) {
    add(suppliers, lead.supplierId, lead.code, lead)
    if (lead.sale) add(buyers, lead.sale.buyerId, 0, lead)
  }
  return { suppliers: [...suppliers.values()], buyers: [...buyers.values()] }
}
