import * as api from '../../contract/api/alerts.ts'
import { accountOf } from '../platform/ctx.ts'
import { type Route, route } from '../platform/http/route.ts'
import { dismissAlert, listAlerts, restoreAlert } from './actions/alerts.ts'
import { changeSettings, readSettings } from './actions/settings.ts'
import { presentAlert } from './actions/shown.ts'

export const alertRoutes: readonly Route[] = [
  route(api.listAlerts, {
    host: 'console',
    allow: 'alert.read',
    run: async (ctx, { query }) => {
      const listed = await listAlerts(ctx, query)
      return { ...listed, items: listed.items.map(presentAlert) }
    },
  }),
  route(api.dismissAlert, {
    host: 'console',
    allow: 'alert.dismiss',
    run: async (ctx, { params }) => presentAlert(await dismissAlert(ctx, params.alert)),
  }),
  route(api.restoreAlert, {
    host: 'console',
    allow: 'alert.dismiss',
    run: async (ctx, { params }) => presentAlert(await restoreAlert(ctx, params.alert)),
  }),
  route(api.readAlertSettings, {
    host: 'console',
    allow: 'alert.read',
    run: (ctx) => readSettings(ctx, accountOf(ctx)),
  }),
  route(api.changeAlertSettings, {
    host: 'console',
    allow: 'account.write',
    run: (ctx, { body }) => changeSettings(ctx, body),
  }),
]
