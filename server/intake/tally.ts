/**
 * One buyer's or supplier's counters during a batch: what was read, what the batch took, and what is left.
 */
import type { BudgetCaps, Caps } from '../../contract/settings.ts'
import { PERIODS, type Period } from '../routing/choose.ts'
import type { LocalMoment } from '../routing/periods.ts'
import type { Counter } from './tables/state.ts'

type Limits = Record<Period, number | null>

/** 0 is unlimited; a number for the weekday replaces the daily one. */
export function volumeLimits(caps: Caps, weekday: number): Limits {
  // weekday is 1 to 7, the keys of the record
  const today = caps.weekdays[String(weekday) as keyof Caps['weekdays']] ?? caps.day
  return { day: today || null, week: caps.week || null, month: caps.month || null, total: caps.total || null }
}

export function budgetLimits(budget: BudgetCaps): Limits {
  if (!budget.on) return { day: null, week: null, month: null, total: null }
  return {
    day: budget.day || null,
    week: budget.week || null,
    month: budget.month || null,
    total: budget.total || null,
  }
}

export class Tally {
  /** Never older than the row's: a process whose clock is behind counts in the period that already runs. */
  readonly keys: { day: number; week: number; month: number }
  readonly volume: Limits
  readonly budget: Limits
  readonly #count: Record<Period, number>
  readonly #cents: Record<Period, number>
  takenCount = 0
  takenCents = 0

  constructor(row: Counter | undefined, moment: LocalMoment, volume: Limits, budget: Limits) {
    const { dayKey = 0, weekKey = 0, monthKey = 0 } = row ?? {}
    this.keys = {
      day: Math.max(dayKey, moment.day),
      week: Math.max(weekKey, moment.week),
      month: Math.max(monthKey, moment.month),
    }
    const running = {
      day: dayKey === this.keys.day,
      week: weekKey === this.keys.week,
      month: monthKey === this.keys.month,
      total: true,
    }
    const used = (values: Record<Period, number> | undefined) => ({
      day: running.day ? (values?.day ?? 0) : 0,
      week: running.week ? (values?.week ?? 0) : 0,
      month: running.month ? (values?.month ?? 0) : 0,
      total: values?.total ?? 0,
    })
    this.#count = used(row?.count)
    this.#cents = used(row?.cents)
    this.volume = volume
    this.budget = budget
  }

  /** The first volume cap without a place, else undefined. */
  fullCap(): Period | undefined {
    return PERIODS.find((period) => {
      const limit = this.volume[period]
      return limit !== null && this.#count[period] + 1 > limit
    })
  }

  /** The first budget this price would go over, else undefined. */
  fullBudget(price: number): Period | undefined {
    return PERIODS.find((period) => {
      const limit = this.budget[period]
      return limit !== null && this.#cents[period] + price > limit
    })
  }

  take(price: number): void {
    this.takenCount++
    this.takenCents += price
    for (const period of PERIODS) {
      this.#count[period]++
      this.#cents[period] += price
    }
  }
}
