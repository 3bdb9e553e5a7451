import { PRESET_NAMES, type Preset, type Range, readRange } from '../../contract/ranges.ts'
import { calendarDay } from './format.ts'

/** Today's calendar day in a zone. */
export function todayIn(zone: string, now: number): string {
  // sv-SE writes ISO dates
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(now))
}

/** A range as it stands in the address, or the page's own. */
export function rangeOr(value: unknown, fallback: Preset): Range {
  return (typeof value === 'string' && readRange(value)) || { preset: fallback }
}

/** "Last 7 days", or "Oct 20 – Nov 18". */
export function rangeName(range: Range): string {
  if ('preset' in range) return PRESET_NAMES[range.preset]
  if (range.from === range.to) return calendarDay(range.from)
  return `${calendarDay(range.from)} – ${calendarDay(range.to)}`
}
