/** Monthly statements of account: issued once, then as they are for ever. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, IdInPath, MOST_ID, PageQuery, pageOf } from '../page.ts'

/** A calendar month, as in 2026-11. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')

export const OwnStatement = z.object({
  id: z.uuid(),
  /** The customer's own count: 1042-7. */
  number: z.string(),
  month: Month,
  opening: z.number().int(),
  closing: z.number().int(),
  currency: z.string(),
  entries: z.number().int(),
  issuedAt: z.iso.datetime(),
})
export type OwnStatement = z.infer<typeof OwnStatement>
export const Statement = OwnStatement.extend({
  customer: z.object({ id: z.number().int(), name: z.string() }),
  /** The billing address it went to; null: an older month, issued without a mail. */
  mailedTo: z.string().nullable(),
})
export type Statement = z.infer<typeof Statement>

export const listOwnStatements = endpoint({
  method: 'GET',
  path: '/api/portal/statements',
  summary: 'The own statements, newest month first.',
  query: PageQuery,
  reply: pageOf(OwnStatement),
})

const Filter = z.object({ month: Month.optional(), customer: IdInPath.optional() })
export const listStatements = endpoint({
  method: 'GET',
  path: '/api/console/:account/statements',
  summary: 'Issued statements of the account, newest month first.',
  params: AccountPath,
  query: PageQuery.extend(Filter.shape),
  reply: pageOf(Statement).extend({
    /** The last month that has ended in the account's zone: the newest that can be issued. */
    lastMonth: Month,
  }),
})
export const issueStatements = endpoint({
  method: 'POST',
  path: '/api/console/:account/statements',
  summary: 'Issues the statements of a month that has ended, and what is missing before it, of everyone or of one.',
  params: AccountPath,
  body: z.object({ month: Month, customer: z.number().int().positive().max(MOST_ID).optional() }),
  reply: Nothing,
})

const Sender = z.object({
  legalName: z.string().trim().max(200),
  address: z.string().trim().max(500),
  taxId: z.string().trim().max(60),
})
export type Sender = z.output<typeof Sender>
export const readStatementSender = endpoint({
  method: 'GET',
  path: '/api/console/:account/statement-sender',
  summary: 'Who the account is on its statements.',
  params: AccountPath,
  reply: Sender,
})
export const changeStatementSender = endpoint({
  method: 'PUT',
  path: '/api/console/:account/statement-sender',
  summary: 'Says who the account is on the statements issued from now on.',
  params: AccountPath,
  body: Sender,
  reply: Sender,
})

export const StatementFormat = z.enum(['pdf', 'csv'])
/** Downloads: one statement (`:format` is pdf or csv), and all of them in one file. */
export const STATEMENT_PATHS = {
  console: '/api/console/:account/statements/:statement/:format',
  portal: '/api/portal/statements/:statement/:format',
  consoleZip: '/api/console/:account/statements.zip',
  portalZip: '/api/portal/statements.zip',
  /** What a mailed link opens, without signing in. */
  mailed: '/papers/:token',
} as const
/** Of everything in one file: which. */
export const ZipFilter = Filter
