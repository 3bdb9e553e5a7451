/**
 * Caps count by local calendar: a period's key is a number in the buyer's zone, and a newer key is the reset.
 */
export interface PeriodKeys {
  /** 20261122 */
  day: number
  /** ISO year and week, from Monday: 202647 */
  week: number
  /** 202611 */
  month: number
}

/** What a local clock shows. Monday is 1. */
export interface LocalMoment extends PeriodKeys {
  weekday: number
  /** Minutes since 00:00 on the wall. */
  minute: number
  /** 2026-11-22 */
  date: string
}

function zoned(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
}

/** What a clock in `zone` shows at that instant. */
export function localMoment(at: Date, zone: string): LocalMoment {
  const local = zoned(at, zone)
  const week = (local.yearOfWeek ?? local.year) * 100 + (local.weekOfYear ?? 0)
  return {
    day: local.year * 10_000 + local.month * 100 + local.day,
    week,
    month: local.year * 100 + local.month,
    weekday: local.dayOfWeek,
    minute: local.hour * 60 + local.minute,
    date: local.toPlainDate().toString(),
  }
}

export function periodKeys(at: Date, zone: string): PeriodKeys {
  const { day, week, month } = localMoment(at, zone)
  return { day, week, month }
}

/** The instants at which the running day, week and month began in that zone (a midnight that a clock change skips included). */
export function periodStarts(at: Date, zone: string): Record<keyof PeriodKeys, Date> {
  const today = zoned(at, zone).toPlainDate()
  const start = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(zone).epochMilliseconds)
  return {
    day: start(today),
    week: start(today.subtract({ days: today.dayOfWeek - 1 })),
    month: start(today.with({ day: 1 })),
  }
}

const KEPT = 512

/** Moments by zone and minute: a batch asks for hundreds of buyers' clocks, in a handful of zones. */
export function momentCache(): (at: Date, zone: string) => LocalMoment {
  const known = new Map<string, LocalMoment>()
  return (at, zone) => {
    const key = `${Math.floor(at.getTime() / 60_000)} ${zone}`
    const found = known.get(key)
    if (found) return found
    if (known.size >= KEPT) known.clear()
    const moment = localMoment(at, zone)
    known.set(key, moment)
    return moment
  }
}
