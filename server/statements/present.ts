/** Statements as they are answered. */
import type { OwnStatement, Statement } from '../../contract/api/statements.ts'
import { numberOf } from './rules/names.ts'
import type { StatementRow } from './tables/statements.ts'

export function presentOwnStatement(row: StatementRow): OwnStatement {
  const { statementId: id, month, opening, closing, currency } = row
  return {
    id,
    number: numberOf(row.customerId, row.number),
    month,
    opening,
    closing,
    currency,
    entries: row.lastSeq - row.firstSeq + 1,
    issuedAt: row.issuedAt.toISOString(),
  }
}

export function presentStatement(row: StatementRow): Statement {
  const customer = { id: row.customerId, name: row.company }
  return { ...presentOwnStatement(row), customer, mailedTo: row.mailedTo }
}
