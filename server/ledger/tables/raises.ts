/** Credit limits raised for some hours, of many wallets at once. */
import { sql } from 'kysely'
import { asCents, type Cents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Raise {
  amount: Cents
  until: Date
}

/**
 * Puts a raise in the place of the one before, on wallets that are locked in the one order; null takes it back.
 * @returns how many it changed
 */
export async function setRaise(
  tx: Tx,
  accountId: number,
  walletIds: readonly number[],
  raise: Raise | null,
): Promise<number> {
  const { rows } = await sql`
    update wallets w set
      credit_limit = w.credit_limit - w.credit_raised + ${raise?.amount ?? 0},
      credit_raised = ${raise?.amount ?? 0}, credit_raised_until = ${raise?.until ?? null}::timestamptz
    from (
      select wallet_id from wallets
      where account_id = ${accountId} and wallet_id = any (${walletIds}::integer[])
      order by wallet_id for update
    ) locked
    where w.account_id = ${accountId} and w.wallet_id = locked.wallet_id
    returning w.wallet_id`.execute(tx)
  return rows.length
}

/** Wallets of an account whose limit is raised now. */
export async function raisedWallets(db: Db, accountId: number): Promise<(Raise & { walletId: number })[]> {
  const rows = await db
    .selectFrom('wallets')
    .select(['wallet_id', 'credit_raised', 'credit_raised_until'])
    .where('account_id', '=', accountId)
    .where('credit_raised_until', 'is not', null)
    .orderBy('wallet_id')
    .execute()
  return rows.flatMap(({ wallet_id, credit_raised, credit_raised_until }) =>
    credit_raised_until ? [{ walletId: wallet_id, amount: asCents(credit_raised), until: credit_raised_until }] : [],
  )
}

/** Raises that are over, over all accounts. */
export async function endedRaises(db: Db, now: Date, limit: number) {
  const rows = await db
    .selectFrom('wallets')
    .select(['account_id as accountId', 'wallet_id as walletId'])
    .where('credit_raised_until', '<=', now)
    .limit(limit)
    .execute()
  return rows
}
