/** Exports and how far they are. */
import { sql } from 'kysely'
import type { ExportFormat, ExportState } from '../../../contract/api/exports.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface ExportRow {
  exportId: string
  /** null: the team's. */
  customerId: number | null
  userId: string
  userName: string
  format: ExportFormat
  name: string
  description: string
  asked: unknown
  state: ExportState
  done: number
  total: number | null
  bytes: number | null
  problem: string | null
  createdAt: Date
  finishedAt: Date | null
  fileGone: boolean
}

const COLUMNS = sql`
  export_id as "exportId", customer_id as "customerId", user_id as "userId", user_name as "userName", format, name,
  description, asked, state, done, total, bytes, problem, created_at as "createdAt", finished_at as "finishedAt",
  file_gone as "fileGone"`

/** Whose: a customer's, or the team's (null). */
const ofSide = (customerId: number | null) =>
  customerId === null ? sql`customer_id is null` : sql`customer_id = ${customerId}`

export type NewExport = Pick<
  ExportRow,
  'exportId' | 'customerId' | 'userId' | 'userName' | 'format' | 'name' | 'description' | 'asked' | 'createdAt'
>

export async function insertExport(tx: Tx, accountId: number, one: NewExport): Promise<void> {
  await sql`
    insert into exports (account_id, export_id, customer_id, user_id, user_name, format, name, description, asked,
                         created_at)
    values (${accountId}, ${one.exportId}, ${one.customerId}, ${one.userId}, ${one.userName}, ${one.format},
            ${one.name}, ${one.description}, ${JSON.stringify(one.asked)}, ${one.createdAt})`.execute(tx)
}

export async function listExports(
  db: Db,
  accountId: number,
  customerId: number | null,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select ${COLUMNS} from exports
    where account_id = ${accountId} and ${ofSide(customerId)}
      and ${after === undefined ? sql`true` : sql`export_id < ${after}`}
    order by export_id desc limit ${limit}`.execute(db)
  return rows
}

export async function getExport(
  db: Db,
  accountId: number,
  customerId: number | null,
  exportId: string,
): Promise<ExportRow | undefined> {
  const { rows } = await sql<ExportRow>`
    select ${COLUMNS} from exports
    where account_id = ${accountId} and export_id = ${exportId} and ${ofSide(customerId)}`.execute(db)
  return rows[0]
}

/** Of whichever side. */
export async function getExportOfAny(db: Db, accountId: number, exportId: string): Promise<ExportRow | undefined> {
  const { rows } = await sql<ExportRow>`
    select ${COLUMNS} from exports where account_id = ${accountId} and export_id = ${exportId}`.execute(db)
  return rows[0]
}

/** How many of one person's are waiting or running. */
export async function countOpen(db: Db, accountId: number, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from exports
    where account_id = ${accountId} and user_id = ${userId} and finished_at is null`.execute(db)
  return rows[0]?.n ?? 0
}

/** The try that was at it, which is over now; undefined when there was none, or nothing is to be made any more. */
export async function holdRun(tx: Tx, accountId: number, exportId: string): Promise<string | undefined> {
  const { rows } = await sql<{ run: string | null }>`
    select run from exports where account_id = ${accountId} and export_id = ${exportId} for update`.execute(tx)
  return rows[0]?.run ?? undefined
}

/** Begins it, or goes on after a worker that is gone; undefined when there is nothing to do any more. */
export async function beginExport(
  tx: Tx,
  accountId: number,
  exportId: string,
  run: string,
): Promise<ExportRow | undefined> {
  const { rows } = await sql<ExportRow>`
    update exports set state = 'running', done = 0, run = ${run}
    where account_id = ${accountId} and export_id = ${exportId} and state in ('waiting', 'running')
    returning ${COLUMNS}`.execute(tx)
  return rows[0]
}

/** False when it was stopped, deleted, or begun anew by another. */
export async function moveOn(
  tx: Tx,
  accountId: number,
  exportId: string,
  { run, done, total }: { run: string; done: number; total: number | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update exports set done = ${done}, total = ${total}
    where account_id = ${accountId} and export_id = ${exportId} and state = 'running' and run = ${run}`.execute(tx)
  return numAffectedRows === 1n
}

export interface Ending {
  state: 'done' | 'cancelled' | 'failed'
  at: Date
  bytes?: number
  problem?: string
  /** Only if this try is still the one. */
  run?: string
}

/** False when it had ended, or is gone. */
export async function endExport(tx: Tx, accountId: number, exportId: string, ending: Ending): Promise<boolean> {
  const { state, at, bytes = null, problem = null, run } = ending
  const { numAffectedRows } = await sql`
    update exports set state = ${state}, finished_at = ${at}, bytes = ${bytes}, problem = ${problem},
      file_gone = ${state !== 'done'}
    where account_id = ${accountId} and export_id = ${exportId} and state in ('waiting', 'running')
      and ${run === undefined ? sql`true` : sql`run = ${run}`}`.execute(tx)
  return numAffectedRows === 1n
}

/** Its links go with it. */
export async function deleteExport(tx: Tx, accountId: number, exportId: string): Promise<void> {
  await sql`delete from exports where account_id = ${accountId} and export_id = ${exportId}`.execute(tx)
}

export async function markGone(tx: Tx, accountId: number, exportId: string): Promise<void> {
  await sql`
    update exports set file_gone = true where account_id = ${accountId} and export_id = ${exportId}`.execute(tx)
}

/** Those whose file has been there long enough, of all accounts. */
export async function forgettable(
  db: Db,
  before: Date,
): Promise<{ accountId: number; exportId: string; format: ExportFormat }[]> {
  const { rows } = await sql<{ accountId: number; exportId: string; format: ExportFormat }>`
    select account_id as "accountId", export_id as "exportId", format from exports
    where not file_gone and finished_at < ${before} order by account_id limit 1000`.execute(db)
  return rows
}
