/** Calendar months of a zone, as text: 2026-11 comes before 2026-12. */
import type { Days } from '../../../contract/ranges.ts'

const local = (at: Date, zone: string) => Temporal.Instant.from(at.toISOString()).toZonedDateTimeISO(zone)

export const monthOf = (at: Date, zone: string): string => local(at, zone).toPlainDate().toPlainYearMonth().toString()

/** The last one that is over. */
export const lastMonth = (now: Date, zone: string): string =>
  local(now, zone).toPlainDate().toPlainYearMonth().subtract({ months: 1 }).toString()

export const monthAfter = (month: string): string => Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString()

export function daysOfMonth(month: string): Days {
  const whole = Temporal.PlainYearMonth.from(month)
  const day = (day: number): string => whole.toPlainDate({ day }).toString()
  return { from: day(1), to: day(whole.daysInMonth) }
}

/** "November 2026" */
export const monthInWords = (month: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T00:00:00Z`),
  )
