/** The end of an export: its row, the links and their mails, in one commit. */
import { tellAddresses } from '../../notifications/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { linkTo, portalHost } from '../../platform/origins.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { portalOf } from '../../portals/ops.ts'
import { exportReady } from '../rules/mails.ts'
import { EXPORT_MS, linkText } from '../rules/names.ts'
import { type ExportRow, endExport } from '../tables/exports.ts'
import { armLink, linksOf } from '../tables/links.ts'

/** Whoever is told of a customer's file gets a link on the portal; of the team's, one on the console. */
async function linkOf(ctx: Ctx, tx: Tx, accountId: number, one: ExportRow, secret: string): Promise<string> {
  const text = linkText(accountId, secret)
  if (one.customerId === null) return linkTo(ctx.config, { kind: 'console' }, `/exported/${text}`)
  const portal = await portalOf(tx, accountId)
  if (!portal) throw new Error(`account ${accountId} has no portal`)
  const host = portalHost(ctx.config, portal.subdomain)
  return linkTo(ctx.config, { kind: 'portal', accountId, host }, `/files/${text}`)
}

/** False when it was cancelled or deleted meanwhile. */
export async function finish(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  one: ExportRow,
  made: { bytes: number; run: string },
): Promise<boolean> {
  const at = ctx.now()
  if (!(await endExport(tx, accountId, one.exportId, { state: 'done', at, ...made }))) return false
  const expiresAt = new Date(at.getTime() + EXPORT_MS)
  for (const { email } of await linksOf(tx, accountId, [one.exportId])) {
    const secret = newToken()
    await armLink(tx, accountId, { exportId: one.exportId, email, tokenHash: hashToken(secret), expiresAt })
    const link = await linkOf(ctx, tx, accountId, one, secret)
    await tellAddresses(tx, ctx, accountId, [email], exportReady(one, link))
  }
  return true
}
