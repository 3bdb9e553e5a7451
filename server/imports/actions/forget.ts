/** An import's file holds people's data: it is kept for a month, in case somebody asks what was in it. */
import type { Ctx } from '../../platform/ctx.ts'
import { changeImport, forgettable } from '../tables/imports.ts'
import { forgetFile } from './file.ts'

const KEPT_MS = 30 * 86_400_000

export async function forgetFiles(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now().getTime() - KEPT_MS)
  for (const { accountId, importId, parts } of await forgettable(ctx.db, before)) {
    await forgetFile(ctx.files, accountId, importId, parts)
    await ctx.transact((tx) => changeImport(tx, accountId, importId, { file_gone: true }))
  }
}
