/** Cells read into what a row needs; a fault says what was expected. */
import { minorDigits } from '../../../contract/money.ts'

export type Read<T> = { value: T } | { fault: string }

export const isFault = <T>(read: Read<T>): read is { fault: string } => 'fault' in read

/** An amount in minor units from its decimal digits; never through a float. */
export function amountOf(text: string, currency: string): Read<number> {
  const places = minorDigits(currency)
  const plain = text
    .trim()
    .replace(/^[$€£]\s?/, '')
    .replaceAll(',', '')
  const found = /^(\d{1,10})(?:\.(\d+))?$/.exec(plain)
  const [, whole, fraction = ''] = found ?? []
  const rest = fraction.slice(places)
  if (whole === undefined || /[1-9]/.test(rest)) return { fault: 'an amount like 46.00' }
  const value = Number(whole + fraction.slice(0, places).padEnd(places, '0'))
  return value <= 1_000_000_00 ? { value } : { fault: 'an amount of at most a million' }
}

const YES = new Set(['yes', 'y', 'true', '1', 'returned'])
const NO = new Set(['no', 'n', 'false', '0', ''])

export function yesOrNo(text: string): Read<boolean> {
  const word = text.trim().toLowerCase()
  if (YES.has(word)) return { value: true }
  return NO.has(word) ? { value: false } : { fault: 'yes or no' }
}

export type LeadOutcome = 'accepted' | 'duplicated' | 'failed'
const OUTCOMES: Readonly<Record<string, LeadOutcome>> = {
  accepted: 'accepted',
  sold: 'accepted',
  success: 'accepted',
  duplicated: 'duplicated',
  duplicate: 'duplicated',
  dupe: 'duplicated',
  failed: 'failed',
  error: 'failed',
  rejected: 'failed',
  unsold: 'failed',
}

export function outcomeOf(text: string): Read<LeadOutcome> {
  const value = OUTCOMES[text.trim().toLowerCase()]
  return value ? { value } : { fault: 'accepted, duplicated or failed' }
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/
const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?)?$/i
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i

function fromUs(text: string): string | undefined {
  const found = US_DATE.exec(text)
  if (!found) return undefined
  const [, month = '', day = '', year = '', hour = '0', minute = '00', second = '00', half] = found
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  const two = (part: string | number) => String(part).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}`
}

function localTime(text: string, zone: string): Date | undefined {
  try {
    return new Date(Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds)
  } catch {
    return undefined
  }
}

const EARLIEST = Date.UTC(2000, 0, 1)

/** When a lead came: a time, a day (its first moment), or milliseconds since 1970. Without an offset it is the zone's. */
export function instantOf(text: string, zone: string, now: Date): Read<Date> {
  const plain = text.trim()
  const at = /^\d{13}$/.test(plain) ? new Date(Number(plain)) : timeOf(plain, zone)
  if (!at || Number.isNaN(at.getTime())) return { fault: 'a date, or a time like 2026-11-22T14:05:00' }
  if (at.getTime() < EARLIEST) return { fault: 'a time after the year 2000' }
  return at > now ? { fault: 'a time that is past' } : { value: at }
}

function timeOf(plain: string, zone: string): Date | undefined {
  const local = fromUs(plain)
  if (local) return localTime(local, zone)
  if (DATE.test(plain)) return localTime(plain, zone)
  return OFFSET.test(plain) && DATE.test(plain.replace(OFFSET, '')) ? new Date(plain.replace(' ', 'T')) : undefined
}
