/**
 * The consent record of a lead: what was agreed to, as it was posted, and when. Whoever may see less has a record of
 * less, and its hash covers that and nothing more: what is hidden cannot be guessed from it.
 */
import { createHash } from 'node:crypto'
import type { FieldValue } from '../../../contract/fields.ts'
import { fieldsOf, type View, type Viewed } from './view.ts'

/** `aside` is said for people and not part of the hash: the same instant in words. */
export interface RecordLine {
  readonly name: string
  readonly value: string
  readonly aside?: string
}
export interface RecordPart {
  readonly head: string
  readonly lines: readonly RecordLine[]
}
export interface ConsentRecord {
  /** When the lead was posted or, where that is hidden, bought. */
  readonly at: Date
  readonly parts: readonly RecordPart[]
  /** SHA-256 of the parts, in hex. */
  readonly hash: string
}

export interface RecordedLead extends Viewed {
  /** As outsiders write it. */
  id: string
  test: boolean
}

const NOT_POSTED = 'Not posted'
const valueText = (value: FieldValue): string => (value === null ? NOT_POSTED : String(value))

function instantLine(name: string, at: Date, zone: string): RecordLine {
  const aside = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'long', timeZone: zone }).format(at)
  return { name, value: at.toISOString(), aside }
}

function recordOf(at: Date, parts: readonly RecordPart[]): ConsentRecord {
  const filled = parts.filter(({ lines }) => lines.length > 0)
  const hashed = filled.map(({ head, lines }) => [head, lines.map(({ name, value }) => [name, value])])
  return { at, parts: filled, hash: createHash('sha256').update(JSON.stringify(hashed)).digest('hex') }
}

/** The lines of a lead's fields: the consent ones, the rest, and where it came from. */
function linesOf(view: View, lead: Viewed, nameOf: (field: ReturnType<typeof fieldsOf>[number]) => string) {
  const fields = fieldsOf(view, lead).filter(({ name }) => name !== 'received_at')
  const line = (field: (typeof fields)[number]) => ({ name: nameOf(field), value: valueText(field.value) })
  return {
    consent: fields.filter(({ system, consent }) => !system && consent).map(line),
    others: fields.filter(({ system, consent }) => !system && !consent).map(line),
    source: fields.filter(({ system, value }) => system && value !== null).map(line),
  }
}

const testLine = ({ test }: RecordedLead): RecordLine[] => (test ? [{ name: 'Test lead', value: 'Yes' }] : [])

/** Whether a view has a consent field: without one there is nothing to record. */
export const hasConsent = (view: View): boolean => view.fields.some(({ field }) => field.consent)

/** What a customer may show others: the consent fields it sees, when, and the source where that is visible. */
export function customerRecord(
  lead: RecordedLead,
  how: { view: View; campaign: string; boughtAt: Date; zone: string },
): ConsentRecord {
  const { view, campaign, boughtAt, zone } = how
  const isPostedSeen = view.system.some(({ name }) => name === 'received_at')
  const at = isPostedSeen ? lead.receivedAt : boughtAt
  const { consent, source } = linesOf(view, lead, ({ label, name, system }) => (system ? label : `${label} (${name})`))
  const about = [
    { name: 'Lead', value: lead.id },
    { name: 'Campaign', value: campaign },
    instantLine(isPostedSeen ? 'Posted' : 'Bought', at, zone),
    ...testLine(lead),
  ]
  return recordOf(at, [
    { head: 'Lead', lines: about },
    { head: 'Consent, as it was posted', lines: consent },
    { head: 'Source', lines: source },
  ])
}

export interface RecordedSale {
  buyer: string
  client: string
  at: Date
  returned: boolean
  /** Of the record that this buyer's customers are given. */
  hash: string | null
}

const soldText = ({ client, at, returned, hash }: RecordedSale): string =>
  [
    `${client}, ${at.toISOString()}`,
    ...(returned ? ['returned'] : []),
    hash === null ? 'no consent field is visible to it' : `its record: ${hash}`,
  ].join('; ')

/** Everything, for the operator; with the hashes of what buyers were given, so that theirs can be told from others. */
export function operatorRecord(
  lead: RecordedLead,
  how: { view: View; campaign: string; version: number; answer: string; zone: string; sales: readonly RecordedSale[] },
): ConsentRecord {
  const { view, campaign, version, answer, zone, sales } = how
  const { consent, others, source } = linesOf(view, lead, ({ label, name, system, hiddenFromBuyers }) =>
    [system ? label : `${label} (${name})`, ...(hiddenFromBuyers ? ['hidden from buyers'] : [])].join(', '),
  )
  const about = [
    { name: 'Lead', value: lead.id },
    { name: 'Campaign', value: campaign },
    { name: 'Settings version', value: String(version) },
    instantLine('Posted', lead.receivedAt, zone),
    { name: 'Answered', value: answer },
    ...testLine(lead),
  ]
  return recordOf(lead.receivedAt, [
    { head: 'Lead', lines: about },
    { head: 'Consent, as it was posted', lines: consent },
    { head: 'Source', lines: source },
    { head: 'Other fields', lines: others },
    { head: 'Sold to', lines: sales.map((sale) => ({ name: sale.buyer, value: soldText(sale) })) },
  ])
}
