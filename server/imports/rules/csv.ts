/** Comma-separated values as they come (RFC 4180, and the semicolons and tabs of spreadsheets), a text at a time. */

const DELIMITERS = [',', ';', '\t', '|'] as const

/** The separator that a file's first line has most of, outside quotes. */
export function delimiterOf(text: string): string {
  const [line = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1)
  const counts = DELIMITERS.map((one) => [one, line.split(one).length - 1] as const)
  return counts.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ','
}

/** Cells that no field of ours could hold are cut here, so that one open quote does not swallow a file. */
const MOST_CELL = 20_000
export const MOST_COLUMNS = 1_000

/** Rows of a file that comes in pieces. A cell in quotes may hold line ends; a doubled quote is one. */
export class CsvRows {
  readonly #delimiter: string
  #row: string[] = []
  #cell = ''
  #quoted = false
  /** A quote was just closed: another one right behind it is a quote in the text. */
  #closed = false
  #afterReturn = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The rows that are complete with this piece. Empty lines are none. */
  *read(text: string): Generator<string[]> {
    for (const sign of text) {
      const row = this.#take(sign)
      if (row) yield row
    }
  }

  /** What is left at the end of the file. */
  *end(): Generator<string[]> {
    const row = this.#endRow()
    if (row) yield row
  }

  #take(sign: string): string[] | undefined {
    const afterReturn = this.#afterReturn
    this.#afterReturn = false
    if (this.#quoted) {
      if (sign !== '"') this.#add(sign)
      else {
        this.#quoted = false
        this.#closed = true
      }
      return undefined
    }
    if (sign === '"') {
      // an opening quote, or the second of a doubled one
      if (this.#closed) this.#add('"')
      if (this.#closed || this.#cell === '') this.#quoted = true
      else this.#add(sign)
      this.#closed = false
      return undefined
    }
    this.#closed = false
    if (sign === this.#delimiter) this.#endCell()
    else if (sign === '\n') return afterReturn ? undefined : this.#endRow()
    else if (sign === '\r') {
      this.#afterReturn = true
      return this.#endRow()
    } else this.#add(sign)
    return undefined
  }

  #add(sign: string): void {
    if (this.#cell.length < MOST_CELL) this.#cell += sign
  }

  #endCell(): void {
    if (this.#row.length < MOST_COLUMNS) this.#row.push(this.#cell)
    this.#cell = ''
  }

  #endRow(): string[] | undefined {
    this.#closed = false
    this.#quoted = false
    if (this.#row.length === 0 && this.#cell === '') return undefined
    this.#endCell()
    const row = this.#row
    this.#row = []
    return row.every((cell) => cell.trim() === '') ? undefined : row
  }
}
