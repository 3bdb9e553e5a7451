/** One row of a file as a lead of the past: everything it says, or every fault it has. Pure. */
import type { Mapping } from '../../../contract/api/imports.ts'
import { type Field, type FieldValue, SUB_IDS } from '../../../contract/fields.ts'
import type { Payout } from '../../../contract/settings.ts'
import { CODES } from '../../../contract/verdict.ts'
import { compileField } from '../../fields/rules.ts'
import { payoutOf } from '../../routing/payout.ts'
import { FIELD } from './targets.ts'
import { amountOf, instantOf, isFault, type LeadOutcome, outcomeOf, type Read, yesOrNo } from './values.ts'

export interface Member {
  id: number
  name: string
}
export interface SupplierMember extends Member {
  payout: Payout
}

/** What a row is read against: the campaign as of one version. */
export interface LeadBook {
  readonly mapping: Mapping
  readonly fields: readonly Field[]
  readonly currency: string
  readonly zone: string
  readonly now: Date
  /** By name, id and alias, in lower case. */
  readonly suppliers: ReadonlyMap<string, SupplierMember>
  readonly buyers: ReadonlyMap<string, Member>
}

export interface PastLead {
  receivedAt: Date
  /** Its original id. */
  reference: string | null
  supplierId: number
  code: number
  buyerId: number | null
  price: number
  payout: number
  returnReason: string | null
  sourceIp: string | null
  subIds: (string | null)[]
  detail: string | null
  values: FieldValue[]
}

const REFERENCE = 64
const SUB_ID = 75
const TEXT = 500
const FAILURES = { accepted: CODES.accepted, duplicated: CODES.duplicate, failed: CODES.rejected } as const

/** Reads cells by target and gathers what is wrong. */
class Row {
  readonly faults: string[] = []
  readonly #cells: readonly string[]
  readonly #columns: Mapping['columns']
  readonly #heads: readonly string[]

  constructor(cells: readonly string[], columns: Mapping['columns'], heads: readonly string[]) {
    this.#cells = cells
    this.#columns = columns
    this.#heads = heads
  }

  isMapped(target: string): boolean {
    return this.#columns[target] !== undefined
  }

  /** Undefined where no column is mapped or the cell is empty. */
  text(target: string): string | undefined {
    const column = this.#columns[target]
    const text = column === undefined ? '' : (this.#cells[column] ?? '').trim()
    return text === '' ? undefined : text
  }

  fault(target: string, expected: string): void {
    const column = this.#columns[target]
    const head = column === undefined ? target : (this.#heads[column] ?? target)
    this.faults.push(`${head}: ${expected}`)
  }

  read<T>(target: string, parse: (text: string) => Read<T>): T | undefined {
    const text = this.text(target)
    if (text === undefined) return undefined
    const read = parse(text)
    if (!isFault(read)) return read.value
    this.fault(target, read.fault)
    return undefined
  }

  limited(target: string, most: number): string | undefined {
    return this.read(target, (text) =>
      text.length <= most ? { value: text } : { fault: `at most ${most} characters` },
    )
  }
}

function memberOf<M extends Member>(
  row: Row,
  target: string,
  known: ReadonlyMap<string, M>,
  instead: number | null,
): M | undefined {
  const text = row.text(target) ?? (instead === null ? undefined : String(instead))
  if (text === undefined) return undefined
  const member = known.get(text.toLowerCase())
  if (!member) row.fault(target, `no ${target} of this campaign is called “${text.slice(0, 60)}”`)
  return member
}

/** Values of the campaign's fields, null where the file has no column for one. A lead that failed keeps what was wrong with it, as a posted one does. */
function valuesOf(row: Row, book: LeadBook, receivedAt: Date, failed: boolean): FieldValue[] {
  return book.fields.map((field) => {
    if (!row.isMapped(`${FIELD}${field.name}`)) return null
    const read = compiled(field)(row.text(`${FIELD}${field.name}`), receivedAt)
    if (read.fault !== undefined && !failed)
      row.fault(`${FIELD}${field.name}`, read.fault.replace(`${field.name}: `, ''))
    return read.value
  })
}

const readers = new WeakMap<Field, ReturnType<typeof compileField>>()
function compiled(field: Field): ReturnType<typeof compileField> {
  const known = readers.get(field) ?? compileField(field)
  readers.set(field, known)
  return known
}

/** What it was sold for, to whom, and whether that was taken back. */
function saleOf(row: Row, book: LeadBook) {
  const buyer = memberOf(row, 'buyer', book.buyers, book.mapping.buyer)
  const price = row.read('price', (text) => amountOf(text, book.currency))
  const returned = row.read('returned', yesOrNo) ?? false
  const reason = row.limited('return_reason', TEXT)
  return { buyer, price, returnReason: returned ? (reason ?? 'Imported') : null }
}

/** Accepted where it says so, or where it says nothing but who bought it. */
function outcomeFor(row: Row, soldTo: boolean): LeadOutcome {
  const said = row.read('status', outcomeOf)
  return said ?? (soldTo && row.text('status') === undefined ? 'accepted' : 'failed')
}

/** What an accepted lead has and no other may. */
function refuseMisfits(
  row: Row,
  sold: boolean,
  soldTo: boolean,
  { returnReason }: { returnReason: string | null },
): void {
  if (sold && !soldTo) row.fault('buyer', 'an accepted lead names the buyer who got it')
  if (sold && row.text('price') === undefined) row.fault('price', 'an accepted lead has a price')
  if (!sold && returnReason !== null) row.fault('returned', 'only a lead that was sold can be returned')
}

function tracesOf(row: Row, failed: boolean) {
  return {
    reference: row.limited('lead_id', REFERENCE) ?? null,
    sourceIp: row.limited('source_address', SUB_ID) ?? null,
    subIds: SUB_IDS.map((name) => row.limited(name, SUB_ID) ?? null),
    detail: failed ? (row.limited('reason', TEXT) ?? null) : null,
  }
}

function moneyOf(sold: boolean, price: number, payout: number | undefined, terms: Payout) {
  return sold ? { price, payout: payout ?? payoutOf(terms, price) } : { price: 0, payout: 0 }
}

export function readLeadRow(
  cells: readonly string[],
  heads: readonly string[],
  book: LeadBook,
): PastLead | { faults: string[] } {
  const { mapping, currency } = book
  const row = new Row(cells, mapping.columns, heads)
  const receivedAt = row.read('received_at', (text) => instantOf(text, book.zone, book.now))
  if (row.text('received_at') === undefined) row.fault('received_at', 'a date or a time is needed')
  const supplier = memberOf(row, 'supplier', book.suppliers, mapping.supplier)
  if (mapping.supplier === null && row.text('supplier') === undefined) row.fault('supplier', 'a supplier is needed')
  const sale = saleOf(row, book)
  const soldTo = row.text('buyer') !== undefined || mapping.buyer !== null
  const outcome = outcomeFor(row, soldTo)
  const sold = outcome === 'accepted'
  refuseMisfits(row, sold, soldTo, sale)
  const payout = row.read('payout', (text) => amountOf(text, currency))
  const values = valuesOf(row, book, receivedAt ?? book.now, outcome === 'failed')
  const traces = tracesOf(row, outcome === 'failed')
  if (row.faults.length > 0 || !receivedAt || !supplier) return { faults: row.faults }
  return {
    ...traces,
    ...moneyOf(sold, sale.price ?? 0, payout, supplier.payout),
    receivedAt,
    supplierId: supplier.id,
    code: FAILURES[outcome],
    buyerId: sold ? (sale.buyer?.id ?? null) : null,
    returnReason: sale.returnReason,
    values,
  }
}
