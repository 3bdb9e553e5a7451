/** Entries of a wallet as comma-separated values. */
import type { z } from 'zod'
import type { OwnTransaction } from '../../../contract/api/ledger.ts'
import { csvLine } from '../../../contract/csv.ts'
import { asCents, decimalText } from '../../../contract/money.ts'
import { transferWords } from '../../../contract/transfer-words.ts'

export type Told = z.input<typeof OwnTransaction>

export const csvHead = (zone: string): string =>
  csvLine([
    ...['Entry', `Date (${zone})`, 'What', 'Lead', 'Campaign', 'Card payment', 'Note'],
    // a fee is an entry that the balance does not feel
    ...['Amount', 'Beside the balance', 'Balance', 'Currency'],
  ])

/** "2026-11-22 10:12:04": what spreadsheets take for a date. */
function localTime(instant: string, zone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime()
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ')
}

const cardWords = (charge: NonNullable<Told['charge']>): string =>
  charge.card ? `${charge.card.brand} ${charge.card.last4}` : 'card'

export function csvRow(entry: Told, zone: string): string {
  const amount = (value: number) => decimalText(asCents(value), entry.currency)
  return csvLine([
    ...[String(entry.seq), localTime(entry.bookedAt, zone), transferWords[entry.kind].one],
    ...[entry.leadId ?? '', entry.campaign ?? '', entry.charge ? cardWords(entry.charge) : '', entry.note ?? ''],
    ...[amount(entry.amount), entry.amount === 0 ? amount(entry.moved) : '', amount(entry.balanceAfter)],
    entry.currency,
  ])
}
