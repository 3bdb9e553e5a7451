/** Leads as a file, asked for on either side. */
import * as api from '../../../contract/api/exports.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { askForLeads } from '../actions/export.ts'

/** Of one address: each of them can mail to three others. */
const LIMIT = { points: 30, seconds: 3600 }

export const leadExportRoutes: Route[] = [
  route(api.exportLeads, {
    host: 'console',
    allow: 'lead.export',
    limit: LIMIT,
    run: async (ctx, { body }) => ({ id: await askForLeads(ctx, body) }),
  }),
  route(api.exportOwnLeads, {
    host: 'portal',
    allow: 'portal.lead.export',
    limit: LIMIT,
    run: async (ctx, { body }) => ({ id: await askForLeads(ctx, body) }),
  }),
]
