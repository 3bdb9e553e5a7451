/** Closed customers on whose balance something stands. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface ClosedBalance {
  customer: number
  company: string
  balance: number
  currency: string
  refunding: number
}

export async function closedBalances(
  db: Db,
  accountId: number,
  { after, limit }: { after: number; limit: number },
): Promise<ClosedBalance[]> {
  const { rows } = await sql<ClosedBalance>`
    select c.customer_id as customer, c.company, w.balance, w.currency,
      coalesce((
        select sum(r.amount) from charge_reversals r
        where r.account_id = ${accountId} and r.customer_id = c.customer_id and r.state = 'asked'), 0)::bigint as refunding
    from customers c join wallets w on w.account_id = ${accountId} and w.wallet_id = c.customer_id
    where c.account_id = ${accountId} and c.status = 'closed' and w.balance <> 0 and c.customer_id > ${after}
    order by c.customer_id limit ${limit}`.execute(db)
  return rows
}

/** What is owed to all of them, and by all of them. */
export async function closedSums(db: Db, accountId: number): Promise<{ owedTo: number; owedBy: number }> {
  const { rows } = await sql<{ owedTo: number; owedBy: number }>`
    select coalesce(sum(w.balance) filter (where w.balance > 0), 0)::bigint as "owedTo",
           coalesce(-sum(w.balance) filter (where w.balance < 0), 0)::bigint as "owedBy"
    from customers c join wallets w on w.account_id = ${accountId} and w.wallet_id = c.customer_id
    where c.account_id = ${accountId} and c.status = 'closed'`.execute(db)
  return rows[0] ?? { owedTo: 0, owedBy: 0 }
}
