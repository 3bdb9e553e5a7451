/** How much of each cap is used now. */
import type { BudgetCaps, Caps } from '../../../contract/settings.ts'

export type Period = 'day' | 'week' | 'month' | 'total'

export interface Usage {
  period: Period
  used: number
  limit: number
}

/** A counter as stored: counts under the key of the period they were counted in. */
export interface Counter {
  day_key: number
  day_count: number
  day_cents: number
  week_key: number
  week_count: number
  week_cents: number
  month_key: number
  month_count: number
  month_cents: number
  total_count: number
  total_cents: number
}

export interface LocalNow {
  day: number
  week: number
  month: number
  /** Monday is 1. */
  weekday: number
}

/** The daily cap of a weekday: its own number where it has one. */
function dayLimit(caps: Caps, weekday: number): number {
  // the key is one of "1" to "7" by construction
  return caps.weekdays[String(weekday) as keyof Caps['weekdays']] ?? caps.day
}

function usagesOf(
  limits: Record<Period, number>,
  counter: Counter | undefined,
  now: LocalNow,
  of: 'count' | 'cents',
): Usage[] {
  const running = (period: 'day' | 'week' | 'month') =>
    counter?.[`${period}_key`] === now[period] ? counter[`${period}_${of}`] : 0
  const used: Record<Period, number> = {
    day: running('day'),
    week: running('week'),
    month: running('month'),
    total: counter?.[`total_${of}`] ?? 0,
  }
  const periods: Period[] = ['day', 'week', 'month', 'total']
  return periods.flatMap((period) =>
    limits[period] > 0 ? [{ period, used: used[period], limit: limits[period] }] : [],
  )
}

/** Periods that have a cap, with what is used of it; a count under an older key belongs to a period that is over. */
export function capUsage(caps: Caps, counter: Counter | undefined, now: LocalNow): Usage[] {
  return usagesOf({ ...caps, day: dayLimit(caps, now.weekday) }, counter, now, 'count')
}

export function budgetUsage(budget: BudgetCaps, counter: Counter | undefined, now: LocalNow): Usage[] {
  return budget.on ? usagesOf(budget, counter, now, 'cents') : []
}
