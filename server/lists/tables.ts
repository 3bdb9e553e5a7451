import { ListKind } from '../../contract/lists.ts'
import type { Db, Tx } from '../platform/db.ts'

export interface ListRow {
  list_id: string
  name: string
  kind: ListKind
  count: number
  by_name: string
  created_at: Date
}

const columns = ['list_id', 'name', 'kind', 'count', 'by_name', 'created_at'] as const

const asRow = (row: Omit<ListRow, 'kind'> & { kind: string }): ListRow => ({
  ...row,
  // value_lists_kind_known holds it to these
  kind: ListKind.parse(row.kind),
})

/** False when the account has this very list already. */
export async function insertList(tx: Tx, accountId: number, list: ListRow & { body: string }): Promise<boolean> {
  const rows = await tx
    .insertInto('value_lists')
    .values({ account_id: accountId, ...list })
    .onConflict((conflict) => conflict.constraint('value_lists_pkey').doNothing())
    .returning('list_id')
    .execute()
  return rows.length > 0
}

/** Lists without their values; what is not there is left out. */
export async function listsWithout(db: Db, accountId: number, ids: readonly string[]): Promise<ListRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('value_lists')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('list_id', 'in', ids)
    .execute()
  return rows.map(asRow)
}

/** Whole lists; what is not there is left out. */
export async function listsWithBody(
  db: Db,
  accountId: number,
  ids: readonly string[],
): Promise<(ListRow & { body: string })[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('value_lists')
    .select([...columns, 'body'])
    .where('account_id', '=', accountId)
    .where('list_id', 'in', ids)
    .execute()
  return rows.map((row) => ({ ...asRow(row), body: row.body }))
}

export interface ListFilter {
  kind: ListKind | undefined
  before: { at: Date; id: string } | undefined
  limit: number
}

/** Newest first. */
export async function newestLists(db: Db, accountId: number, filter: ListFilter): Promise<ListRow[]> {
  const { kind, before, limit } = filter
  let query = db.selectFrom('value_lists').select(columns).where('account_id', '=', accountId)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (before)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'list_id'), '<', tuple(before.at, before.id)),
    )
  const rows = await query.orderBy('created_at', 'desc').orderBy('list_id', 'desc').limit(limit).execute()
  return rows.map(asRow)
}
