/** Comma-separated values as every file of ours writes them. */

/** A cell: what a spreadsheet would take for a formula is told as text; a number or a phone number stays as it is. */
export function cellOf(text: string): string {
  const isNumber = /^[+-]?[\d\s().-]+$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`
