/** Entries as they are answered. */
import type { z } from 'zod'
import type { OwnTransaction, Transaction } from '../../contract/api/ledger.ts'
import { leadIdText } from '../platform/ids.ts'
import { walletChange } from './rules/postings.ts'
import type { Transfer } from './tables/transfers.ts'

/** The customer's view: without the name of who booked it. */
export function presentOwnTransaction(transfer: Transfer): z.input<typeof OwnTransaction> {
  return {
    seq: transfer.walletSeq,
    kind: transfer.kind,
    amount: walletChange(transfer),
    moved: transfer.amount,
    balanceAfter: transfer.balanceAfter,
    currency: transfer.currency,
    bookedAt: transfer.bookedAt.toISOString(),
    leadId: transfer.leadId === null ? null : leadIdText(transfer.leadId),
    note: transfer.note,
  }
}

export function presentTransaction(transfer: Transfer): z.input<typeof Transaction> {
  return { ...presentOwnTransaction(transfer), actorName: transfer.actorName }
}
