/** Statements over HTTP: the operator's side and the customer's. */
import { z } from 'zod'
import * as api from '../../contract/api/statements.ts'
import { AppError } from '../../contract/errors.ts'
import { AccountPath } from '../../contract/page.ts'
import type { RequestInfo } from '../platform/ctx.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { askForStatements, changeSender, lastMonthOf, readOwnSender } from './actions/ask.ts'
import { readAllPapers, readMailedPaper, readPaper, readStatements } from './actions/read.ts'
import { presentOwnStatement, presentStatement } from './present.ts'

const Paper = z.object({ statement: z.uuid(), format: api.StatementFormat })
const ZIP = 'application/zip'

/** Whose portal was asked; the host says it. */
function portalAccount({ site }: RequestInfo): number {
  if (site.kind === 'portal') return site.accountId
  throw new AppError('not_found')
}

const consoleRoutes: Route[] = [
  route(api.listStatements, {
    host: 'console',
    allow: 'statement.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readStatements(ctx, query)
      return { items: items.map(presentStatement), next, lastMonth: await lastMonthOf(ctx) }
    },
  }),
  route(api.issueStatements, {
    host: 'console',
    allow: 'statement.issue',
    run: async (ctx, { body }) => {
      await askForStatements(ctx, body)
      return undefined
    },
  }),
  route(api.readStatementSender, { host: 'console', allow: 'statement.read', run: readOwnSender }),
  route(api.changeStatementSender, {
    host: 'console',
    allow: 'statement.issue',
    run: (ctx, { body }) => changeSender(ctx, body),
  }),
  content({
    host: 'console',
    allow: 'statement.read',
    path: api.STATEMENT_PATHS.console,
    summary: 'One statement as PDF or CSV.',
    params: AccountPath.extend(Paper.shape),
    run: (ctx, { params }) => readPaper(ctx, params.statement, params.format),
  }),
  content({
    host: 'console',
    allow: 'statement.read',
    path: api.STATEMENT_PATHS.consoleZip,
    summary: 'Statements of a month, a customer or all of them, in one file.',
    params: AccountPath,
    query: api.ZipFilter,
    run: (ctx, { query }) => {
      const fileName = `statements${query.month === undefined ? '' : `-${query.month}`}.zip`
      return { type: ZIP, fileName, body: readAllPapers(ctx, query) }
    },
  }),
]

const portalRoutes: Route[] = [
  route(api.listOwnStatements, {
    host: 'portal',
    allow: 'portal.statement.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readStatements(ctx, query)
      return { items: items.map(presentOwnStatement), next }
    },
  }),
  content({
    host: 'portal',
    allow: 'portal.statement.read',
    path: api.STATEMENT_PATHS.portal,
    summary: 'One of the own statements as PDF or CSV.',
    params: Paper,
    run: (ctx, { params }) => readPaper(ctx, params.statement, params.format),
  }),
  content({
    host: 'portal',
    allow: 'portal.statement.read',
    path: api.STATEMENT_PATHS.portalZip,
    summary: 'All of the own statements in one file.',
    run: (ctx) => ({ type: ZIP, fileName: 'statements.zip', body: readAllPapers(ctx, {}) }),
  }),
  content({
    host: 'portal',
    allow: 'public',
    path: api.STATEMENT_PATHS.mailed,
    summary: 'The statement behind a mailed link, as PDF.',
    params: z.object({ token: z.string().max(100) }),
    limit: { points: 30, seconds: 60 },
    run: (ctx, { params }) => readMailedPaper(ctx, portalAccount(ctx.request), params.token),
  }),
]

export const statementRoutes: readonly Route[] = [...consoleRoutes, ...portalRoutes]
