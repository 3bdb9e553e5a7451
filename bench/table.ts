/** Plain tables for a terminal. */
import { type Figure, metOf, type Row, type Unit } from './bench.ts'
import { rounded } from './statistics.ts'

export function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)))
  const isNumber = columns.map((column) => rows.every((row) => typeof (row[column] ?? 0) === 'number'))
  const lineOf = (line: readonly string[]) =>
    line
      .map((text, at) => (isNumber[at] ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
  const [head = [], ...body] = lines
  return [lineOf(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(lineOf), ''].join('\n')
}

const cell = (value: string | number | undefined): string =>
  typeof value === 'number' ? String(rounded(value)) : (value ?? '')

export function figureRows(figures: readonly Figure[]): Row[] {
  return figures.map((figure) => ({
    figure: figure.name,
    measured: written(figure.measured, figure.unit),
    'at least': written(figure.atLeast, figure.unit),
    aim: written(figure.aim, figure.unit),
    met: metOf(figure),
  }))
}

function written(value: number | undefined, unit: Unit): string {
  if (value === undefined) return ''
  if (unit === '%') return `${rounded(value * 100)} %`
  return unit === '' ? String(value) : `${rounded(value)} ${unit}`
}
