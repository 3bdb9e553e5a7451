import * as api from '../../../contract/api/own-deliveries.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { readOwnDeliveries, sendSampleLead } from '../actions/own-deliveries.ts'

export const ownDeliveryRoutes: readonly Route[] = [
  route(api.listOwnDeliveries, {
    host: 'portal',
    allow: 'portal.lead.read',
    run: (ctx, { query }) => readOwnDeliveries(ctx, query),
  }),
  route(api.sendSampleLead, {
    host: 'portal',
    allow: 'portal.lead.test',
    run: (ctx, { body }) => sendSampleLead(ctx, body.buyer),
  }),
]
