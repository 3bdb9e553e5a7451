/** Exports as their own side sees, stops, deletes and downloads them. */
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { hashToken } from '../../platform/secrets.ts'
import { downloadName, EXPORT_MS, fileKey, readLink } from '../rules/names.ts'
import {
  deleteExport as deleteRow,
  type ExportRow,
  endExport,
  forgettable,
  getExport,
  getExportOfAny,
  listExports,
  markGone,
} from '../tables/exports.ts'
import { followLink, type LinkRow, linksOf } from '../tables/links.ts'

/** A signed-in customer's own; null: the team's. */
const sideOf = ({ actor }: Ctx): number | null => (actor.kind === 'customer' ? actor.customerId : null)

export type ListedExport = ExportRow & { links: LinkRow[] }
const Key = z.tuple([z.uuid()])

export async function readExports(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<ListedExport>> {
  const accountId = accountOf(ctx)
  const after = readCursor(Key, cursor)?.[0]
  const rows = await listExports(ctx.db, accountId, sideOf(ctx), { after, limit: limit + 1 })
  const { items, next } = toPage(rows, limit, ({ exportId }) => [exportId])
  const ids = items.map(({ exportId }) => exportId)
  const links = Map.groupBy(await linksOf(ctx.db, accountId, ids), ({ exportId }) => exportId)
  return { items: items.map((one) => ({ ...one, links: links.get(one.exportId) ?? [] })), next }
}

async function own(ctx: Ctx, tx: Tx, exportId: string): Promise<ExportRow> {
  const one = await getExport(tx, accountOf(ctx), sideOf(ctx), exportId)
  if (!one) throw new AppError('not_found')
  return one
}

/** @throws AppError not_found, not_allowed_now for one that has ended */
export async function cancelExport(ctx: Ctx, exportId: string): Promise<void> {
  await ctx.transact(async (tx) => {
    await own(ctx, tx, exportId)
    const ending = { state: 'cancelled', at: ctx.now() } as const
    if (!(await endExport(tx, accountOf(ctx), exportId, ending)))
      throw new AppError('not_allowed_now', { message: 'It is not being made any more.' })
    await audit(tx, ctx, { action: 'export.cancelled', target: { kind: 'export', id: exportId } })
  })
}

/** Its file and links are nothing from here on; what makes it notices. @throws AppError not_found */
export async function deleteExport(ctx: Ctx, exportId: string): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const { name, format } = await own(ctx, tx, exportId)
    // first the file: a row without one is harmless, a file without a row would stay for ever
    await ctx.files.delete(fileKey(accountId, exportId, format))
    await deleteRow(tx, accountId, exportId)
    await audit(tx, ctx, { action: 'export.deleted', target: { kind: 'export', id: exportId }, before: { name } })
  })
}

interface Download {
  fileName: string
  type: string
  body: Readable
}

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Until when its file is there; undefined when it is not. */
export function fileUntil({ state, finishedAt, fileGone }: ExportRow): Date | undefined {
  return state === 'done' && finishedAt && !fileGone ? new Date(finishedAt.getTime() + EXPORT_MS) : undefined
}

async function downloadOf(ctx: Ctx, accountId: number, one: ExportRow): Promise<Download> {
  const until = fileUntil(one)
  const isThere = until !== undefined && until > ctx.now()
  const body = isThere ? await ctx.files.get(fileKey(accountId, one.exportId, one.format)) : undefined
  if (!body) throw new AppError('not_found')
  return { fileName: downloadName(one.name, one.format), type: TYPES[one.format], body }
}

/** @throws AppError not_found also when its week is over */
export async function downloadExport(ctx: Ctx, exportId: string): Promise<Download> {
  return ctx.transact(async (tx) => {
    const one = await own(ctx, tx, exportId)
    const download = await downloadOf(ctx, accountOf(ctx), one)
    await audit(tx, ctx, { action: 'export.downloaded', target: { kind: 'export', id: exportId } })
    return download
  })
}

/**
 * The file behind a mailed link; each download is counted and told in the audit log, by address.
 * @param portal whose portal was asked; undefined on the console @throws AppError token_invalid
 */
export async function downloadByLink(ctx: Ctx, text: string, portal: number | undefined): Promise<Download> {
  const link = readLink(text)
  if (!link || (portal !== undefined && link.accountId !== portal)) throw new AppError('token_invalid')
  const { accountId, secret } = link
  return ctx.transact(async (tx) => {
    const followed = await followLink(tx, accountId, hashToken(secret), ctx.now())
    const one = followed && (await exportBehind(tx, accountId, followed.exportId, portal !== undefined))
    if (!one) throw new AppError('token_invalid')
    const download = await downloadOf(ctx, accountId, one)
    await audit(tx, ctx, {
      action: 'export.downloaded',
      accountId,
      ...(one.customerId !== null && { customerId: one.customerId }),
      target: { kind: 'export', id: one.exportId },
      after: { link: followed.email },
    })
    return download
  })
}

/** A link of one side is nothing on the other. */
async function exportBehind(tx: Tx, accountId: number, exportId: string, ofCustomer: boolean) {
  const found = await getExportOfAny(tx, accountId, exportId)
  return found && (found.customerId !== null) === ofCustomer ? found : undefined
}

/** Deletes the files whose week is over. */
export async function forgetExports(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - EXPORT_MS)
  for (const { accountId, exportId, format } of await forgettable(ctx.db, before)) {
    await ctx.files.delete(fileKey(accountId, exportId, format))
    await ctx.transact((tx) => markGone(tx, accountId, exportId))
  }
}
