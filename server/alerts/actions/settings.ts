import { AlertSettings } from '../../../contract/api/alerts.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { settingsOf, writeSettings } from '../tables/alerts.ts'

/** The account's own, or the defaults. */
export async function readSettings(ctx: Ctx, accountId: number): Promise<AlertSettings> {
  return AlertSettings.parse((await settingsOf(ctx.db, accountId)) ?? {})
}

export function changeSettings(ctx: Ctx, settings: AlertSettings): Promise<AlertSettings> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = AlertSettings.parse((await settingsOf(tx, accountId)) ?? {})
    await writeSettings(tx, accountId, settings, ctx.now())
    const target = { kind: 'account', id: accountId }
    await audit(tx, ctx, { action: 'alert_settings.changed', target, before, after: settings })
    return settings
  })
}
