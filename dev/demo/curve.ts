/** When people fill in forms: by hour of the day and day of the week, where the operator lives. */
import type { Random } from '../random.ts'

const HOUR_MS = 3_600_000
// midnight first; lunch and the evening are when people look for quotes
const BY_HOUR = [3, 2, 1, 1, 1, 2, 5, 9, 14, 18, 20, 21, 22, 20, 19, 18, 19, 21, 24, 26, 23, 17, 11, 6]
// Monday first
const BY_WEEKDAY = [1.1, 1.05, 1, 1, 0.95, 0.65, 0.6]
const SUM = BY_HOUR.reduce((sum, weight) => sum + weight, 0)

function local(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
}

/** How busy it is at that instant: 1 on average over a day. */
export function busyAt(at: Date, zone: string): number {
  return ((BY_HOUR[local(at, zone).hour] ?? 0) * 24) / SUM
}

/** About `total` instants over the `days` before `end`, in order, a little denser towards the end. */
export function instantsBefore(end: Date, days: number, zone: string, total: number, random: Random): Date[] {
  const today = local(end, zone).startOfDay()
  const starts = Array.from({ length: days + 1 }, (_, ago) => today.subtract({ days: days - ago }))
  const weightOf = (start: Temporal.ZonedDateTime, nth: number): number =>
    (BY_WEEKDAY[start.dayOfWeek - 1] ?? 1) * (0.8 + (0.4 * nth) / days)
  const sum = starts.reduce((all, start, nth) => all + weightOf(start, nth), 0)
  const hours = BY_HOUR.map((weight, hour) => ({ weight, hour }))
  const instants = starts.flatMap((start, nth) => {
    const count = Math.round((total * weightOf(start, nth)) / sum)
    return Array.from({ length: count }, () => {
      const { hour } = random.weighted(hours)
      return start.epochMilliseconds + hour * HOUR_MS + random.int(0, HOUR_MS - 1)
    })
  })
  const [first, last] = [end.getTime() - days * 24 * HOUR_MS, end.getTime() - 5_000]
  return instants
    .filter((at) => at >= first && at <= last)
    .sort((a, b) => a - b)
    .map((at) => new Date(at))
}
