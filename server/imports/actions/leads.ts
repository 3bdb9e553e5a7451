/** Some hundred rows as leads of the past: all that is good of them in one commit, with figures, places and keys. */
import { createHash } from 'node:crypto'
import { checkKeys, insertKeys, type KeyRow, samePersonKeys } from '../../duplicates/ops.ts'
import { openHashKey, personHash } from '../../fields/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { type PastLead, readLeadRow } from '../rules/lead-row.ts'
import { placesOf } from '../rules/places.ts'
import { holdVersion, takenReferences } from '../tables/book.ts'
import type { ImportRow } from '../tables/imports.ts'
import type { RowFaults } from '../tables/results.ts'
import { addFigures, countPlaces, insertLeads, insertSales, type NewLead } from '../tables/write.ts'
import type { Book } from './book.ts'
import { FIRST_ROW, holdImport, moveOn } from './progress.ts'

const DAY_MS = 86_400_000

/** The campaign's settings have changed: the rows are to be read against the new ones. */
export class NewSettings extends Error {}

export interface LeadWork {
  accountId: number
  one: ImportRow
  book: Book
  hashKey: Buffer
  /** References of rows before, of this file. */
  seen: Set<string>
}

/** A row without an id of its own is known by its content, so that no file comes in twice. */
export function referenceOf(past: PastLead, cells: readonly string[], campaignId: number): string {
  if (past.reference !== null) return past.reference
  const content = createHash('sha256').update(`${campaignId}\n${cells.join('\u0001')}`)
  return `row:${content.digest('base64url')}`
}

function newLead(past: PastLead, reference: string, { book, hashKey }: LeadWork): NewLead {
  const person = (kind: 'phone' | 'email') => {
    const value = past.values[book.fields.findIndex((field) => field.type === kind)]
    return typeof value === 'string' ? personHash(hashKey, kind, value) : null
  }
  const { receivedAt, buyerId } = past
  const sale = buyerId === null ? null : { attemptId: newId(receivedAt), buyerId }
  return { ...past, leadId: newId(receivedAt), reference, phone: person('phone'), email: person('email'), sale }
}

/** The keys that later leads are compared with, as far back as each check looks. */
function keysOf(leads: readonly NewLead[], { book, hashKey }: LeadWork): KeyRow[] {
  const { duplicates: check, campaignId, now } = book
  return leads.flatMap(({ leadId, receivedAt: acceptedAt, sale, values, phone, email }) => {
    if (!sale) return []
    const age = now.getTime() - acceptedAt.getTime()
    const read = (name: string) => values[book.fields.findIndex((field) => field.name === name)] ?? null
    const own =
      check && age <= check.days * DAY_MS
        ? checkKeys(hashKey, campaignId, check, read, check.scope === 'buyer' ? sale.buyerId : undefined)
        : []
    const customers = age <= book.samePersonDays * DAY_MS ? (book.customers.get(sale.buyerId) ?? []) : []
    const persons = customers.flatMap((id) => samePersonKeys(id, phone, email))
    return [...own, ...persons].map((key) => ({ key, leadId, acceptedAt }))
  })
}

async function write(ctx: Ctx, tx: Tx, work: LeadWork, leads: readonly NewLead[]): Promise<void> {
  const { accountId, one, book } = work
  const sold = leads.flatMap((lead) => (lead.sale ? [{ ...lead, sale: lead.sale }] : []))
  const ofSuppliers = sold.map(({ supplierId: id, receivedAt: at }) => ({ id, at, cents: 0, zone: book.campaignZone }))
  const ofBuyers = sold.map(({ sale, receivedAt: at, price: cents }) => ({
    id: sale.buyerId,
    at,
    cents,
    zone: book.buyerZones.get(sale.buyerId) ?? book.campaignZone,
  }))
  await countPlaces(tx, accountId, 'supplier', placesOf(ofSuppliers))
  await countPlaces(tx, accountId, 'buyer', placesOf(ofBuyers))
  await insertKeys(tx, accountId, keysOf(leads, work))
  const written = { accountId, campaignId: book.campaignId, version: book.version, by: one.actorName, leads }
  await insertLeads(tx, written)
  await insertSales(tx, written, ctx.now())
  await addFigures(tx, written)
}

interface ReadRow {
  row: number
  past?: { past: PastLead; reference: string }
  faults: string[]
}

function readRows(rows: readonly (readonly string[])[], done: number, { one, book, seen }: LeadWork): ReadRow[] {
  return rows.map((cells, nth) => {
    const row = FIRST_ROW + done + nth
    const past = readLeadRow(cells, one.columns, book)
    if ('faults' in past) return { row, faults: past.faults }
    const reference = referenceOf(past, cells, book.campaignId)
    if (seen.has(reference)) return { row, faults: [`${nameOf(reference, past)} stands in the file twice`] }
    seen.add(reference)
    return { row, past: { past, reference }, faults: [] }
  })
}

const nameOf = (reference: string, past: PastLead): string =>
  past.reference === null ? 'This row' : `The lead ${reference}`

/** What the rows come to beside what is there: the leads to be made, and every row's result. */
function resultOf(read: readonly ReadRow[], taken: ReadonlySet<string>, work: LeadWork) {
  const fresh: NewLead[] = []
  const leads: (string | null)[] = []
  const faults: RowFaults[] = []
  for (const { row, past, faults: own } of read) {
    const repeated = past && taken.has(past.reference)
    const all = repeated ? [`${nameOf(past.reference, past.past)} was imported before`] : own
    if (all.length > 0) faults.push({ row, faults: all })
    const lead = past && !repeated ? newLead(past.past, past.reference, work) : undefined
    if (lead) fresh.push(lead)
    leads.push(lead && work.one.phase === 'run' ? lead.leadId : null)
  }
  return { fresh, leads, faults }
}

/** One commit, or nothing. @throws Overtaken, NewSettings */
export async function workOnLeads(
  ctx: Ctx,
  work: LeadWork,
  rows: readonly (readonly string[])[],
  done: number,
): Promise<void> {
  const { accountId, one, book } = work
  const runs = one.phase === 'run'
  // rows that were tried before and not committed are not seen twice
  const read = readRows(rows, done, { ...work, seen: new Set(work.seen) })
  const references = read.flatMap(({ past }) => past?.reference ?? [])
  await ctx.transact(async (tx) => {
    const held = await holdImport(tx, accountId, one, done)
    if (runs && (await holdVersion(tx, accountId, book.campaignId)) !== book.version) throw new NewSettings()
    const { fresh, leads, faults } = resultOf(read, await takenReferences(tx, accountId, references), work)
    if (runs && fresh.length > 0) await write(ctx, tx, work, fresh)
    await moveOn(ctx, tx, accountId, held, { done, leads, faults })
  })
  for (const reference of references) work.seen.add(reference)
}

/** What rows that are done already count as: their references are seen. */
export function passOver(cells: readonly string[], work: LeadWork): void {
  const past = readLeadRow(cells, work.one.columns, work.book)
  if (!('faults' in past)) work.seen.add(referenceOf(past, cells, work.book.campaignId))
}

export const hashKeyOf = openHashKey
