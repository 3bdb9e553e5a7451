/** The part of every list's WHERE that makes it cheap: bounds on the id for the index, on the time for partitions. */
import { type RawBuilder, sql } from 'kysely'
import { firstIdOf, instantOf } from '../../platform/ids.ts'

export interface Bounds {
  readonly from: Date | null
  /** Exclusive. */
  readonly to: Date | null
  /** The last lead of the page before. */
  readonly after: string | null
  /** Its sale, where a page's rows are sales: one lead may have several. */
  readonly afterSale: string | null
}

/** `alias` is a table with lead_id and received_at of an account-owned, partitioned table. */
export function withinBounds(alias: 'l' | 'a', accountId: number, bounds: Bounds): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const parts = [sql`${column('account_id')} = ${accountId}`]
  const { from, to, after } = bounds
  if (from) parts.push(sql`${column('lead_id')} >= ${firstIdOf(from)} and ${column('received_at')} >= ${from}`)
  if (to) parts.push(sql`${column('lead_id')} < ${firstIdOf(to)} and ${column('received_at')} < ${to}`)
  if (after) parts.push(afterRow(column('lead_id'), column('received_at'), after, bounds.afterSale))
  return sql.join(parts, sql` and `)
}

function afterRow(
  leadId: RawBuilder<unknown>,
  receivedAt: RawBuilder<unknown>,
  after: string,
  afterSale: string | null,
): RawBuilder<unknown> {
  // a lead's received_at is the millisecond in its id, so the partitions behind the page are not opened
  const time = sql`${receivedAt} <= ${instantOf(after)}`
  if (!afterSale) return sql`${leadId} < ${after} and ${time}`
  return sql`${leadId} <= ${after} and (${leadId} < ${after} or a.attempt_id < ${afterSale}) and ${time}`
}
