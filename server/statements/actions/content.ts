/** What stands in a statement: read from a period of the journal that is closed, so read twice it is the same. */

import { publicNameOf, readAccountBasics } from '../../analytics/ops.ts'
import { csvHead, csvRow, type Entry, journalOf, type Told, walletChange } from '../../ledger/ops.ts'
import type { Db } from '../../platform/db.ts'
import { leadIdText } from '../../platform/ids.ts'
import { portalOf } from '../../portals/ops.ts'
import { Folder, type Line, lineOf, MOST_LINES, Sums } from '../rules/lines.ts'
import type { Party } from '../rules/paper.ts'
import { readReceiver, readSender } from '../tables/parties.ts'

export interface Period {
  accountId: number
  customerId: number
  zone: string
  /** Included. */
  firstSeq: number
  /** Included. */
  lastSeq: number
}

/** As the customer knows it: the campaign by its public name, and not which person of the account booked it. */
function told(entry: Entry): Told {
  const { charge } = entry
  const { cardBrand, cardLast4, ...payment } = charge ?? { cardBrand: null, cardLast4: null }
  const card = cardBrand === null || cardLast4 === null ? null : { brand: cardBrand, last4: cardLast4 }
  return {
    seq: entry.walletSeq,
    kind: entry.kind,
    amount: walletChange(entry),
    moved: entry.amount,
    balanceAfter: entry.balanceAfter,
    currency: entry.currency,
    bookedAt: entry.bookedAt.toISOString(),
    leadId: entry.leadId === null ? null : leadIdText(entry.leadId),
    campaign: entry.campaign && publicNameOf(entry.campaign),
    charge: 'id' in payment ? { ...payment, card } : null,
    note: entry.note,
  }
}

/** The entries that are the customer's matter: what the operator bears is not. */
async function* entriesOf(db: Db, { accountId, customerId, firstSeq, lastSeq }: Period): AsyncGenerator<Told> {
  for await (const entries of journalOf(db, accountId, customerId, { fromSeq: firstSeq, beforeSeq: lastSeq + 1 }))
    for (const entry of entries) if (!entry.kind.endsWith('_loss')) yield told(entry)
}

/** Its sums and lines. */
export async function linesOf(db: Db, period: Period): Promise<{ sums: Sums; lines: Line[]; folded: boolean }> {
  const dayOf = (at: string): string =>
    Temporal.Instant.from(at).toZonedDateTimeISO(period.zone).toPlainDate().toString()
  const folded = period.lastSeq - period.firstSeq >= MOST_LINES
  const sums = new Sums()
  const folder = new Folder(dayOf)
  const lines: Line[] = []
  for await (const entry of entriesOf(db, period)) {
    sums.add(entry)
    if (folded) folder.add(entry)
    else lines.push(lineOf(entry, dayOf))
  }
  return { sums, lines: folded ? folder.lines : lines, folded }
}

/** Every entry as comma-separated values. */
export async function* csvOf(db: Db, period: Period): AsyncGenerator<string> {
  yield csvHead(period.zone)
  let lines: string[] = []
  for await (const entry of entriesOf(db, period)) {
    lines.push(csvRow(entry, period.zone))
    if (lines.length < 500) continue
    yield lines.join('')
    lines = []
  }
  yield lines.join('')
}

export interface Parties {
  sender: Party
  receiver: Party
  billingEmail: string
}

/** @throws Error for a customer that is not there */
export async function partiesOf(db: Db, accountId: number, customerId: number): Promise<Parties> {
  const [basics, portal, sender, receiver] = await Promise.all([
    readAccountBasics(db, accountId),
    portalOf(db, accountId),
    readSender(db, accountId),
    readReceiver(db, accountId, customerId),
  ])
  if (!receiver) throw new Error(`there is no customer ${customerId}`)
  return {
    sender: {
      name: sender?.legalName || portal?.company_name || basics.name,
      address: sender?.address ?? '',
      taxId: sender?.taxId ?? '',
    },
    receiver: { name: receiver.legalName || receiver.company, address: receiver.address, taxId: receiver.taxId },
    billingEmail: receiver.billingEmail,
  }
}
