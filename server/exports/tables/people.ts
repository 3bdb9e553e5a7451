/** Who asked, as they stand now: a file is made only for who may still have it. */
import { sql } from 'kysely'
import type { Holder } from '../../../contract/permissions.ts'
import type { Db } from '../../platform/db.ts'

interface Asker {
  customerId: number | null
  userId: string
}

type TeamHolder = Extract<Holder, { kind: 'team' }>
type CustomerHolder = Extract<Holder, { kind: 'customer' }>

export async function holderOf(db: Db, accountId: number, { customerId, userId }: Asker): Promise<Holder> {
  if (customerId === null) {
    const { rows } = await sql<Pick<TeamHolder, 'role' | 'grants'>>`
      select role, grants from memberships where account_id = ${accountId} and user_id = ${userId}`.execute(db)
    return rows[0] ? { kind: 'team', ...rows[0] } : { kind: 'anonymous' }
  }
  const { rows } = await sql<Pick<CustomerHolder, 'role'>>`
    select role from customer_users
    where account_id = ${accountId} and user_id = ${userId} and customer_id = ${customerId}`.execute(db)
  return rows[0] ? { kind: 'customer', ...rows[0] } : { kind: 'anonymous' }
}
