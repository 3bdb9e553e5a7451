/**
 * What may be booked, by name. A posting moves an amount from one ledger account to another, so it balances by
 * construction; `kind` and `source` name its cause, and a cause is booked once.
 *
 * The wallet is money owed to the customer: crediting it raises the balance, debiting it lowers it.
 *
 *   credit  operator_credit → wallet   the operator adds credit; source: the id its form made
 *   debit   wallet → operator_credit   the operator subtracts; source: the id its form made
 *   return  sales → wallet             a returned sale is credited: what it was debited, to the wallet that paid;
 *                                      source: the attempt
 *   sale    wallet → sales             a sale is paid; source: the attempt. Written by the SQL function `ingest`
 *                                      in the commit that makes the sale, never from here.
 *
 * Card money (card-money.ts). A charge is booked as what the customer gets and as the fee; what Stripe takes back of it
 * as what the balance, the fee and the operator bear:
 *
 *   deposit, fee                 stripe → wallet, stripe → fees; source: the charge
 *   refund, dispute              wallet → stripe; source: the reversal
 *   refund_fee, dispute_fee      fees → stripe
 *   refund_loss, dispute_loss    losses → stripe
 *   refund_undone, dispute_won   the way back of each of the three (…_fee, …_loss): the refund failed, the dispute was won
 *   paid_out, paid_in            wallet → outside and back: a closed customer's balance was settled by hand
 *   write_off                    wallet → losses, or losses → wallet: it never will be
 */
import type { TransferKind } from '../../../contract/api/ledger.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents, type Cents } from '../../../contract/money.ts'

export type LedgerAccount = 'wallet' | 'operator_credit' | 'sales' | 'stripe' | 'fees' | 'losses' | 'outside'

export interface Posting {
  kind: Exclude<TransferKind, 'sale'>
  source: string
  walletId: number
  debitAccount: LedgerAccount
  creditAccount: LedgerAccount
  amount: Cents
  currency: string
  leadId: string | null
  note: string | null
  actorName: string | null
}

/** Made by the operator, for a reason. */
export interface ManualEntry {
  walletId: number
  /** Once for each wish of a person: what makes a double click book once. */
  source: string
  amount: Cents
  currency: string
  note: string
  actorName: string
}

export function manualCredit(entry: ManualEntry): Posting {
  return { kind: 'credit', ...entry, debitAccount: 'operator_credit', creditAccount: 'wallet', leadId: null }
}

export function manualDebit(entry: ManualEntry): Posting {
  return { kind: 'debit', ...entry, debitAccount: 'wallet', creditAccount: 'operator_credit', leadId: null }
}

/** What a sale was debited, as its transfer says. */
export interface PaidSale {
  attemptId: string
  walletId: number
  amount: Cents
  currency: string
  leadId: string
}

/** The way back of a sale's debit: the same amount, to the same wallet. */
export function saleReturn(sale: PaidSale, by: { note: string; actorName: string }): Posting {
  const { attemptId: source, walletId, amount, currency, leadId } = sale
  return {
    kind: 'return',
    source,
    walletId,
    amount,
    currency,
    leadId,
    ...by,
    debitAccount: 'sales',
    creditAccount: 'wallet',
  }
}

/** The amount as the wallet's balance feels it: fees and what the operator bears leave it as it was. */
export function walletChange(transfer: { debitAccount: string; creditAccount: string; amount: number }): Cents {
  if (transfer.creditAccount === 'wallet') return asCents(transfer.amount)
  return asCents(transfer.debitAccount === 'wallet' ? -transfer.amount : 0)
}

type Booked = Omit<Posting, 'kind' | 'actorName'>
const content: readonly (keyof Booked)[] = [
  'walletId',
  'debitAccount',
  'creditAccount',
  'amount',
  'currency',
  'leadId',
  'note',
]

/**
 * What was booked for a cause stands; asking for it again with another content is a mistake that must show.
 * @throws AppError conflict
 */
export function refuseOtherContent(booked: Booked, asked: Posting): void {
  const differing = content.find((key) => booked[key] !== asked[key])
  if (differing === undefined) return
  throw new AppError('conflict', { field: 'id', message: 'Another entry was booked under this id. Use a new one.' })
}
