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
    balance_after: transfer.balanceAfter,
    currency: transfer.currency,
    booked_at: transfer.bookedAt.toISOString(),
    lead_id: transfer.leadId === null ? null : leadIdText(transfer.leadId),
    note: transfer.note,
  }
}

export function presentTransaction(transfer: Transfer): z.input<typeof Transaction> {
  return { ...presentOwnTransaction(transfer), actor_name: transfer.actorName }
}
