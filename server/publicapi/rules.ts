/** From what scripts ask to what is counted, and from sums to the figures' names. Pure. */
import { decimal } from '../../contract/decimal.ts'
import { AppError } from '../../contract/errors.ts'
import { lengthOf, MAX_DAYS } from '../../contract/ranges.ts'

/** @throws AppError invalid_input naming end_date */
export function daysOf(from: string, to: string): { from: string; to: string } {
  if (from > to) throw wrongEnd('end_date is before start_date.')
  if (lengthOf({ from, to }) > MAX_DAYS) throw wrongEnd(`At most ${MAX_DAYS} days at once.`)
  return { from, to }
}

const wrongEnd = (message: string) => new AppError('invalid_input', { field: 'end_date', message })

function localInstant(text: string, zone: string): Date {
  // a plain date or a time without an offset is the zone's
  if (/(Z|[+-]\d{2}:\d{2})$/i.test(text) && text.includes('T')) return new Date(text)
  return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds)
}

/** A day is all of it, a time is itself. @throws AppError invalid_input naming end_date */
export function spanOf(start: string, end: string, zone: string): { from: Date; to: Date } {
  const last = end.includes('T') ? end : Temporal.PlainDate.from(end).add({ days: 1 }).toString()
  const span = { from: localInstant(start, zone), to: localInstant(last, zone) }
  if (span.from >= span.to) throw wrongEnd('end_date is before start_date.')
  return span
}

export interface Sums {
  leads: number
  accepted: number
  duplicated: number
  returned: number
  revenue: number
  payout: number
  returnedRevenue: number
  returnedPayout: number
}

export const NO_SUMS: Sums = {
  leads: 0,
  accepted: 0,
  duplicated: 0,
  returned: 0,
  revenue: 0,
  payout: 0,
  returnedRevenue: 0,
  returnedPayout: 0,
}

export function added(rows: readonly Sums[]): Sums {
  return rows.reduce(
    (all, row) => ({
      leads: all.leads + row.leads,
      accepted: all.accepted + row.accepted,
      duplicated: all.duplicated + row.duplicated,
      returned: all.returned + row.returned,
      revenue: all.revenue + row.revenue,
      payout: all.payout + row.payout,
      returnedRevenue: all.returnedRevenue + row.returnedRevenue,
      returnedPayout: all.returnedPayout + row.returnedPayout,
    }),
    NO_SUMS,
  )
}

const counts = ({ leads, accepted, duplicated, returned }: Sums) => ({
  leads_total: leads,
  leads_accepted: accepted,
  leads_duplicated: duplicated,
  leads_failed: leads - accepted - duplicated,
  leads_returned: returned,
  net_leads_accepted: accepted - returned,
})

/** A buyer's side: counts and revenue. */
export function soldFigures(sums: Sums, currency: string) {
  const { revenue, returnedRevenue } = sums
  return {
    ...counts(sums),
    total_sell: decimal(revenue, currency),
    gross_revenue: decimal(revenue, currency),
    returned_revenue: decimal(returnedRevenue, currency),
    net_revenue: decimal(revenue - returnedRevenue, currency),
  }
}

/** A campaign's or a supplier's: what came in, what went out and what stays. */
export function bothFigures(sums: Sums, currency: string) {
  const { revenue, payout, returnedRevenue, returnedPayout } = sums
  const [netRevenue, netCost] = [revenue - returnedRevenue, payout - returnedPayout]
  return {
    ...soldFigures(sums, currency),
    total_buy: decimal(payout, currency),
    profit: decimal(revenue - payout, currency),
    gross_cost: decimal(payout, currency),
    gross_profit: decimal(revenue - payout, currency),
    returned_cost: decimal(returnedPayout, currency),
    net_cost: decimal(netCost, currency),
    net_profit: decimal(netRevenue - netCost, currency),
  }
}
