/** What an entry does to a wallet, and when a wallet is low. */
import type { z } from 'zod'
import type { Wallet as WalletReply } from '../../../contract/api/ledger.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import { type Posting, walletChange } from './postings.ts'

export interface Wallet {
  walletId: number
  currency: string
  balance: Cents
  reserved: Cents
  /** As it counts now: what was agreed, and what it is raised by for some hours. */
  creditLimit: Cents
  creditRaised: Cents
  minimumBalance: Cents | null
  /** The threshold of an auto-recharge that works; null: none does. */
  rechargeBelow: Cents | null
  /** Charges sent to Stripe and undecided. */
  underWay: Cents
  low: boolean
  seq: number
  bookedAt: Date
}

type Standing = Pick<Wallet, 'balance' | 'reserved' | 'minimumBalance' | 'rechargeBelow'>

/**
 * Under its minimum the wallet pays for nothing more, unless an auto-recharge works; without a minimum it never is.
 * The same words as the column `stops_below` and the function `ingest`.
 */
export function isLow({ balance, reserved, minimumBalance, rechargeBelow }: Standing): boolean {
  return rechargeBelow === null && minimumBalance !== null && balance - reserved < minimumBalance
}

/** The wallet after an entry. Its journal's instants never run backwards, whatever the clocks of the processes say. */
export function afterEntry(wallet: Wallet, posting: Posting, now: Date): Wallet {
  const balance = asCents(wallet.balance + walletChange(posting))
  const bookedAt = wallet.bookedAt > now ? wallet.bookedAt : now
  return { ...wallet, balance, seq: wallet.seq + 1, bookedAt, low: isLow({ ...wallet, balance }) }
}

/** The credit limit without what it is raised by. */
export const agreedLimit = ({ creditLimit, creditRaised }: Pick<Wallet, 'creditLimit' | 'creditRaised'>): Cents =>
  asCents(creditLimit - creditRaised)

/** What decides where selling stops, besides the balance. */
export type Limits = Pick<Wallet, 'minimumBalance' | 'creditLimit' | 'rechargeBelow'>

/** What changes of a wallet beside its entries. */
export interface WalletChange extends Partial<Limits> {
  /** Added to what is under way: a charge sent to Stripe, or with a minus one that was decided. */
  underWayBy?: Cents
}

/** The wallet after a change: whether it is low is decided again. */
export function withChange(wallet: Wallet, { underWayBy = asCents(0), ...limits }: WalletChange): Wallet {
  const changed = { ...wallet, ...limits, underWay: asCents(wallet.underWay + underWayBy) }
  return { ...changed, low: isLow(changed) }
}

export const PACE_DAYS = 7

/** Whole days until nothing can be bought any more, if each goes like the average of the last seven. */
export function daysLeft(wallet: Standing & Pick<Wallet, 'creditLimit'>, spentLately: Cents): number | null {
  if (spentLately <= 0) return null
  const floor = wallet.minimumBalance ?? -wallet.creditLimit
  const toSpend = wallet.balance - wallet.reserved - floor
  return Math.max(0, Math.floor((toSpend * PACE_DAYS) / spentLately))
}

/** A wallet as it is answered, to either side. */
export function presentWallet(wallet: Wallet): z.input<typeof WalletReply> {
  return {
    currency: wallet.currency,
    balance: wallet.balance,
    reserved: wallet.reserved,
    creditLimit: agreedLimit(wallet),
    creditRaised: wallet.creditRaised,
    minimumBalance: wallet.minimumBalance,
    low: wallet.low,
  }
}
