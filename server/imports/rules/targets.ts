/** What a column can be, and what it is likely to be by its name. */
import type { ImportKind, ImportTarget, Mapping } from '../../../contract/api/imports.ts'
import { FIELD_FORMATS, type Field, SUB_IDS } from '../../../contract/fields.ts'

interface Target extends ImportTarget {
  /** Other names it is known by, without blanks and signs. */
  names: readonly string[]
}

function target(name: string, label: string, hint: string, more: Partial<Target> = {}): Target {
  return { name, label, hint, required: false, instead: null, names: [], ...more }
}

const LEADS: readonly Target[] = [
  target(
    'lead_id',
    'Original id',
    'The lead’s id in the system you moved from. Scripts and returns can go on naming it.',
    {
      names: ['leadid', 'id', 'originalid', 'lplead', 'leaduuid'],
    },
  ),
  target('received_at', 'Received at', 'A date, a time like 2026-11-22T14:05:00, or milliseconds since 1970.', {
    required: true,
    names: [
      'receivedat',
      'leaddatems',
      'leaddate',
      'date',
      'createdat',
      'created',
      'timestamp',
      'datetime',
      'submittedat',
    ],
  }),
  target('status', 'Status', 'accepted, duplicated or failed. Left out: accepted where there is a buyer.', {
    names: ['status', 'leadstatus', 'result'],
  }),
  target('reason', 'Reason of a failure', 'Kept as its explanation.', {
    names: ['errormessage', 'reason', 'failurereason', 'message'],
  }),
  target('supplier', 'Supplier', 'Its name, id, or its id in the system you moved from.', {
    required: true,
    instead: 'supplier',
    names: ['supplier', 'suppliername', 'supplierid', 'lpsupplierid', 'source', 'publisher', 'affiliate'],
  }),
  target('buyer', 'Buyer', 'Its name or id, for leads that were sold.', {
    instead: 'buyer',
    names: ['buyer', 'buyername', 'buyerid', 'soldto'],
  }),
  target('price', 'Sale price', 'What the buyer paid, like 46.00. It is not billed again.', {
    names: ['price', 'sellprice', 'saleprice', 'revenue', 'soldfor'],
  }),
  target('payout', 'Payout', 'What the supplier earned. Left out: by its terms.', {
    names: ['payout', 'cost', 'buyprice'],
  }),
  target('returned', 'Returned', 'yes or no.', { names: ['returned', 'isreturned'] }),
  target('return_reason', 'Return reason', 'Why it was returned.', { names: ['returnreason'] }),
  target('source_address', 'Source address', 'The IP address it was posted from.', {
    names: ['sourceip', 'sourceaddress', 'postip'],
  }),
  ...SUB_IDS.map((name, index) =>
    target(name, `Sub id ${index + 1}`, 'A tracking value.', { names: [`subid${index + 1}`, `lpsubid${index + 1}`] }),
  ),
]

const RETURNS: readonly Target[] = [
  target('lead_id', 'Lead', 'Its id, or its original id if it was imported.', {
    required: true,
    names: ['leadid', 'id', 'lead', 'originalid'],
  }),
  target('reason', 'Reason', 'Why it is returned.', {
    required: true,
    instead: 'reason',
    names: ['reason', 'returnreason', 'note', 'comment'],
  }),
  target('buyer', 'Buyer', 'Only the sale to this buyer. Left out: every sale of the lead.', {
    names: ['buyer', 'buyerid', 'buyername'],
  }),
  target('refund', 'Refund', 'yes or no: whether the wallet that paid gets its money back.', {
    names: ['refund', 'portalrefund', 'credit'],
  }),
]

export const FIELD = 'field.'

/** Everything a column of such an import can be. @param fields the campaign's, of leads */
export function targetsOf(kind: ImportKind, fields: readonly Field[]): Target[] {
  if (kind === 'returns') return [...RETURNS]
  // none has to be there: what a campaign asks for today was not always asked for
  const ofFields = fields.map(({ name, label, type }) =>
    target(`${FIELD}${name}`, label, FIELD_FORMATS[type], { names: [plain(name), plain(label)] }),
  )
  return [...LEADS, ...ofFields]
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Each target's column by name: the campaign's own fields first, then what they are called elsewhere. */
export function guess(kind: ImportKind, fields: readonly Field[], columns: readonly string[]): Mapping['columns'] {
  const names = columns.map(plain)
  const taken = new Set<number>()
  const found: Mapping['columns'] = {}
  const targets = targetsOf(kind, fields)
  const own = targets.filter(({ name }) => name.startsWith(FIELD))
  const ours = targets.filter(({ name }) => !name.startsWith(FIELD))
  for (const { name, names: known } of [...own, ...ours]) {
    const at = known
      .map((one) => names.findIndex((column, index) => column === one && !taken.has(index)))
      .find((index) => index >= 0)
    if (at === undefined) continue
    taken.add(at)
    found[name] = at
  }
  return found
}

/** What the mapping leaves open, or undefined. */
export function gapOf(
  targets: readonly ImportTarget[],
  mapping: Mapping,
  columns: number,
): { field: string; message: string } | undefined {
  const known = new Set(targets.map(({ name }) => name))
  for (const [name, column] of Object.entries(mapping.columns)) {
    const field = `columns.${name}`
    if (!known.has(name)) return { field, message: 'There is nothing of this name to read a column into.' }
    if (column >= columns) return { field, message: `The file has ${columns} columns.` }
  }
  for (const { name, label, required, instead } of targets) {
    if (!required || mapping.columns[name] !== undefined) continue
    if (instead && mapping[instead] !== null && mapping[instead] !== '') continue
    return { field: `columns.${name}`, message: `Choose the column for “${label}”.` }
  }
  return undefined
}
