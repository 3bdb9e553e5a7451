/** A customer's prepaid balance and the transfers it is the sum of. All amounts are minor units of `currency`. */
import { z } from 'zod'
import { endpoint, listOf } from '../endpoint.ts'
import { AccountPath, IdInPath, PageQuery, pageOf } from '../page.ts'
import { RangeText } from '../ranges.ts'

/** One million of the currency's hundred: the most that one entry, limit or minimum may say. */
export const MOST_AT_ONCE = 100_000_000
const Amount = z.number().int().min(1, 'must be more than nothing').max(MOST_AT_ONCE, 'must be at most 1,000,000.00')
const Limit = z.number().int().min(0, 'must not be negative').max(MOST_AT_ONCE, 'must be at most 1,000,000.00')

/** Card money taken back, and given back again: from the balance, from the fee, and what the operator bears. */
const reversalKinds = [
  ...(['refund', 'refund_fee', 'refund_loss'] as const),
  ...(['refund_undone', 'refund_undone_fee', 'refund_undone_loss'] as const),
  ...(['dispute', 'dispute_fee', 'dispute_loss'] as const),
  ...(['dispute_won', 'dispute_won_fee', 'dispute_won_loss'] as const),
] as const
export const transferKinds = [
  ...(['sale', 'return', 'credit', 'debit', 'deposit', 'fee'] as const),
  ...reversalKinds,
  ...(['paid_out', 'paid_in', 'write_off'] as const),
] as const
export type TransferKind = (typeof transferKinds)[number]
/** What the customer reads of its wallet: what the operator bears is the operator's matter. */
export const ownTransferKinds = transferKinds.filter((kind) => !kind.endsWith('_loss'))

export const Wallet = z.object({
  currency: z.string(),
  balance: z.number().int(),
  /** Held for calls that are out. */
  reserved: z.number().int(),
  /** As agreed; `creditRaised` comes on top for some hours. */
  creditLimit: z.number().int(),
  creditRaised: z.number().int(),
  minimumBalance: z.number().int().nullable(),
  /** Under its minimum: the balance's own pause on every buyer it pays for. */
  low: z.boolean(),
})

const entry = {
  /** Position in the wallet's journal, without gaps. */
  seq: z.number().int(),
  kind: z.enum(transferKinds),
  /** As the balance felt it: negative where money left, 0 for a fee. */
  amount: z.number().int(),
  /** What moved, whether or not the balance felt it: a fee's amount. */
  moved: z.number().int(),
  balanceAfter: z.number().int(),
  currency: z.string(),
  bookedAt: z.iso.datetime(),
  leadId: z.string().nullable(),
  /** Of the lead, under the name the reader knows it by. */
  campaign: z.string().nullable(),
  /** The card payment it comes from, or was taken back from. */
  charge: z
    .object({
      id: z.uuid(),
      kind: z.enum(['deposit', 'recharge', 'operator']),
      /** What the card was charged, the fee in it. */
      total: z.number().int(),
      fee: z.number().int(),
      card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    })
    .nullable(),
  note: z.string().nullable(),
}
/** The customer's side of an entry: not which person of the account booked it. */
export const OwnTransaction = z.object(entry)
export const Transaction = z.object({ ...entry, actorName: z.string().nullable() })

const period = {
  /** Days of the account's zone. */
  range: RangeText.optional(),
  /** `from` is included, `to` is not. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
}
/** As a file: all of them. */
export const TransactionFile = z.object({ kind: listOf(z.enum(transferKinds)).default([]), ...period })
export const OwnTransactionFile = z.object({ kind: listOf(z.enum(ownTransferKinds)).default([]), ...period })
export type TransactionFile = z.output<typeof TransactionFile>
export const TransactionQuery = PageQuery.extend(TransactionFile.shape)
export const OwnTransactionQuery = PageQuery.extend(OwnTransactionFile.shape)
export type TransactionQuery = z.output<typeof TransactionQuery>
export const TRANSACTIONS_CSV_PATHS = {
  console: '/api/console/:account/customers/:customer/transactions.csv',
  portal: '/api/portal/wallet/transactions.csv',
} as const

export const CustomerParams = AccountPath.extend({ customer: IdInPath })

/** `id` is made by who asks, once for each wish: asked again with it, the same entry is answered and nothing booked. */
const Correction = z.object({
  id: z.uuid(),
  amount: Amount,
  reason: z.string().trim().min(1, 'must not be empty').max(500),
})
export type Correction = z.output<typeof Correction>
const Corrected = z.object({ transaction: Transaction, wallet: Wallet, repeated: z.boolean() })

export const addCredit = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/credit',
  summary: "Adds credit to a customer's balance, with a reason.",
  params: CustomerParams,
  body: Correction,
  reply: Corrected,
})
export const subtractCredit = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/debit',
  summary: "Subtracts from a customer's balance, with a reason; it may go below zero.",
  params: CustomerParams,
  body: Correction,
  reply: Corrected,
})
export const setWalletLimits = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/wallet',
  summary: 'Sets the minimum balance (null: none) and the credit limit.',
  params: CustomerParams,
  body: z.object({ minimumBalance: Limit.nullable(), creditLimit: Limit }),
  reply: Wallet,
})
export const customerTransactions = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/transactions',
  summary: "A customer's entries, newest first.",
  params: CustomerParams,
  query: TransactionQuery,
  reply: pageOf(Transaction),
})

export const portalWallet = endpoint({
  method: 'GET',
  path: '/api/portal/wallet',
  summary: 'The own balance and how long it lasts at the pace of the last seven days.',
  reply: Wallet.extend({
    /** Whole days; null when nothing was bought in the last seven. */
    daysLeft: z.number().int().nullable(),
    /** What sales took in the last seven days. */
    spentLately: z.number().int(),
    /** Card payments that are with Stripe and not decided yet. */
    underWay: z.number().int(),
  }),
})
export const portalTransactions = endpoint({
  method: 'GET',
  path: '/api/portal/wallet/transactions',
  summary: 'The own entries, newest first.',
  query: OwnTransactionQuery,
  reply: pageOf(OwnTransaction),
})
