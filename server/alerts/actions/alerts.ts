/** Alerts as the console shows and dismisses them. */
import { z } from 'zod'
import type { Alert, listAlerts as listAlertsEndpoint } from '../../../contract/api/alerts.ts'
import type { Given, Parsed } from '../../../contract/endpoint.ts'
import { AppError } from '../../../contract/errors.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import type { AlertRow } from '../tables/alerts.ts'
import * as tables from '../tables/alerts.ts'

const Place = z.tuple([z.uuid()])

type Query = Parsed<typeof listAlertsEndpoint>['query']
type Listed = Omit<Given<typeof listAlertsEndpoint>, 'items'> & { items: AlertRow[] }

export async function listAlerts(ctx: Ctx, query: Query): Promise<Listed> {
  const { accountId } = actorOf(ctx, 'team')
  const after = readCursor(Place, query.cursor)?.[0]
  const [rows, waiting, { currency, zone }] = await Promise.all([
    tables.listAlerts(ctx.db, accountId, { open: query.state === 'open', after, limit: query.limit + 1 }),
    tables.countWaiting(ctx.db, accountId),
    readAccountBasics(ctx.db, accountId),
  ])
  const { items, next } = toPage(rows, query.limit, (row) => [row.alert_id])
  return { items, next, waiting, currency, zone, asOf: ctx.now().toISOString() }
}

/** Again does no harm. @throws AppError not_found, not_allowed_now once it is over */
function setDismissed(ctx: Ctx, alertId: Alert['id'], dismissed: { at: Date; by: string } | null): Promise<AlertRow> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const done = await tables.setDismissed(tx, accountId, alertId, dismissed)
    const row = await tables.getAlert(tx, accountId, alertId)
    if (!row) throw new AppError('not_found')
    if (!done) throw new AppError('not_allowed_now', { message: 'This alert is over.' })
    return row
  })
}

export const dismissAlert = (ctx: Ctx, alertId: string): Promise<AlertRow> =>
  setDismissed(ctx, alertId, { at: ctx.now(), by: actorOf(ctx, 'team').name })

export const restoreAlert = (ctx: Ctx, alertId: string): Promise<AlertRow> => setDismissed(ctx, alertId, null)
