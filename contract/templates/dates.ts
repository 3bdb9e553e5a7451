/** Dates for other systems: a value's instant written by a pattern such as `MM/DD/YYYY hh:mm A`. */

const TOKEN = /YYYY|YY|MMMM|MMM|MM|M|DDDD|DDD|DD|D|HH|H|hh|h|mm|ss|SSS|A|a|Z|X|x|\[[^\]]*\]/g
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MONTHS = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

interface Moment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
  /** Minutes ahead of UTC. */
  readonly offset: number
  readonly instant: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

export function isZoneName(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

function momentIn(instant: Date, zone: string): Moment {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  const ms = instant.getUTCMilliseconds()
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    ms,
    offset: Math.round((local + ms - instant.getTime()) / 60_000),
    instant: instant.getTime(),
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

const TOKENS: Record<string, (moment: Moment) => string> = {
  YYYY: ({ year }) => String(year).padStart(4, '0'),
  YY: ({ year }) => two(year % 100),
  MMMM: ({ month }) => MONTHS[month - 1] ?? '',
  MMM: ({ month }) => (MONTHS[month - 1] ?? '').slice(0, 3),
  MM: ({ month }) => two(month),
  M: ({ month }) => String(month),
  DDDD: (moment) => weekdayOf(moment),
  DDD: (moment) => weekdayOf(moment).slice(0, 3),
  DD: ({ day }) => two(day),
  D: ({ day }) => String(day),
  HH: ({ hour }) => two(hour),
  H: ({ hour }) => String(hour),
  hh: ({ hour }) => two(hour % 12 || 12),
  h: ({ hour }) => String(hour % 12 || 12),
  mm: ({ minute }) => two(minute),
  ss: ({ second }) => two(second),
  SSS: ({ ms }) => String(ms).padStart(3, '0'),
  A: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  a: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  Z: ({ offset }) => offsetText(offset),
  X: ({ instant }) => String(Math.floor(instant / 1000)),
  x: ({ instant }) => String(instant),
}

function weekdayOf({ year, month, day }: Moment): string {
  return WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? ''
}

/** Null for what is no date. A day without a time is that day in every zone. `[text]` stands for itself. */
export function formatDate(value: string, pattern: string, zone: string): string | null {
  const isDay = DAY.test(value)
  const instant = new Date(isDay ? `${value}T00:00:00Z` : value)
  if (Number.isNaN(instant.getTime())) return null
  const moment = momentIn(instant, isDay ? 'UTC' : zone)
  return pattern.replaceAll(TOKEN, (token) => TOKENS[token]?.(moment) ?? token.slice(1, -1))
}

/** Whole years between a day of birth and an instant. */
export function yearsBetween(birth: string, at: Date): number | null {
  const found = DAY.exec(birth.slice(0, 10))
  if (!found) return null
  const years = at.getUTCFullYear() - Number(found[1])
  return at.toISOString().slice(5, 10) < birth.slice(5, 10) ? years - 1 : years
}
