/** Figures over HTTP, a route for each side. */
import { consoleFigures, portalFigures, supplierFigures, topFigures } from '../../contract/api/figures.ts'
import { accountOf, actorOf } from '../platform/ctx.ts'
import { route } from '../platform/http/route.ts'
import { readCustomerFigures, readSupplierFigures, readTeamFigures, readTopFigures } from './actions.ts'
import { customerScope, supplierScope } from './ops.ts'

export const figureRoutes = [
  route(consoleFigures, {
    host: 'console',
    allow: 'figure.read',
    run: (ctx, { query }) => readTeamFigures(ctx, accountOf(ctx), query),
  }),
  route(topFigures, {
    host: 'console',
    allow: 'figure.read',
    run: (ctx, { query }) => readTopFigures(ctx, accountOf(ctx), query),
  }),
  route(portalFigures, {
    host: 'portal',
    allow: 'portal.figure.read',
    run: async (ctx, { query }) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      return readCustomerFigures(ctx, await customerScope(ctx.db, accountId, customerId), query)
    },
  }),
  route(supplierFigures, {
    host: 'suppliers',
    allow: 'supplier.figure.read',
    run: async (ctx, { params, query }) => {
      const scope = await supplierScope(ctx.db, params.account, actorOf(ctx, 'supplier').userId)
      return readSupplierFigures(ctx, scope, query)
    },
  }),
]
