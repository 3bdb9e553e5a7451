/** What became of rows: kept some hundred at a time. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export interface RowFaults {
  row: number
  faults: string[]
}

export interface Results {
  firstRow: number
  /** The lead of each row from the first on; null where none was made. */
  leads: readonly (string | null)[]
  faults: readonly RowFaults[]
}

/** Rows that follow one another: they join what is there of their first row. */
export async function addResults(tx: Tx, accountId: number, importId: string, results: Results): Promise<void> {
  const { firstRow, leads, faults } = results
  await sql`
    insert into import_results as r (account_id, import_id, first_row, last_row, leads, faults)
    values (${accountId}, ${importId}, ${firstRow}, ${firstRow + leads.length - 1}, ${leads}::uuid[],
            ${JSON.stringify(faults)}::jsonb)
    on conflict on constraint import_results_pkey do update set
      last_row = r.last_row + cardinality(excluded.leads), leads = r.leads || excluded.leads,
      faults = r.faults || excluded.faults`.execute(tx)
}

export async function forgetResults(tx: Tx, accountId: number, importId: string): Promise<void> {
  await sql`delete from import_results where account_id = ${accountId} and import_id = ${importId}`.execute(tx)
}

export async function listFaults(
  db: Db,
  accountId: number,
  importId: string,
  { after, limit }: { after: number; limit: number },
): Promise<RowFaults[]> {
  const { rows } = await sql<RowFaults>`
    select f.row, f.faults
    from import_results r
    cross join lateral jsonb_to_recordset(r.faults) as f (row integer, faults jsonb)
    where r.account_id = ${accountId} and r.import_id = ${importId} and r.last_row > ${after} and f.row > ${after}
    order by f.row limit ${limit}`.execute(db)
  return rows
}

export interface StoredResults {
  firstRow: number
  lastRow: number
  leads: (string | null)[]
  faults: RowFaults[]
}

/** The results from a row on, some at a time. */
export async function resultsFrom(db: Db, accountId: number, importId: string, row: number): Promise<StoredResults[]> {
  const { rows } = await sql<StoredResults>`
    select first_row as "firstRow", last_row as "lastRow", leads, faults from import_results
    where account_id = ${accountId} and import_id = ${importId} and last_row >= ${row}
    order by first_row limit 20`.execute(db)
  return rows
}
