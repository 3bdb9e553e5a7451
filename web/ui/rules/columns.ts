/** One column out of a file with several. Pure; lines keep their numbers. */
import type { ListKind } from '../../../contract/lists.ts'
import { normalValue } from '../../../contract/values.ts'

export interface Columns {
  separator: string
  /** What stands on top of each, or "Column 2". */
  names: string[]
  /** The one whose cells look like what is wanted. */
  likely: number
  /** The first line is names, not values. */
  headed: boolean
}

const LOOKED_AT = 50

/** A line's cells; quotes may hold separators. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = []
  let [cell, quoted] = ['', false]
  for (const sign of line) {
    if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += sign
  }
  return [...cells, cell.trim()]
}

const linesOf = (text: string) => text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)

/** The columns of a text whose lines all have as many cells, two or more; null where it is one value a line. */
export function columnsOf(text: string, kind: ListKind): Columns | null {
  const lines = linesOf(text.slice(0, 100_000)).filter((line) => line.trim() !== '')
  const sample = lines.slice(0, LOOKED_AT)
  if (sample.length < 2) return null
  for (const separator of ['\t', ';', ',']) {
    const rows = sample.map((line) => cellsOf(line, separator))
    const [first = [], ...rest] = rows
    if (first.length < 2 || rows.some((row) => row.length !== first.length)) continue
    const fits = first.map((_, at) => rest.filter((row) => normalValue(kind, row[at] ?? '') !== undefined).length)
    const likely = fits.indexOf(Math.max(...fits))
    // as many values across a line: no columns, just values
    if (fits.every((fit) => fit === rest.length) && kind !== 'text') return null
    const headed = normalValue(kind, first[likely] ?? '') === undefined || kind === 'text'
    const names = first.map((name, at) => (headed && name ? name : `Column ${at + 1}`))
    return { separator, names, likely, headed }
  }
  return null
}

/** That column's cells, one a line; the line of names is left empty. */
export function columnText(text: string, { separator, headed }: Columns, column: number): string {
  const cells = linesOf(text).map((line) => cellsOf(line, separator)[column] ?? '')
  return (headed ? ['', ...cells.slice(1)] : cells).join('\n')
}
