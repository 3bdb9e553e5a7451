/** What neighbours ask of the ledger, inside their own transactions. `post` is the only writer but for `ingest`. */
import { AppError } from '../../contract/errors.ts'
import type { Db, Tx } from '../platform/db.ts'
import { type Posting, refuseOtherContent } from './rules/postings.ts'
import { afterEntry, type Limits, type Wallet, withLimits } from './rules/wallet.ts'
import { findTransfer, insertTransfer, type Transfer } from './tables/transfers.ts'
import { getWallet, insertWallet, lockWallet, updateWallet } from './tables/wallets.ts'

export { manualCredit, manualDebit, saleReturn } from './rules/postings.ts'
export { presentWallet } from './rules/wallet.ts'
export type { Wallet }

export interface Booked {
  transfer: Transfer
  /** The wallet as it is now: after a repetition more may have happened since. */
  wallet: Wallet
  /** Booked before, with this content: nothing happened now. */
  repeated: boolean
}

function repeated(transfer: Transfer, wallet: Wallet, posting: Posting): Booked {
  refuseOtherContent(transfer, posting)
  return { transfer, wallet, repeated: true }
}

/**
 * Books one posting on its wallet, once for its kind and source. Takes the wallet's lock, which is the last one of a
 * transaction. @throws AppError not_found, conflict for another currency or another content under the same source
 */
export async function post(tx: Tx, accountId: number, now: Date, posting: Posting): Promise<Booked> {
  const wallet = await lockWallet(tx, accountId, posting.walletId)
  if (!wallet) throw new AppError('not_found')
  const earlier = await findTransfer(tx, accountId, posting.kind, posting.source)
  if (earlier) return repeated(earlier, wallet, posting)
  if (wallet.currency !== posting.currency) {
    throw new AppError('conflict', {
      message: `This balance is kept in ${wallet.currency}, not in ${posting.currency}.`,
    })
  }
  const after = afterEntry(wallet, posting, now)
  const transfer = await insertTransfer(tx, accountId, posting, after)
  // booked on another wallet in this very moment: the insert waited for that commit and found its row
  if (!transfer) throw new AppError('conflict', { field: 'id', message: 'Another entry was booked under this id.' })
  await updateWallet(tx, accountId, after)
  return { transfer, wallet: after, repeated: false }
}

/** Takes the locks of several wallets in the one order, for an action that locks rows after them and books then. */
export async function lockWallets(tx: Tx, accountId: number, walletIds: readonly number[]): Promise<void> {
  for (const walletId of [...new Set(walletIds)].sort((a, b) => a - b)) await lockWallet(tx, accountId, walletId)
}

/** A new customer's wallet: empty, without limits. Its id is the customer's. */
export function openWallet(
  tx: Tx,
  accountId: number,
  wallet: { walletId: number; currency: string; now: Date },
): Promise<void> {
  return insertWallet(tx, accountId, { walletId: wallet.walletId, currency: wallet.currency, bookedAt: wallet.now })
}

/** Sets what is named of minimum, credit limit and recharge; whether the wallet is low is decided again. @throws AppError not_found */
export async function setLimits(
  tx: Tx,
  accountId: number,
  walletId: number,
  limits: Partial<Limits>,
): Promise<{ before: Wallet; after: Wallet }> {
  const before = await lockWallet(tx, accountId, walletId)
  if (!before) throw new AppError('not_found')
  const after = withLimits(before, limits)
  await updateWallet(tx, accountId, after)
  return { before, after }
}

/** @throws AppError not_found */
export async function readWallet(db: Db, accountId: number, walletId: number): Promise<Wallet> {
  const wallet = await getWallet(db, accountId, walletId)
  if (!wallet) throw new AppError('not_found')
  return wallet
}
