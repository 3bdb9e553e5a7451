/**
 * The one place that turns numbers, money and instants into text (direction, 6). `Intl` only; amounts are integers of
 * the currency's minor unit. Missing is an en dash, zero is zero.
 */
export const MISSING = '–'
const MINUS = '−'

const locale = () => (typeof navigator === 'undefined' ? 'en-US' : navigator.language)
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale()}${JSON.stringify(options)}`
  const known = made.get(key)
  if (known instanceof Intl.NumberFormat) return known
  const format = new Intl.NumberFormat(locale(), options)
  made.set(key, format)
  return format
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale()}${JSON.stringify(options)}`
  const known = made.get(key)
  if (known instanceof Intl.DateTimeFormat) return known
  const format = new Intl.DateTimeFormat(locale(), options)
  made.set(key, format)
  return format
}

/** Intl writes a hyphen in many locales; a figure wants the true minus. */
const trueMinus = (text: string) => text.replace(/^-/, MINUS).replace(/(?<=^\D?)-(?=\D?\d)/, MINUS)

/** Digits after the point of a currency: 2 for dollars, 0 for yen. */
function minorDigits(currency: string): number {
  return numberFormat({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

type MoneyStyle = {
  /** A plus in front of what is above zero: differences and credits only. */
  signed?: boolean
}

function moneyParts(amount: number, currency: string, { signed = false }: MoneyStyle): Intl.NumberFormatPart[] {
  const format = numberFormat({ style: 'currency', currency, signDisplay: signed ? 'exceptZero' : 'auto' })
  return format.formatToParts(amount / 10 ** minorDigits(currency))
}

/** "$46.00", "−$46.00"; always with cents. */
export function money(amount: number | null | undefined, currency: string, style: MoneyStyle = {}): string {
  if (amount === null || amount === undefined) return MISSING
  const parts = moneyParts(amount, currency, style)
  return parts.map((part) => (part.type === 'minusSign' ? MINUS : part.value)).join('')
}

/** An amount in two pieces, so that the cents can be set smaller. */
export function moneySplit(amount: number, currency: string): { whole: string; cents: string } {
  const parts = moneyParts(amount, currency, {})
  const point = parts.findIndex((part) => part.type === 'decimal')
  const text = (some: Intl.NumberFormatPart[]) =>
    some.map((part) => (part.type === 'minusSign' ? MINUS : part.value)).join('')
  return point < 0
    ? { whole: text(parts), cents: '' }
    : { whole: text(parts.slice(0, point)), cents: text(parts.slice(point)) }
}

/** For axes: "$6k", "$900". */
export function moneyShort(amount: number, currency: string): string {
  const value = amount / 10 ** minorDigits(currency)
  const compact = Math.abs(value) >= 10_000
  return trueMinus(
    numberFormat({
      style: 'currency',
      currency,
      maximumFractionDigits: compact ? 1 : Math.abs(value) < 10 && !Number.isInteger(value) ? 2 : 0,
      minimumFractionDigits: 0,
      ...(compact && { notation: 'compact' }),
    }).format(value),
  )
}

/** "1,284". */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? MISSING : trueMinus(numberFormat({}).format(value))
}

/** "about 1,300": two figures that mean something, the rest is rounding. */
export function about(value: number): string {
  if (value < 100) return count(value)
  const step = 10 ** (Math.floor(Math.log10(value)) - 1)
  return `about ${count(Math.round(value / step) * step)}`
}

/** A share of `part` in `whole`: "67.8%"; without a whole there is no share. */
export function percent(part: number, whole: number, digits = 1): string {
  if (whole === 0) return MISSING
  return trueMinus(
    numberFormat({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      part / whole,
    ),
  )
}

/** The difference to a figure before: "+6.2%"; null when there was nothing before. */
export function change(now: number, before: number, digits = 1): string | null {
  if (before === 0) return null
  const format = numberFormat({
    style: 'percent',
    signDisplay: 'exceptZero',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return trueMinus(format.format((now - before) / Math.abs(before)))
}

/** Basis points as written by people: 250 is "2.5%". */
export function basisPoints(value: number): string {
  return numberFormat({ style: 'percent', maximumFractionDigits: 2 }).format(value / 10_000)
}

type Instant = string | number | Date
const dayKey = (at: Date, zone: string) =>
  dateFormat({ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** "2:41 PM", with seconds "2:41:07 PM". */
export function time(at: Instant, zone: string, seconds = false): string {
  return dateFormat({
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    ...(seconds && { second: '2-digit' }),
  }).format(new Date(at))
}

/** Clock with milliseconds, for timelines: "2:41:07.112". */
export function clock(at: Instant, zone: string): string {
  const parts = dateFormat({
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).formatToParts(new Date(at))
  const shown = parts.filter((part) => part.type !== 'dayPeriod').map((part) => part.value)
  return shown.join('').trim()
}

/** "Nov 12" or, of another year, "Nov 12, 2025". */
export function day(at: Instant, zone: string, now: Instant): string {
  const year = (some: Instant) => dateFormat({ timeZone: zone, year: 'numeric' }).format(new Date(some))
  return dateFormat({
    timeZone: zone,
    month: 'short',
    day: 'numeric',
    ...(year(at) !== year(now) && { year: 'numeric' }),
  }).format(new Date(at))
}

/** "Thursday, November 19". */
export function longDay(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, weekday: 'long', month: 'long', day: 'numeric' }).format(new Date(at))
}

/** Today "2:41 PM", then "Yesterday, 7:31 PM", then "Nov 12, 7:31 PM". */
export function when(at: Instant, zone: string, now: Instant, seconds = false): string {
  const that = new Date(at)
  const today = new Date(now)
  if (dayKey(that, zone) === dayKey(today, zone)) return time(that, zone, seconds)
  const yesterday = new Date(today.getTime() - 86_400_000)
  if (dayKey(that, zone) === dayKey(yesterday, zone)) return `Yesterday, ${time(that, zone, seconds)}`
  return `${day(that, zone, today)}, ${time(that, zone, seconds)}`
}

/** The full instant for a tooltip: "Thursday, November 19, 2026 at 2:41:07 PM EST". */
export function instant(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, dateStyle: 'full', timeStyle: 'long' }).format(new Date(at))
}

/** "EST": what a zone is called at an instant. */
export function zoneName(zone: string, at: Instant): string {
  const parts = dateFormat({ timeZone: zone, timeZoneName: 'short', hour: 'numeric' }).formatToParts(new Date(at))
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** "America/New_York" as people say it: "New York". */
export function zoneCity(zone: string): string {
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
}

/** A calendar day (2026-11-19) for axes: "Nov 19". It has no zone: it is already a day. */
export function calendarDay(date: string): string {
  return dateFormat({ timeZone: 'UTC', month: 'short', day: 'numeric' }).format(new Date(`${date}T00:00:00Z`))
}

/** "November 2026" of 2026-11. */
export function monthName(month: string): string {
  return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(new Date(`${month}-01T00:00:00Z`))
}

/** An hour of the day for axes: "4 PM". */
export function hourOfDay(hour: number): string {
  return dateFormat({ timeZone: 'UTC', hour: 'numeric' }).format(new Date(Date.UTC(2000, 0, 1, hour)))
}

/** Of a file: "1.2 MB". */
export function size(bytes: number): string {
  const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte'
  const value = Math.max(0.1, bytes / (unit === 'kilobyte' ? 1_000 : 1_000_000))
  return numberFormat({ style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}

/** "412 ms", "3.2 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return `${numberFormat({ maximumFractionDigits: 1 }).format(milliseconds / 1000)} s`
}

/** "about 3 days": how long a balance lasts; null when nothing is being spent. */
export function daysLeft(balance: number, perDay: number): string | null {
  if (perDay <= 0 || balance <= 0) return null
  const days = balance / perDay
  if (days < 1) return 'less than a day'
  const whole = Math.floor(days)
  return whole === 1 ? 'about 1 day' : `about ${count(whole)} days`
}

/** "LM" of "Lena Marsh". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0]?.[0], words.at(-1)?.[0]] : [words[0]?.slice(0, 2)]
  return letters.join('').toUpperCase()
}

/** The hour an instant falls into: "4 PM". */
export function hourOf(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, hour: 'numeric' }).format(new Date(at))
}

/** "Thu". */
export function weekday(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, weekday: 'short' }).format(new Date(at))
}

/** "as of 2:41 PM EST": how old a figure is. */
export function asOf(at: Instant, zone: string): string {
  return `as of ${time(at, zone)} ${zoneName(zone, at)}`
}

/** A long id by its end, which differs; the whole of it is on the row's own page. */
export const shortId = (id: string) => id.slice(-8)

/** "+1 530 555 0142" of "+15305550142"; other countries' numbers stay as they are. */
export function phoneNumber(text: string): string {
  return text.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3')
}
