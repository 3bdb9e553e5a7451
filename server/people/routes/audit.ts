import * as api from '../../../contract/api/audit.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { auditChoices, readAudit } from '../actions/audit.ts'
import { presentAuditEntry } from '../present.ts'

export const auditRoutes: Route[] = [
  route(api.listAudit, {
    host: 'console',
    allow: 'audit.read',
    run: async (ctx, { query }) => {
      const { items, next } = await readAudit(ctx, query)
      return { items: items.map(presentAuditEntry), next }
    },
  }),
  route(api.auditFilters, { host: 'console', allow: 'audit.read', run: (ctx) => auditChoices(ctx) }),
]
