/** Reports kept under a name. */
import { sql } from 'kysely'
import type { Report } from '../../../contract/api/reports.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface SavedRow {
  report_id: string
  owner_id: string
  owner_name: string
  name: string
  name_key: string
  shared: boolean
  query: unknown
}

export interface SavedFilter {
  ownerId: string
  /** Name and id of the last one of the page before. */
  after: readonly [string, string] | undefined
  limit: number
}

/** Of the owner, and shared ones, by name. */
export async function listSaved(
  db: Db,
  accountId: number,
  { ownerId, after, limit }: SavedFilter,
): Promise<SavedRow[]> {
  const [name, id] = after ?? []
  const behind = after ? sql`and (r.name_key, r.report_id) > (${name}::text collate "C", ${id}::uuid)` : sql``
  const { rows } = await sql<SavedRow>`
    select r.report_id, r.owner_id, r.owner_name, r.name, r.name_key, r.shared, r.query
    from saved_reports r
    where r.account_id = ${accountId} and (r.shared or r.owner_id = ${ownerId}::uuid) ${behind}
    order by r.name_key, r.report_id limit ${limit}`.execute(db)
  return rows
}

export async function countSaved(tx: Tx, accountId: number, ownerId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from saved_reports where account_id = ${accountId} and owner_id = ${ownerId}::uuid`.execute(tx)
  return rows[0]?.n ?? 0
}

export interface SavedReportWrite {
  name: string
  nameKey: string
  shared: boolean
  report: Report
  now: Date
}

export async function insertSaved(
  tx: Tx,
  accountId: number,
  row: SavedReportWrite & { reportId: string; ownerId: string; ownerName: string },
): Promise<void> {
  await sql`
    insert into saved_reports (account_id, report_id, owner_id, owner_name, name, name_key, shared, query, created_at, updated_at)
    values (${accountId}, ${row.reportId}, ${row.ownerId}, ${row.ownerName}, ${row.name}, ${row.nameKey}, ${row.shared},
            ${JSON.stringify(row.report)}::jsonb, ${row.now}, ${row.now})`.execute(tx)
}

/** Whether there was one of this owner. */
export async function updateSaved(
  tx: Tx,
  accountId: number,
  { reportId, ownerId }: { reportId: string; ownerId: string },
  row: SavedReportWrite,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update saved_reports set name = ${row.name}, name_key = ${row.nameKey}, shared = ${row.shared},
           query = ${JSON.stringify(row.report)}::jsonb, updated_at = ${row.now}
    where account_id = ${accountId} and report_id = ${reportId}::uuid and owner_id = ${ownerId}::uuid`.execute(tx)
  return Number(numAffectedRows) > 0
}

export async function deleteSaved(
  tx: Tx,
  accountId: number,
  { reportId, ownerId }: { reportId: string; ownerId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from saved_reports
    where account_id = ${accountId} and report_id = ${reportId}::uuid and owner_id = ${ownerId}::uuid`.execute(tx)
  return Number(numAffectedRows) > 0
}
