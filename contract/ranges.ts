/**
 * Ranges of calendar days by name: what a page's date picker offers, what its address carries and what the server
 * reads. Which instants a range means in a zone is server/analytics/rules/windows.ts alone.
 */
import { z } from 'zod'
import { Zone } from './settings.ts'

export const PRESETS = ['today', 'yesterday', 'last_7', 'last_28', 'last_90', 'this_month', 'last_month'] as const
export type Preset = (typeof PRESETS)[number]
/** Both days inclusive, as 2026-11-19. */
export type Days = { from: string; to: string }
export type Range = { preset: Preset } | Days

export const PRESET_NAMES: Record<Preset, string> = {
  today: 'Today',
  yesterday: 'Yesterday',
  last_7: 'Last 7 days',
  last_28: 'Last 28 days',
  last_90: 'Last 90 days',
  this_month: 'This month',
  last_month: 'Last month',
}

/** The longest custom range. A year of days for every campaign is what a dashboard answers at once. */
export const MAX_DAYS = 400

const DAY_MS = 86_400_000
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`)
const dateAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const isDay = (text: string | undefined): text is string => z.iso.date().safeParse(text).success

/** How many calendar days a range has. */
export function lengthOf({ from, to }: Days): number {
  return Math.round((noon(to) - noon(from)) / DAY_MS) + 1
}

/** The calendar day `days` later (earlier when negative). */
export function dayPlus(date: string, days: number): string {
  return dateAt(noon(date) + days * DAY_MS)
}

function monthOf(date: string, shift: number): Days {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + shift]
  return { from: dateAt(Date.UTC(year, month, 1)), to: dateAt(Date.UTC(year, month + 1, 0)) }
}

/** The days a range stands for, seen from `today`. Ranges that count back include today. */
export function daysOf(range: Range, today: string): Days {
  if (!('preset' in range)) return range
  switch (range.preset) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: dayPlus(today, -1), to: dayPlus(today, -1) }
    case 'last_7':
      return { from: dayPlus(today, -6), to: today }
    case 'last_28':
      return { from: dayPlus(today, -27), to: today }
    case 'last_90':
      return { from: dayPlus(today, -89), to: today }
    case 'this_month':
      return { from: monthOf(today, 0).from, to: today }
    case 'last_month':
      return monthOf(today, -1)
  }
}

/** The same number of days just before. */
export function daysBefore(days: Days): Days {
  return { from: dayPlus(days.from, -lengthOf(days)), to: dayPlus(days.from, -1) }
}

/** Every day of a range, the empty ones too. */
export function eachDay(days: Days): string[] {
  return Array.from({ length: lengthOf(days) }, (_, nth) => dayPlus(days.from, nth))
}

/** Reads a preset's name or "2026-11-01..2026-11-19"; undefined for anything else. */
export function readRange(text: string): Range | undefined {
  const preset = PRESETS.find((name) => name === text)
  if (preset) return { preset }
  const [from, to, more] = text.split('..')
  if (!isDay(from) || !isDay(to) || more !== undefined) return undefined
  return from <= to && lengthOf({ from, to }) <= MAX_DAYS ? { from, to } : undefined
}

/** The inverse of `readRange`. */
export function writeRange(range: Range): string {
  return 'preset' in range ? range.preset : `${range.from}..${range.to}`
}

/** A range as a query parameter. */
export const RangeText = z.string().refine((text) => readRange(text) !== undefined, {
  message: `a range is one of ${PRESETS.join(', ')}, or two days like 2026-11-01..2026-11-19, at most ${MAX_DAYS} apart`,
})

/** The range and the zone its days are counted in; without a zone the account's (a customer's: their account's). */
export const RangeQuery = { range: RangeText.optional(), zone: Zone.optional() }

/** The window a reply was counted in, so that a page can label it without counting days itself. */
export const WindowView = z.object({
  zone: z.string(),
  /** First and last day, both inclusive. */
  firstDay: z.string(),
  lastDay: z.string(),
  /** Instants: from inclusive, to exclusive. */
  from: z.string(),
  to: z.string(),
  unit: z.enum(['hour', 'day']),
})
export type WindowView = z.infer<typeof WindowView>
