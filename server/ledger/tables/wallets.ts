/** The balance rows. Locked last of all (lock order), and only for the time of an entry. */
import { asCents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Wallet } from '../rules/wallet.ts'

const columns = [
  'wallet_id',
  'currency',
  'balance',
  'reserved',
  'credit_limit',
  'credit_raised',
  'minimum_balance',
  'recharge_below',
  'under_way',
  'low',
  'seq',
  'booked_at',
] as const

interface WalletColumns {
  wallet_id: number
  currency: string
  balance: number
  reserved: number
  credit_limit: number
  credit_raised: number
  minimum_balance: number | null
  recharge_below: number | null
  under_way: number
  low: boolean
  seq: number
  booked_at: Date
}

function walletOf(row: WalletColumns): Wallet {
  return {
    walletId: row.wallet_id,
    currency: row.currency,
    balance: asCents(row.balance),
    reserved: asCents(row.reserved),
    creditLimit: asCents(row.credit_limit),
    creditRaised: asCents(row.credit_raised),
    minimumBalance: row.minimum_balance === null ? null : asCents(row.minimum_balance),
    rechargeBelow: row.recharge_below === null ? null : asCents(row.recharge_below),
    underWay: asCents(row.under_way),
    low: row.low,
    seq: row.seq,
    bookedAt: row.booked_at,
  }
}

const ofWallet = (db: Db, accountId: number, walletId: number) =>
  db.selectFrom('wallets').select(columns).where('account_id', '=', accountId).where('wallet_id', '=', walletId)

export async function getWallet(db: Db, accountId: number, walletId: number): Promise<Wallet | undefined> {
  const row = await ofWallet(db, accountId, walletId).executeTakeFirst()
  return row && walletOf(row)
}

export async function lockWallet(tx: Tx, accountId: number, walletId: number): Promise<Wallet | undefined> {
  const row = await ofWallet(tx, accountId, walletId).forUpdate().executeTakeFirst()
  return row && walletOf(row)
}

export async function insertWallet(
  tx: Tx,
  accountId: number,
  wallet: Pick<Wallet, 'walletId' | 'currency' | 'bookedAt'>,
): Promise<void> {
  await tx
    .insertInto('wallets')
    .values({
      account_id: accountId,
      wallet_id: wallet.walletId,
      currency: wallet.currency,
      booked_at: wallet.bookedAt,
    })
    .execute()
}

/** Writes what an entry or another limit made of a locked wallet. */
export async function updateWallet(tx: Tx, accountId: number, wallet: Wallet): Promise<void> {
  await tx
    .updateTable('wallets')
    .set({
      balance: wallet.balance,
      credit_limit: wallet.creditLimit,
      minimum_balance: wallet.minimumBalance,
      recharge_below: wallet.rechargeBelow,
      under_way: wallet.underWay,
      low: wallet.low,
      seq: wallet.seq,
      booked_at: wallet.bookedAt,
    })
    .where('account_id', '=', accountId)
    .where('wallet_id', '=', wallet.walletId)
    .execute()
}
