/** Rows of text in columns. */
import { say } from './command.ts'

/** Prints rows with their columns below each other; the last column runs on. */
export function sayTable(rows: readonly (readonly string[])[]): void {
  const width = (column: number): number => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))
  for (const row of rows) {
    const cells = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column))))
    say(cells.join('  '))
  }
}
