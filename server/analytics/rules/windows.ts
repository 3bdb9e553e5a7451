/**
 * The one function that makes windows (spec 1, Ids, money, time): screens, exports and figures ask here, so their
 * numbers agree. A window is a list of instants, local midnights (or full local hours) of the zone, computed once;
 * the database only compares instants, so a day of 23 or 25 hours is simply shorter or longer.
 */
import { type Days, dayPlus, daysBefore, daysOf, eachDay, lengthOf, type Range } from '../../../contract/ranges.ts'

export type Unit = 'hour' | 'day'

export interface Window {
  readonly zone: string
  readonly days: Days
  readonly unit: Unit
  /** The start of each slot in order, and at the end the end of the last: one more than there are slots. */
  readonly bounds: readonly Date[]
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
}

/** Figures are kept in buckets of this length; every zone's midnight is a multiple of it. */
const BUCKET_MS = 15 * 60_000
/** The start of the first bucket that lies wholly at or after an instant. */
export function nextBucket(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / BUCKET_MS) * BUCKET_MS)
}
/** Up to this many days are drawn by the hour. */
const HOURLY_DAYS = 2

/** The calendar day of an instant in a zone. */
export function dayIn(zone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The first instant of a calendar day in a zone (not always midnight: some zones skip it once a year). */
export function startOfDay(zone: string, day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

/** The window of a range in a zone, seen from `now`. */
export function windowOf(range: Range, zone: string, now: Date): Window {
  return windowOfDays(daysOf(range, dayIn(zone, now)), zone)
}

/** The window of the same number of days just before. */
export function windowBefore(window: Window): Window {
  return windowOfDays(daysBefore(window.days), window.zone)
}

/** The last `count` days up to today, whatever the page's range: sparklines. */
export function lastDays(count: number, zone: string, now: Date): Window {
  const today = dayIn(zone, now)
  return windowOfDays({ from: dayPlus(today, 1 - count), to: today }, zone, 'day')
}

/** The window of given days. The unit follows from their number unless it is said. */
export function windowOfDays(days: Days, zone: string, unit: Unit = unitFor(days)): Window {
  const from = startOfDay(zone, days.from)
  const to = startOfDay(zone, dayPlus(days.to, 1))
  const starts = unit === 'day' ? eachDay(days).map((day) => startOfDay(zone, day)) : hoursBetween(from, to, zone)
  return { zone, days, unit, bounds: [...starts, to], from, to }
}

function unitFor(days: Days): Unit {
  return lengthOf(days) <= HOURLY_DAYS ? 'hour' : 'day'
}

/**
 * The starts of the local hours. Stepping by quarters and keeping the full ones is right where stepping by hours is
 * not: Lord Howe moves its clocks by half an hour.
 */
function hoursBetween(from: Date, to: Date, zone: string): Date[] {
  const starts = [from]
  for (let at = from.getTime() + BUCKET_MS; at < to.getTime(); at += BUCKET_MS) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    if (local.minute === 0) starts.push(new Date(at))
  }
  return starts
}

/**
 * The part of the period before that compares fairly with a window still running: as much of it as has passed of
 * the window, to the bucket. Otherwise every morning would look like a collapse.
 */
export function comparedUntil(window: Window, before: Window, now: Date): Date {
  if (now.getTime() >= window.to.getTime()) return before.to
  const elapsed = Math.max(0, now.getTime() - window.from.getTime())
  const until = before.from.getTime() + Math.ceil(elapsed / BUCKET_MS) * BUCKET_MS
  return new Date(Math.min(until, before.to.getTime()))
}
