/** Issued statements as both sides read them: in pages, as files, and all in one. */
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { peekToken } from '../../platform/tokens.ts'
import { type ZipEntry, zipOf } from '../../platform/zip.ts'
import { type PaperFormat, paperKey, paperName } from '../rules/names.ts'
import { getStatement, listStatements, type StatementFilter, type StatementRow } from '../tables/statements.ts'
import { STATEMENT_LINK } from './issue.ts'

const Key = z.tuple([z.string(), z.uuid()])

/** Whose they may be: a signed-in customer's own, or anybody's of the account. */
function ownOnly({ actor }: Ctx): number | undefined {
  return actor.kind === 'customer' ? actor.customerId : undefined
}

interface Query {
  month?: string | undefined
  customer?: number | undefined
  cursor?: string | undefined
  limit: number
}

/** The newest month first. */
export async function readStatements(ctx: Ctx, query: Query): Promise<Page<StatementRow>> {
  const { month, customer, cursor, limit } = query
  const customerId = ownOnly(ctx) ?? customer
  const filter: StatementFilter = { customerId, month, after: readCursor(Key, cursor), limit: limit + 1 }
  const rows = await listStatements(ctx.db, accountOf(ctx), filter)
  return toPage(rows, limit, (row) => [row.month, row.statementId])
}

interface PaperFile {
  fileName: string
  type: string
  body: Readable
}

const TYPES: Record<PaperFormat, string> = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8' }

async function fileOf(ctx: Ctx, accountId: number, row: StatementRow | undefined, format: PaperFormat) {
  const body = row && (await ctx.files.get(paperKey(accountId, row.statementId, format)))
  if (!body) throw new AppError('not_found')
  return { fileName: paperName(row, format), type: TYPES[format], body }
}

/** @throws AppError not_found for another's, too */
export async function readPaper(ctx: Ctx, statementId: string, format: PaperFormat): Promise<PaperFile> {
  const accountId = accountOf(ctx)
  return fileOf(ctx, accountId, await getStatement(ctx.db, accountId, statementId, ownOnly(ctx)), format)
}

/** The paper behind a mailed link, on the portal of the account that issued it. @throws AppError token_invalid */
export async function readMailedPaper(ctx: Ctx, accountId: number, token: string): Promise<PaperFile> {
  const { subject, accountId: issuer } = await peekToken(ctx, STATEMENT_LINK, token)
  if (issuer !== accountId) throw new AppError('token_invalid')
  return fileOf(ctx, accountId, await getStatement(ctx.db, accountId, subject), 'pdf')
}

/** Read at once while a file is written. */
const AT_ONCE = 100

async function* papersOf(ctx: Ctx, filter: Omit<StatementFilter, 'after' | 'limit'>): AsyncGenerator<ZipEntry> {
  const accountId = accountOf(ctx)
  let after: readonly [string, string] | undefined
  for (;;) {
    const rows = await listStatements(ctx.db, accountId, { ...filter, after, limit: AT_ONCE })
    for (const row of rows)
      for (const format of ['pdf', 'csv'] as const) {
        const content = await ctx.files.get(paperKey(accountId, row.statementId, format))
        if (content) yield { name: paperName(row, format), content, asIs: format === 'pdf' }
      }
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = [last.month, last.statementId]
  }
}

/** All that match, PDF and CSV, in one file. */
export function readAllPapers(ctx: Ctx, query: Pick<Query, 'month' | 'customer'>): Readable {
  return zipOf(papersOf(ctx, { customerId: ownOnly(ctx) ?? query.customer, month: query.month }), ctx.now())
}
