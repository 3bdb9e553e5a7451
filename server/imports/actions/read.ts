/** Imports as pages show them. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import type { Field } from '../../../contract/fields.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { can } from '../../../contract/permissions.ts'
import { readSettings } from '../../campaigns/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { targetsOf } from '../rules/targets.ts'
import { members, versionOf } from '../tables/book.ts'
import { getImport, type ImportRow, listImports } from '../tables/imports.ts'
import { listFaults, type RowFaults } from '../tables/results.ts'

const Uuid = z.tuple([z.uuid()])
const Row = z.tuple([z.number().int().min(0).max(2_000_000_000)])

export async function readImports(ctx: Ctx, query: PageQuery): Promise<Page<ImportRow>> {
  const after = readCursor(Uuid, query.cursor)?.[0]
  const rows = await listImports(ctx.db, accountOf(ctx), { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.importId])
}

/** What is in a file of leads is for who may read what is in leads. @throws AppError not_found, forbidden */
export async function seenImport(ctx: Ctx, importId: string, db: Db = ctx.db): Promise<ImportRow> {
  const one = await getImport(db, accountOf(ctx), importId)
  if (!one) throw new AppError('not_found')
  if (one.kind === 'leads' && !can(ctx.actor, 'lead.read_data')) throw new AppError('forbidden')
  return one
}

export interface Details {
  one: ImportRow
  fields: readonly Field[]
  targets: ReturnType<typeof targetsOf>
  suppliers: { id: number; name: string }[]
  buyers: { id: number; name: string }[]
}

/** @throws AppError not_found */
export async function readDetails(ctx: Ctx, importId: string, db: Db = ctx.db): Promise<Details> {
  const accountId = accountOf(ctx)
  const one = await seenImport(ctx, importId, db)
  if (one.campaignId === null) return { one, fields: [], targets: targetsOf(one.kind, []), suppliers: [], buyers: [] }
  const version = (await versionOf(db, accountId, one.campaignId)) ?? 1
  const { campaign } = await readSettings(db, accountId, one.campaignId, version)
  const suppliers = await members(db, accountId, one.campaignId, 'supplier')
  const buyers = await members(db, accountId, one.campaignId, 'buyer')
  return { one, fields: campaign.fields, targets: targetsOf(one.kind, campaign.fields), suppliers, buyers }
}

/** @throws AppError not_found */
export async function readFaults(ctx: Ctx, importId: string, query: PageQuery): Promise<Page<RowFaults>> {
  const accountId = accountOf(ctx)
  await seenImport(ctx, importId)
  const after = readCursor(Row, query.cursor)?.[0] ?? 0
  const rows = await listFaults(ctx.db, accountId, importId, { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.row])
}
