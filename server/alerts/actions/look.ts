/** Looks for what is wrong in one account, and writes what is new, what changed and what is over. */
import { readAccountBasics } from '../../analytics/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo } from '../../platform/origins.ts'
import { changesOf } from '../rules/changes.ts'
import type { Found } from '../rules/found.ts'
import { alertMail } from '../rules/mail.ts'
import * as tables from '../tables/alerts.ts'
import { readSettings } from './settings.ts'
import { presentAlert } from './shown.ts'
import { findAll } from './signs.ts'

const HOUR_MS = 3_600_000
/** What was over for less than this and is so again is not told by mail once more. */
const CALM_MS = 6 * HOUR_MS
const KEPT_MS = 90 * 24 * HOUR_MS

async function open(tx: Tx, ctx: Ctx, accountId: number, found: Found): Promise<string | undefined> {
  const now = ctx.now()
  const id = newId(now)
  const again = await tables.wasOpenSince(tx, accountId, found, new Date(now.getTime() - CALM_MS))
  const isFirst = await tables.insertAlert(tx, accountId, id, found, now)
  return isFirst && !again ? id : undefined
}

async function tell(tx: Tx, ctx: Ctx, accountId: number, alertIds: readonly string[]): Promise<void> {
  const rows = await Promise.all(alertIds.map((id) => tables.getAlert(tx, accountId, id)))
  const alerts = rows.flatMap((row) => (row ? [presentAlert(row)] : []))
  const { currency, name: account } = await readAccountBasics(tx, accountId)
  const link = linkTo(ctx.config, { kind: 'console' }, `/${accountId}`)
  const mail = alertMail(alerts, { account, currency, now: ctx.now(), link })
  for (const to of await tables.administratorsOf(tx, accountId)) await sendMail(tx, ctx, { ...mail, to, accountId })
}

/** Again at once changes nothing; two at once write each alert once. */
export async function lookAt(ctx: Ctx, accountId: number): Promise<void> {
  const settings = await readSettings(ctx, accountId)
  const found = await findAll(ctx, accountId, settings)
  await ctx.transact(async (tx) => {
    const { opened, kept, closed } = changesOf(await tables.lockOpen(tx, accountId), found)
    for (const { alertId, facts } of kept) await tables.updateFacts(tx, accountId, alertId, facts)
    if (closed.length > 0) await tables.closeAlerts(tx, accountId, closed, ctx.now())
    const fresh: string[] = []
    for (const one of opened) {
      const id = await open(tx, ctx, accountId, one)
      if (id) fresh.push(id)
    }
    if (settings.mail && fresh.length > 0) await tell(tx, ctx, accountId, fresh)
    await tables.forgetAlerts(tx, accountId, new Date(ctx.now().getTime() - KEPT_MS))
  })
}
