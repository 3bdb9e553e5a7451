/** From counted rows to a report: lines, a series by the first dimension, totals, reasons. */
import type { ReportFigures } from '../../../contract/api/reports.ts'
import { rateOf } from '../../../contract/money.ts'
import { outcomeInWords } from '../../../contract/outcomes.ts'
import { CODES } from '../../../contract/verdict.ts'

/** One group of keys and outcome, as the database counted it. */
export interface Counted {
  first: string | null
  second: string | null
  /** A lead's code or, seen from the buyers, an attempt's outcome. */
  outcome: string
  leads: number
  returned: number
  revenue: number
  payout: number
  returned_revenue: number
  returned_payout: number
}

/** What was counted of the sums: all of it, or only what sales tell. */
export type Extent = 'whole' | 'sales'

interface Sums {
  leads: number
  accepted: number
  duplicated: number
  returned: number
  revenue: number
  payout: number
  returnedRevenue: number
  returnedPayout: number
  failures: Map<string, number>
}

const none = (): Sums => ({
  leads: 0,
  accepted: 0,
  duplicated: 0,
  returned: 0,
  revenue: 0,
  payout: 0,
  returnedRevenue: 0,
  returnedPayout: 0,
  failures: new Map(),
})

const ACCEPTED = [String(CODES.accepted), 'accepted']
const DUPLICATED = [String(CODES.duplicate), 'duplicated']

function add(sums: Sums, row: Counted): void {
  sums.leads += row.leads
  if (ACCEPTED.includes(row.outcome)) sums.accepted += row.leads
  else if (DUPLICATED.includes(row.outcome)) sums.duplicated += row.leads
  else sums.failures.set(row.outcome, (sums.failures.get(row.outcome) ?? 0) + row.leads)
  sums.returned += row.returned
  sums.revenue += row.revenue
  sums.payout += row.payout
  sums.returnedRevenue += row.returned_revenue
  sums.returnedPayout += row.returned_payout
}

/** A rate of what may be negative: a loss is a negative margin. */
function margin(profit: number, revenue: number): number | null {
  const rate = rateOf(Math.abs(profit), revenue)
  return rate === null || profit >= 0 ? rate : -rate
}

function figuresOf(sums: Sums, extent: Extent): ReportFigures {
  const { accepted, duplicated, returned, revenue, returnedRevenue } = sums
  const sold = { accepted, returned, revenue, returnedRevenue, returnRate: rateOf(returned, accepted) }
  if (extent === 'sales') {
    const unknown = { leads: null, duplicated: null, failed: null, cost: null, returnedCost: null, profit: null }
    return { ...sold, ...unknown, acceptance: null, margin: null }
  }
  const profit = revenue - returnedRevenue - (sums.payout - sums.returnedPayout)
  return {
    ...sold,
    leads: sums.leads,
    duplicated,
    failed: sums.leads - accepted - duplicated,
    cost: sums.payout,
    returnedCost: sums.returnedPayout,
    profit,
    acceptance: rateOf(accepted, sums.leads),
    margin: margin(profit, revenue),
  }
}

function reasonsOf(sums: Sums): { reason: string; words: string; leads: number }[] {
  return [...sums.failures]
    .map(([reason, leads]) => ({ reason, words: outcomeInWords(reason), leads }))
    .sort((a, b) => b.leads - a.leads || a.reason.localeCompare(b.reason))
}

export interface FoldedLine {
  keys: (string | null)[]
  figures: ReportFigures
  reasons: { reason: string; words: string; leads: number }[]
}

export interface Folded {
  total: FoldedLine
  /** By the first dimension. */
  series: FoldedLine[]
  lines: FoldedLine[]
}

/** Groups by the keys that `keysOf` says; what none of it says has no line. */
function foldBy(rows: readonly Counted[], keysOf: (row: Counted) => (string | null)[], extent: Extent): FoldedLine[] {
  const groups = new Map<string, { keys: (string | null)[]; sums: Sums }>()
  for (const row of rows) {
    const keys = keysOf(row)
    const name = JSON.stringify(keys)
    const group = groups.get(name) ?? { keys, sums: none() }
    add(group.sums, row)
    groups.set(name, group)
  }
  return [...groups.values()].map(({ keys, sums }) => ({
    keys,
    figures: figuresOf(sums, extent),
    reasons: reasonsOf(sums),
  }))
}

/** Everything a report says of one window. */
export function fold(rows: readonly Counted[], dimensions: number, extent: Extent): Folded {
  const [total = { keys: [], figures: figuresOf(none(), extent), reasons: [] }] = foldBy(rows, () => [], extent)
  const series = foldBy(rows, ({ first }) => [first], extent)
  const lines = dimensions === 1 ? series : foldBy(rows, ({ first, second }) => [first, second], extent)
  return { total, series, lines }
}
