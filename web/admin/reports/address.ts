import { DIMENSIONS, MEASURES, REPORT_CSV_PATH, runReport } from '../../../contract/api/reports.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { fillPath, queryText } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { rangeOr } from '../../lib/ranges.ts'
import { oneOf, word } from '../../lib/url-state.ts'

export const METRICS = ['leads', 'accepted', 'returned', 'revenue', 'cost', 'profit'] as const
export type Metric = (typeof METRICS)[number]

const number = (value: unknown) => (/^\d{1,9}$/.test(word(value) ?? '') ? word(value) : undefined)

/** What the reports page keeps in its address. */
export const readAddress = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_28')),
  zone: word(raw.zone),
  by: oneOf(raw.by, DIMENSIONS) ?? 'day',
  and: oneOf(raw.and, DIMENSIONS),
  campaign: number(raw.campaign),
  supplier: number(raw.supplier),
  buyer: number(raw.buyer),
  sort: oneOf(raw.sort, [...MEASURES, 'first', 'second'] as const),
  order: oneOf(raw.order, ['asc', 'desc'] as const),
  metric: oneOf(raw.metric, METRICS),
  /** The report under a name that this one began as. */
  saved: word(raw.saved),
})
export type Address = ReturnType<typeof readAddress>
export type SetAddress = (change: Partial<Address>, how?: { replace?: boolean }) => void

/** The report an address asks for. */
export function reportOf({ range, zone, by, and, campaign, supplier, buyer, sort, order }: Address) {
  return { range, zone, by, and, campaign, supplier, buyer, sort, order }
}

export const reportAt = (account: number, address: Address) =>
  ask(runReport, { params: { account }, query: reportOf(address) })

export const csvAt = (account: number, address: Address): string =>
  fillPath(REPORT_CSV_PATH, { account }) + queryText(reportOf(address))
