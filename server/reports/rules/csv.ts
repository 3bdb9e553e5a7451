/** A report as comma-separated values: keys by name, figures as plain numbers, amounts as decimals. */
import { DIMENSION_NAMES, type Dimension, type ReportFigures, type ReportKey } from '../../../contract/api/reports.ts'
import { asCents, decimalText } from '../../../contract/money.ts'

/** What a spreadsheet would take for a formula is told as text; figures are made by us and stay numbers. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

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
  yield row([...dimensions.map((dimension) => DIMENSION_NAMES[dimension]), ...heads, 'Currency', 'Failed because'])
  for (const { keys, figures, reasons } of lines) {
    yield [
      ...keys.map(({ label }) => cell(label)),
      ...FIGURES.map(([, write]) => write(figures, currency)),
      currency,
      cell(reasons.map(({ words, leads }) => `${words}: ${leads}`).join('; ')),
    ].join(',') + END
  }
}

const END = '\r\n'
const row = (cells: readonly string[]): string => cells.map(cell).join(',') + END
