/** The times of a report: local days, hours and weekdays of its window, cut where the zone cuts them. */
import type { Dimension } from '../../../contract/api/reports.ts'
import { type Window, windowOfDays } from '../../analytics/ops.ts'
import type { Slots } from '../tables/counted.ts'

const QUARTER_MS = 15 * 60_000
const HOUR_MS = 4 * QUARTER_MS

const localOf = (at: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)

/** A slot that the clocks made longer holds parts of two hours; every other starts with its one hour. */
function hourStarts(bounds: readonly Date[], zone: string): Date[] {
  return bounds.slice(0, -1).flatMap((start, nth) => {
    const length = (bounds[nth + 1]?.getTime() ?? 0) - start.getTime()
    if (length <= HOUR_MS) return [start]
    const quarters = Array.from({ length: length / QUARTER_MS }, (_, n) => new Date(start.getTime() + n * QUARTER_MS))
    const hours = quarters.map((at) => localOf(at, zone).hour)
    return quarters.filter((_, n) => hours[n] !== hours[n - 1])
  })
}

/** Null for what is no time. A day's key is its place in the window, so that it meets its like in the one before. */
export function slotsOf(dimension: Dimension, { days, zone }: Window): Slots | null {
  if (dimension !== 'day' && dimension !== 'hour' && dimension !== 'weekday') return null
  const { bounds, to } = windowOfDays(days, zone, dimension === 'hour' ? 'hour' : 'day')
  if (dimension === 'hour') {
    const starts = hourStarts(bounds, zone)
    return { bounds: [...starts, to], keys: starts.map((at) => localOf(at, zone).hour) }
  }
  const starts = bounds.slice(0, -1)
  const keyOf = (at: Date, place: number) => (dimension === 'day' ? place : localOf(at, zone).dayOfWeek)
  return { bounds, keys: starts.map(keyOf) }
}
