/** Leads by hand over HTTP, for the console. */
import * as api from '../../../contract/api/lead-actions.ts'
import { accountOf } from '../../platform/ctx.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { buyersForLead } from '../actions/buyers.ts'
import { sellTo, sendAgain, settleCalls } from '../actions/by-hand.ts'

export const byHandRoutes: Route[] = [
  route(api.settleCalls, {
    host: 'console',
    allow: 'lead.settle',
    run: async (ctx, { body }) => ({ results: await settleCalls(ctx, body.calls, body.sold) }),
  }),
  route(api.sendAgain, {
    host: 'console',
    allow: 'lead.sell',
    run: (ctx, { params, body }) => sendAgain(ctx, params.lead, body.sale),
  }),
  route(api.sellTo, {
    host: 'console',
    allow: 'lead.sell',
    run: (ctx, { params, body }) => sellTo(ctx, params.lead, body.buyer),
  }),
  route(api.buyersForLead, {
    host: 'console',
    allow: 'lead.sell',
    run: (ctx, { params }) => buyersForLead(ctx, accountOf(ctx), params.lead),
  }),
]
