/** Who was told that its balance is low. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export interface LowWallet {
  accountId: number
  customerId: number
}

/** Low wallets whose customers were not told, over all accounts; none that was told within the hour. */
export async function untoldLow(db: Db, now: Date, limit: number): Promise<LowWallet[]> {
  const { rows } = await sql<LowWallet>`
    select w.account_id as "accountId", w.wallet_id as "customerId"
    from wallets w
    join customers c on c.account_id = w.account_id and c.customer_id = w.wallet_id
    left join low_notices n on n.account_id = w.account_id and n.customer_id = w.wallet_id
    where w.low and c.status = 'active' and c.billing_mode <> 'none'
      and (n.told_at is null or (n.lifted_at is not null and n.told_at < ${now}::timestamptz - interval '1 hour'))
    limit ${limit}`.execute(db)
  return rows
}

export async function noteTold(tx: Tx, { accountId, customerId }: LowWallet, at: Date): Promise<void> {
  const values = { told_at: at, lifted_at: null }
  await tx
    .insertInto('low_notices')
    .values({ account_id: accountId, customer_id: customerId, ...values })
    .onConflict((conflict) => conflict.constraint('low_notices_pkey').doUpdateSet(values))
    .execute()
}

/** Notes whose balance is back, over all accounts. */
export async function noteLifted(tx: Tx, at: Date): Promise<void> {
  await sql`
    update low_notices n set lifted_at = ${at}
    from wallets w
    where n.lifted_at is null and w.account_id = n.account_id and w.wallet_id = n.customer_id and not w.low`.execute(tx)
}
