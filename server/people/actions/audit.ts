import { z } from 'zod'
import type { listAudit } from '../../../contract/api/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import * as tables from '../tables/audit.ts'

const Uuid = z.tuple([z.uuid()])
type Query = z.output<typeof listAudit.query>
const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

export async function readAudit(ctx: Ctx, { by, kind, target, ...query }: Query): Promise<Page<tables.AuditRow>> {
  const rows = await tables.listAudit(ctx.db, accountOf(ctx), {
    by,
    kind,
    target,
    from: instant(query.from),
    to: instant(query.to),
    after: readCursor(Uuid, query.cursor)?.[0],
    limit: query.limit + 1,
  })
  return toPage(rows, query.limit, (row) => [row.audit_id])
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
