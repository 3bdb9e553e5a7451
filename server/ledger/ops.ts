/** What neighbours ask of the ledger, inside their own transactions. `post` is the only writer but for `ingest`. */
import type { TransferKind } from '../../contract/api/ledger.ts'
import { AppError } from '../../contract/errors.ts'
import type { Db, Tx } from '../platform/db.ts'
import { type Posting, refuseOtherContent } from './rules/postings.ts'
import { afterEntry, type Wallet, type WalletChange, withChange } from './rules/wallet.ts'
import { type Entry, withBelongings } from './tables/belongings.ts'
import { findTransfer, insertTransfer, listTransfers, type Transfer } from './tables/transfers.ts'
import { getWallet, insertWallet, lockWallet, updateWallet } from './tables/wallets.ts'

export { deposit, fee, reversed, settledByHand } from './rules/card-money.ts'
export { csvHead, csvRow, type Told } from './rules/csv.ts'
export { manualCredit, manualDebit, type Posting, saleReturn, walletChange } from './rules/postings.ts'
export { presentWallet } from './rules/wallet.ts'
export type { Entry } from './tables/belongings.ts'
export { firstSeqSince } from './tables/transfers.ts'
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

/** What one step of several made: the entry, new or from before, and the wallet after it. */
async function postOn(tx: Tx, accountId: number, now: Date, wallet: Wallet, posting: Posting): Promise<Booked> {
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
  return { transfer, wallet: after, repeated: false }
}

/**
 * Books postings of one wallet under one lock, each once for its kind and source. The lock is the last one of a
 * transaction. @throws AppError not_found, conflict for another currency or another content under the same source
 */
export async function postAll(
  tx: Tx,
  accountId: number,
  now: Date,
  postings: readonly [Posting, ...Posting[]],
): Promise<Booked[]> {
  const [{ walletId }] = postings
  if (postings.some((posting) => posting.walletId !== walletId)) throw new Error('postings of several wallets')
  const locked = await lockWallet(tx, accountId, walletId)
  if (!locked) throw new AppError('not_found')
  const booked: Booked[] = []
  let wallet = locked
  for (const posting of postings) {
    const one = await postOn(tx, accountId, now, wallet, posting)
    booked.push(one)
    wallet = one.wallet
  }
  if (wallet !== locked) await updateWallet(tx, accountId, wallet)
  return booked
}

/** Books one posting on its wallet, as `postAll` does. */
export async function post(tx: Tx, accountId: number, now: Date, posting: Posting): Promise<Booked> {
  const [booked] = await postAll(tx, accountId, now, [posting])
  if (!booked) throw new Error('a posting was not booked')
  return booked
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

/**
 * Changes what is named of minimum, credit limit, recharge and what is under way; whether the wallet is low is decided
 * again. @throws AppError not_found
 */
export async function changeWallet(
  tx: Tx,
  accountId: number,
  walletId: number,
  change: WalletChange,
): Promise<{ before: Wallet; after: Wallet }> {
  const before = await lockWallet(tx, accountId, walletId)
  if (!before) throw new AppError('not_found')
  const after = withChange(before, change)
  await updateWallet(tx, accountId, after)
  return { before, after }
}

/** Whether a cause was booked under one of these kinds. */
export async function bookedBySource(
  db: Db,
  accountId: number,
  kinds: readonly TransferKind[],
  source: string,
): Promise<boolean> {
  for (const kind of kinds) if (await findTransfer(db, accountId, kind, source)) return true
  return false
}

/** @throws AppError not_found */
export async function readWallet(db: Db, accountId: number, walletId: number): Promise<Wallet> {
  const wallet = await getWallet(db, accountId, walletId)
  if (!wallet) throw new AppError('not_found')
  return wallet
}

/**
 * Ends a period of a wallet's journal: from this commit on nothing is booked in it before `end`, which must be over.
 * Whoever books floors its instant by the wallet's, `ingest` and `settle` too, so nothing else has to know of it.
 */
export async function closePeriod(tx: Tx, accountId: number, walletId: number, end: Date): Promise<void> {
  const wallet = await lockWallet(tx, accountId, walletId)
  if (!wallet) throw new AppError('not_found')
  if (wallet.bookedAt < end) await updateWallet(tx, accountId, { ...wallet, bookedAt: end })
}

/** Read at once of a journal. */
const AT_ONCE = 1_000

/** The entries of a wallet from the one number to the other (not included), the oldest first, some at a time. */
export async function* journalOf(
  db: Db,
  accountId: number,
  walletId: number,
  { fromSeq, beforeSeq }: { fromSeq: number; beforeSeq: number },
): AsyncGenerator<Entry[]> {
  for (let at = fromSeq; at < beforeSeq; at += AT_ONCE) {
    const part = { kinds: [], fromSeq: at, beforeSeq: Math.min(at + AT_ONCE, beforeSeq), limit: AT_ONCE }
    const rows = await listTransfers(db, accountId, walletId, part)
    yield await withBelongings(db, accountId, rows.toReversed())
  }
}
