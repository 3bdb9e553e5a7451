import * as api from '../../../contract/api/audit.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { auditChoices, readActivity, readAudit, readOwnActivity } from '../actions/audit.ts'
import { presentActivity, presentAuditEntry, presentOwnActivity } from '../present.ts'

export const auditRoutes: Route[] = [
  route(api.listAudit, {
    host: 'console',
    allow: 'audit.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readAudit(ctx, query)
      return { items: items.map(presentAuditEntry), next }
    },
  }),
  route(api.customerActivity, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx, { params, query }) => {
      const { items, next } = await readActivity(ctx, params.customer, query)
      return { items: items.map(presentActivity), next }
    },
  }),
  route(api.ownActivity, {
    host: 'portal',
    allow: 'portal.activity.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readOwnActivity(ctx, query)
      return { items: items.map(presentOwnActivity), next }
    },
  }),
  route(api.auditFilters, { host: 'console', allow: 'audit.read', run: (ctx) => auditChoices(ctx) }),
]
