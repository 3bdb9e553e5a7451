/** The files being brought in and how far they are. */
import { sql } from 'kysely'
import type { ImportKind, ImportState, Mapping } from '../../../contract/api/imports.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface ImportRow {
  importId: string
  kind: ImportKind
  campaignId: number | null
  campaignName: string | null
  fileName: string
  parts: number
  bytes: number
  state: ImportState
  phase: 'check' | 'run'
  columns: string[]
  preview: string[][]
  mapping: Mapping | Record<never, never>
  total: number
  done: number
  faulty: number
  problem: string | null
  actorName: string
  createdAt: Date
  finishedAt: Date | null
  fileGone: boolean
}

const COLUMNS = sql`
  i.import_id as "importId", i.kind, i.campaign_id as "campaignId", c.name as "campaignName", i.file_name as "fileName",
  i.parts, i.bytes, i.state, i.phase, i.columns, i.preview, i.mapping, i.total, i.done, i.faulty, i.problem,
  i.actor_name as "actorName", i.created_at as "createdAt", i.finished_at as "finishedAt", i.file_gone as "fileGone"`

export async function getImport(db: Db, accountId: number, importId: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select ${COLUMNS} from imports i
    left join campaigns c on c.account_id = ${accountId} and c.campaign_id = i.campaign_id
    where i.account_id = ${accountId} and i.import_id = ${importId}`.execute(db)
  return rows[0]
}

/** The first lock of whoever changes an import or works on it. */
export async function lockImport(tx: Tx, accountId: number, importId: string): Promise<ImportRow | undefined> {
  const { rows } = await sql`
    select from imports where account_id = ${accountId} and import_id = ${importId} for update`.execute(tx)
  return rows.length === 0 ? undefined : getImport(tx, accountId, importId)
}

export async function listImports(
  db: Db,
  accountId: number,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select ${COLUMNS} from imports i
    left join campaigns c on c.account_id = ${accountId} and c.campaign_id = i.campaign_id
    where i.account_id = ${accountId} and ${after === undefined ? sql`true` : sql`i.import_id < ${after}`}
    order by i.import_id desc limit ${limit}`.execute(db)
  return rows
}

export interface NewImport {
  importId: string
  kind: ImportKind
  campaignId: number | null
  fileName: string
  actorKind: string
  actorName: string
  at: Date
}

export async function insertImport(tx: Tx, accountId: number, one: NewImport): Promise<void> {
  await sql`
    insert into imports (account_id, import_id, kind, campaign_id, file_name, actor_kind, actor_name, created_at)
    values (${accountId}, ${one.importId}, ${one.kind}, ${one.campaignId}, ${one.fileName}, ${one.actorKind},
            ${one.actorName}, ${one.at})`.execute(tx)
}

export type Change = Partial<{
  state: ImportState
  phase: 'check' | 'run'
  parts: number
  bytes: number
  columns: readonly string[]
  preview: readonly (readonly string[])[]
  mapping: Mapping
  total: number
  done: number
  faulty: number
  problem: string | null
  finished_at: Date | null
  file_gone: boolean
}>

export async function changeImport(tx: Tx, accountId: number, importId: string, change: Change): Promise<void> {
  const { columns, preview, mapping, ...plain } = change
  const json = {
    ...(columns && { columns: JSON.stringify(columns) }),
    ...(preview && { preview: JSON.stringify(preview) }),
    ...(mapping && { mapping: JSON.stringify(mapping) }),
  }
  await tx
    .updateTable('imports')
    .set({ ...plain, ...json })
    .where('account_id', '=', accountId)
    .where('import_id', '=', importId)
    .execute()
}

/** Imports whose file has been kept long enough, of all accounts. */
export async function forgettable(
  db: Db,
  before: Date,
): Promise<{ accountId: number; importId: string; parts: number }[]> {
  const { rows } = await sql<{ accountId: number; importId: string; parts: number }>`
    select account_id as "accountId", import_id as "importId", parts from imports
    where not file_gone and (finished_at < ${before} or (finished_at is null and created_at < ${before}))
    order by account_id limit 1000`.execute(db)
  return rows
}
