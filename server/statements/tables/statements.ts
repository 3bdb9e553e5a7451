/** Issued statements: inserted and read, never changed (the serving role cannot). */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'
import type { Party } from '../rules/paper.ts'

export interface StatementRow {
  statementId: string
  customerId: number
  company: string
  number: number
  month: string
  firstSeq: number
  lastSeq: number
  opening: number
  closing: number
  currency: string
  mailedTo: string | null
  issuedAt: Date
}

const COLUMNS = sql`
  s.statement_id as "statementId", s.customer_id as "customerId", c.company, s.number, s.month,
  s.first_seq as "firstSeq", s.last_seq as "lastSeq", s.opening, s.closing, s.currency, s.mailed_to as "mailedTo",
  s.issued_at as "issuedAt"`
const from = (accountId: number) => sql`
  from statements s join customers c on c.account_id = ${accountId} and c.customer_id = s.customer_id
  where s.account_id = ${accountId}`

export interface NewStatement extends Omit<StatementRow, 'company'> {
  zone: string
  start: Date
  end: Date
  sender: Party
  receiver: Party
  pdfHash: Buffer
  csvHash: Buffer
}

/** False when that month of that customer's was issued meanwhile. */
export async function insertStatement(tx: Tx, accountId: number, one: NewStatement): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into statements (account_id, statement_id, customer_id, number, month, zone, period_start, period_end,
                            first_seq, last_seq, opening, closing, currency, sender, receiver, pdf_hash, csv_hash,
                            mailed_to, issued_at)
    values (${accountId}, ${one.statementId}, ${one.customerId}, ${one.number}, ${one.month}, ${one.zone},
            ${one.start}, ${one.end}, ${one.firstSeq}, ${one.lastSeq}, ${one.opening}, ${one.closing},
            ${one.currency}, ${JSON.stringify(one.sender)}, ${JSON.stringify(one.receiver)}, ${one.pdfHash},
            ${one.csvHash}, ${one.mailedTo}, ${one.issuedAt})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export interface StatementFilter {
  customerId?: number | undefined
  month?: string | undefined
  /** Where the page before stopped. */
  after?: readonly [month: string, statementId: string] | undefined
  limit: number
}

/** The newest month first. */
export async function listStatements(db: Db, accountId: number, filter: StatementFilter): Promise<StatementRow[]> {
  const { customerId, month, after, limit } = filter
  const { rows } = await sql<StatementRow>`
    select ${COLUMNS} ${from(accountId)}
      and ${customerId === undefined ? sql`true` : sql`s.customer_id = ${customerId}`}
      and ${month === undefined ? sql`true` : sql`s.month = ${month}`}
      and ${after === undefined ? sql`true` : sql`(s.month, s.statement_id) < (${after[0]}, ${after[1]}::uuid)`}
    order by s.month desc, s.statement_id desc limit ${limit}`.execute(db)
  return rows
}

/** @param customerId the only one whose it may be; undefined on the operator's side */
export async function getStatement(
  db: Db,
  accountId: number,
  statementId: string,
  customerId?: number,
): Promise<StatementRow | undefined> {
  const { rows } = await sql<StatementRow>`
    select ${COLUMNS} ${from(accountId)} and s.statement_id = ${statementId}
      and ${customerId === undefined ? sql`true` : sql`s.customer_id = ${customerId}`}`.execute(db)
  return rows[0]
}

/** The last one of a customer, with the end of its period. */
export async function lastStatement(
  db: Db,
  accountId: number,
  customerId: number,
): Promise<{ number: number; month: string; lastSeq: number; closing: number; end: Date } | undefined> {
  const { rows } = await sql<{ number: number; month: string; lastSeq: number; closing: number; end: Date }>`
    select number, month, last_seq as "lastSeq", closing, period_end as end from statements
    where account_id = ${accountId} and customer_id = ${customerId} order by number desc limit 1`.execute(db)
  return rows[0]
}
