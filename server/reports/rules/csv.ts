/** A report as comma-separated values: keys by name, figures as plain numbers, amounts as decimals. */
import { DIMENSION_NAMES, type Dimension, type ReportFigures, type ReportKey } from '../../../contract/api/reports.ts'
import { csvLine } from '../../../contract/csv.ts'
import { asCents, decimalText } from '../../../contract/money.ts'

const whole = (value: number | null): string => (value === null ? '' : String(value))
/** Basis points as per cent: 6784 is 67.84. */
const rate = (value: number | null): string => (value === null ? '' : decimalText(asCents(value), 'USD'))

const FIGURES: readonly [head: string, write: (figures: ReportFigures, currency: string) => string][] = [
  ['Total', ({ leads }) => whole(leads)],
  ['Accepted', ({ accepted }) => whole(accepted)],
  ['Duplicated', ({ duplicated }) => whole(duplicated)],
  ['Failed', ({ failed }) => whole(failed)],
  ['Returned', ({ returned }) => whole(returned)],
  ['Acceptance %', ({ acceptance }) => rate(acceptance)],
  ['Return %', ({ returnRate }) => rate(returnRate)],
  ['Revenue', ({ revenue }, currency) => amount(revenue, currency)],
  ['Returned revenue', ({ returnedRevenue }, currency) => amount(returnedRevenue, currency)],
  ['Cost', ({ cost }, currency) => amount(cost, currency)],
  ['Returned cost', ({ returnedCost }, currency) => amount(returnedCost, currency)],
  ['Profit', ({ profit }, currency) => amount(profit, currency)],
  ['Margin %', ({ margin }) => rate(margin)],
]

function amount(value: number | null, currency: string): string {
  return value === null ? '' : decimalText(asCents(value), currency)
}

interface CsvLine {
  keys: ReportKey[]
  figures: ReportFigures
  reasons: readonly { words: string; leads: number }[]
}

/** A row at a time, so that a long file is never whole in memory. */
export function* csvRows(
  dimensions: readonly Dimension[],
  lines: Iterable<CsvLine>,
  currency: string,
): Generator<string> {
  const heads = FIGURES.map(([head]) => head)
  yield csvLine([...dimensions.map((dimension) => DIMENSION_NAMES[dimension]), ...heads, 'Currency', 'Failed because'])
  for (const { keys, figures, reasons } of lines) {
    yield csvLine([
      ...keys.map(({ label }) => label),
      ...FIGURES.map(([, write]) => write(figures, currency)),
      currency,
      reasons.map(({ words, leads }) => `${words}: ${leads}`).join('; '),
    ])
  }
}
