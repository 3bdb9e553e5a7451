/** Rows as they wait for the end of reading: a line of JSON each, since only then every column is known. */
import type { SheetCell } from '../../platform/xlsx.ts'

/** By column name; what a row has no value for is left out. */
export type Cells = Readonly<Record<string, SheetCell>>

export interface Column {
  /** Unique in the file. */
  name: string
  head: string
}

export const lineOf = (cells: Cells): string => `${JSON.stringify(cells)}\n`

function cellOf(value: unknown): SheetCell {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return null
  if ('number' in value && typeof value.number === 'string') return { number: value.number }
  return 'instant' in value && typeof value.instant === 'string' ? { instant: new Date(value.instant) } : null
}

/** A line in the order of the columns. */
export function cellsOf(line: string, columns: readonly Column[]): SheetCell[] {
  const read: unknown = JSON.parse(line)
  if (typeof read !== 'object' || read === null) return []
  const cells = new Map(Object.entries(read))
  return columns.map(({ name }) => cellOf(cells.get(name)))
}

/** "2026-11-22 10:12:04" by the zone's clocks: what spreadsheets take for a date. */
const localText = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')

export function cellText(cell: SheetCell, zone: string): string {
  if (cell === null || typeof cell === 'string') return cell ?? ''
  return 'number' in cell ? cell.number : localText(cell.instant, zone)
}
