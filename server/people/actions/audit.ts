import { z } from 'zod'
import type { listAudit } from '../../../contract/api/audit.ts'
import { AppError } from '../../../contract/errors.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { readRange } from '../../../contract/ranges.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { shownToCustomer } from '../rules/activity.ts'
import { spanOf } from '../rules.ts'
import { companyOfCustomer } from '../tables/access.ts'
import { accountById } from '../tables/accounts.ts'
import * as tables from '../tables/audit.ts'

const Uuid = z.tuple([z.uuid()])
type Query = z.output<typeof listAudit.query>

async function spanAsked(ctx: Ctx, { range: text, zone }: Query): Promise<{ from?: Date; to?: Date }> {
  const range = text === undefined ? undefined : readRange(text)
  if (!range) return {}
  const account = await accountById(ctx.db, accountOf(ctx))
  if (!account) throw new AppError('not_found')
  return spanOf(range, zone ?? account.zone, ctx.now())
}

export async function readAudit(ctx: Ctx, query: Query): Promise<Page<tables.AuditRow>> {
  const { by, kind, target, cursor, limit } = query
  const { from, to } = await spanAsked(ctx, query)
  const after = readCursor(Uuid, cursor)?.[0]
  const filter = { by, kind, target, from, to, after, limit: limit + 1 }
  const rows = await tables.listAudit(ctx.db, accountOf(ctx), filter)
  return toPage(rows, limit, (row) => [row.audit_id])
}

/** Who changed what of a customer: its own people, and the team. @throws AppError not_found */
export async function readActivity(ctx: Ctx, customerId: number, { cursor, limit }: PageQuery) {
  const accountId = accountOf(ctx)
  const after = readCursor(Uuid, cursor)?.[0]
  if ((await companyOfCustomer(ctx.db, accountId, customerId)) === undefined) throw new AppError('not_found')
  const rows = await tables.listActivity(ctx.db, { accountId, customerId }, { after, limit: limit + 1 })
  return toPage(rows, limit, (row) => [row.audit_id])
}

/** The same for the customer itself: what is its affair. */
export async function readOwnActivity(ctx: Ctx, { cursor, limit }: PageQuery) {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const after = readCursor(Uuid, cursor)?.[0]
  const page = { actions: shownToCustomer, after, limit: limit + 1 }
  const rows = await tables.listActivity(ctx.db, { accountId, customerId }, page)
  return toPage(rows, limit, (row) => [row.audit_id])
}

/** What its filters offer. */
export async function auditChoices(ctx: Ctx) {
  const accountId = accountOf(ctx)
  const [people, kinds] = await Promise.all([
    tables.auditPeople(ctx.db, accountId),
    tables.auditKinds(ctx.db, accountId),
  ])
  return { people, kinds }
}
