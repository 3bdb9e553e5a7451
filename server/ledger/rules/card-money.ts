/** Postings of card money: charges, what Stripe takes back of them, and what is settled by hand in the end. */
import type { TransferKind } from '../../../contract/api/ledger.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import type { LedgerAccount, Posting } from './postings.ts'

interface CardEntry {
  walletId: number
  /** The charge's id, or the reversal's. */
  source: string
  currency: string
  note?: string
  actorName?: string
}

function between(
  [debitAccount, creditAccount]: readonly [LedgerAccount, LedgerAccount],
  kind: Exclude<TransferKind, 'sale'>,
  { walletId, source, currency, note, actorName }: CardEntry,
  amount: Cents,
): Posting {
  const words = { note: note ?? null, actorName: actorName ?? null }
  return { kind, source, walletId, currency, ...words, amount, debitAccount, creditAccount, leadId: null }
}

/** What a charge that succeeded gives the customer. */
export const deposit = (charge: CardEntry & { amount: Cents }): Posting =>
  between(['stripe', 'wallet'], 'deposit', charge, charge.amount)

/** What it cost beside that: the wallet's journal shows it, the balance does not feel it. */
export const fee = (charge: CardEntry & { fee: Cents }): Posting =>
  between(['stripe', 'fees'], 'fee', charge, charge.fee)

/** How a reversal of a charge is borne. */
export interface Split {
  wallet: Cents
  fee: Cents
  loss: Cents
}

const bearers = [
  ['wallet', 'wallet', ''],
  ['fee', 'fees', '_fee'],
  ['loss', 'losses', '_loss'],
] as const

/** The entries of a reversal, or of its way back: one for each who bears something. */
export function reversed(
  kind: 'refund' | 'refund_undone' | 'dispute' | 'dispute_won',
  reversal: CardEntry,
  split: Split,
): Posting[] {
  const taken = kind === 'refund' || kind === 'dispute'
  return bearers
    .filter(([part]) => split[part] > 0)
    .map(([part, account, suffix]) =>
      between(taken ? [account, 'stripe'] : ['stripe', account], `${kind}${suffix}`, reversal, split[part]),
    )
}

/** What stands on a closed customer's wallet was paid outside, or is written off: to nothing, whichever side owed it. */
export function settledByHand(way: 'paid_outside' | 'write_off', entry: CardEntry, balance: Cents): Posting {
  const other = way === 'write_off' ? 'losses' : 'outside'
  const owedToCustomer = balance > 0
  const kind = way === 'write_off' ? 'write_off' : owedToCustomer ? 'paid_out' : 'paid_in'
  return between(owedToCustomer ? ['wallet', other] : [other, 'wallet'], kind, entry, asCents(Math.abs(balance)))
}
