/** From an uploaded text to the values of a list, and from a stored list to one that can be asked. */
import { hash } from 'node:crypto'
import { type ListHeader, type ListKind, MOST_VALUES, type ValueList } from '../../contract/lists.ts'
import { normalValue } from '../../contract/values.ts'

/** So many faults are told by line; the rest only counted. */
const FAULTS_TOLD = 100
const FAULT_SHOWN = 80

export interface FaultLine {
  line: number
  text: string
}

export interface ReadValues {
  /** Different ones, in order. */
  values: string[]
  repeated: number
  faults: number
  faultLines: FaultLine[]
  /** The line on which the list became longer than a list may be. */
  overflow?: number
}

/** Texts may have commas of their own; nothing else has. */
const SEPARATOR: Record<ListKind, RegExp | undefined> = {
  text: undefined,
  state: /[,;\t]/,
  postal_code: /[,;\t]/,
  email: /[,;\t]/,
  phone: /[,;\t]/,
}

/** Reads an upload, a line at a time. Stops at the value that is one too many. */
export function readValues(kind: ListKind, text: string): ReadValues {
  const seen = new Map<string, string>()
  const read: ReadValues = { values: [], repeated: 0, faults: 0, faultLines: [] }
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    for (const cell of cellsOf(line, SEPARATOR[kind])) {
      const value = normalValue(kind, cell)
      if (value === undefined) noteFault(read, at + 1, cell)
      else if (seen.has(value.toLowerCase())) read.repeated++
      else seen.set(value.toLowerCase(), value)
    }
    if (seen.size > MOST_VALUES) return { ...read, overflow: at + 1 }
  }
  // by code unit, whatever the machine's language: an id is made of this order
  read.values = [...seen.values()].sort()
  return read
}

function cellsOf(line: string, separator: RegExp | undefined): string[] {
  const cells = separator ? line.split(separator) : [line]
  return cells
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter((cell) => cell !== '')
}

function noteFault(read: ReadValues, line: number, text: string): void {
  read.faults++
  if (read.faultLines.length < FAULTS_TOLD) read.faultLines.push({ line, text: text.slice(0, FAULT_SHOWN) })
}

const SEPARATED = '\n'

/** How a list is stored. Its id is made of all that it is. */
export function packed(kind: ListKind, name: string, values: readonly string[]): { id: string; body: string } {
  const body = values.join(SEPARATED)
  return { id: hash('sha256', `${kind}\n${name}\n${body}`, 'hex').slice(0, 32), body }
}

const ZIP = /^\d{5}$/
const ZIPS = 100_000

/**
 * A list that can be asked: about 50 ns a question at any length. All ZIP codes there are take 12.5 kB as bits, where
 * a Set of as many texts takes some 8 MB.
 */
export function opened(header: ListHeader, body: string): ValueList & { weight: number } {
  const values = body.split(SEPARATED)
  if (values.every((value) => ZIP.test(value))) return { ...header, weight: 200, has: zipSet(values) }
  const set = new Set(values.map((value) => value.toLowerCase()))
  return { ...header, weight: set.size, has: (value) => set.has(value) }
}

function zipSet(values: readonly string[]): (value: string) => boolean {
  const bits = new Uint8Array(ZIPS / 8)
  for (const value of values) {
    const zip = Number(value)
    bits[zip >> 3] = (bits[zip >> 3] ?? 0) | (1 << (zip & 7))
  }
  return (value) => {
    if (!ZIP.test(value)) return false
    const zip = Number(value)
    return ((bits[zip >> 3] ?? 0) & (1 << (zip & 7))) !== 0
  }
}
