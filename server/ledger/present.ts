/** Entries as they are answered. */
import type { z } from 'zod'
import type { OwnTransaction, Transaction } from '../../contract/api/ledger.ts'
import { publicNameOf } from '../analytics/ops.ts'
import { leadIdText } from '../platform/ids.ts'
import { walletChange } from './rules/postings.ts'
import type { Entry, EntryCharge } from './tables/belongings.ts'
import type { Transfer } from './tables/transfers.ts'

type Belongs = Partial<Pick<Entry, 'campaign' | 'charge'>>

function presentCharge({ id, kind, total, fee, cardBrand, cardLast4 }: EntryCharge) {
  const card = cardBrand === null || cardLast4 === null ? null : { brand: cardBrand, last4: cardLast4 }
  return { id, kind, total, fee, card }
}

function presentEntry(entry: Transfer & Belongs) {
  return {
    seq: entry.walletSeq,
    kind: entry.kind,
    amount: walletChange(entry),
    moved: entry.amount,
    balanceAfter: entry.balanceAfter,
    currency: entry.currency,
    bookedAt: entry.bookedAt.toISOString(),
    leadId: entry.leadId === null ? null : leadIdText(entry.leadId),
    charge: entry.charge ? presentCharge(entry.charge) : null,
    note: entry.note,
  }
}

/** The customer's view: without the name of who booked it, its campaign under the public name. */
export function presentOwnTransaction(entry: Entry): z.input<typeof OwnTransaction> {
  return { ...presentEntry(entry), campaign: entry.campaign && publicNameOf(entry.campaign) }
}

export function presentTransaction(entry: Transfer & Belongs): z.input<typeof Transaction> {
  return { ...presentEntry(entry), campaign: entry.campaign?.name ?? null, actorName: entry.actorName }
}
