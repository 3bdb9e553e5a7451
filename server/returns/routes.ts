/** Returns over HTTP: the operator's. */
import * as api from '../../contract/api/returns.ts'
import { type Route, route } from '../platform/http/route.ts'
import { returnLead, returnLeads } from './actions.ts'

export const returnRoutes: readonly Route[] = [
  route(api.returnLead, {
    host: 'console',
    allow: 'lead.return',
    run: (ctx, { params, body }) => returnLead(ctx, params.lead, body),
  }),
  route(api.returnLeads, {
    host: 'console',
    allow: 'lead.return',
    run: async (ctx, { body }) => ({ results: await returnLeads(ctx, body) }),
  }),
]
