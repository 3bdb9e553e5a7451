/** The kinds of entries in words: one entry's, and a filter's. */
import type { TransferKind } from './api/ledger.ts'

interface KindWords {
  one: string
  many: string
}

export const transferWords: Record<TransferKind, KindWords> = {
  sale: { one: 'Lead', many: 'Leads' },
  return: { one: 'Return', many: 'Returns' },
  credit: { one: 'Credit', many: 'Credits' },
  debit: { one: 'Debit', many: 'Debits' },
  deposit: { one: 'Deposit', many: 'Deposits' },
  fee: { one: 'Card fee', many: 'Card fees' },
  refund: { one: 'Refund', many: 'Refunds' },
  refund_fee: { one: 'Refund of the fee', many: 'Refunds of fees' },
  refund_loss: { one: 'Refund borne by the operator', many: 'Refunds borne by the operator' },
  refund_undone: { one: 'Refund that failed', many: 'Refunds that failed' },
  refund_undone_fee: { one: 'Refund of the fee that failed', many: 'Refunds of fees that failed' },
  refund_undone_loss: { one: 'Refund that failed, given back', many: 'Refunds that failed, given back' },
  dispute: { one: 'Dispute', many: 'Disputes' },
  dispute_fee: { one: 'Dispute of the fee', many: 'Disputes of fees' },
  dispute_loss: { one: 'Dispute borne by the operator', many: 'Disputes borne by the operator' },
  dispute_won: { one: 'Dispute won', many: 'Disputes won' },
  dispute_won_fee: { one: 'Dispute won, the fee', many: 'Disputes won, fees' },
  dispute_won_loss: { one: 'Dispute won, given back', many: 'Disputes won, given back' },
  paid_out: { one: 'Paid out', many: 'Paid out' },
  paid_in: { one: 'Paid in', many: 'Paid in' },
  write_off: { one: 'Written off', many: 'Written off' },
}
