import * as api from '../../contract/api/people.ts'
import { type Route, route } from '../platform/http/route.ts'
import { changeAccount } from './actions/accounts.ts'
import { auditRoutes } from './routes/audit.ts'
import { acceptRoutes, invitationRoutes } from './routes/invitations.ts'
import { keyRoutes } from './routes/keys.ts'
import { linkRoutes } from './routes/links.ts'
import { ownAccount, portalMe, supplierMe, supplierPortalsOf, teamMe } from './routes/me.ts'
import { memberRoutes } from './routes/members.ts'
import { ownRoutes, selfOf } from './routes/own.ts'
import { viewRoutes } from './routes/view.ts'

const consoleRoutes: Route[] = [
  ...ownRoutes(api.consoleSession, {
    host: 'console',
    allow: 'own.session.team',
    change: 'own.session.team',
    me: teamMe,
  }),
  route(api.readAccount, { host: 'console', allow: 'account.read', run: (ctx) => ownAccount(ctx) }),
  route(api.changeAccount, {
    host: 'console',
    allow: 'account.write',
    run: async (ctx, { body }) => {
      await changeAccount(ctx, body)
      return ownAccount(ctx)
    },
  }),
]

const customerRoutes = ownRoutes(api.portalSession, {
  host: 'portal',
  allow: 'own.session.customer',
  change: 'own.login.customer',
  me: portalMe,
})

const supplierRoutes: Route[] = [
  ...ownRoutes(api.supplierSession, {
    host: 'suppliers',
    allow: 'own.session.supplier',
    change: 'own.session.supplier',
    me: supplierMe,
  }),
  route(api.supplierPortals, {
    host: 'suppliers',
    allow: 'own.session.supplier',
    run: async (ctx) => ({ items: await supplierPortalsOf(ctx, selfOf(ctx).userId) }),
  }),
]

/** Everything about who is signed in, on all three hosts. */
export const peopleRoutes: Route[] = [
  ...linkRoutes,
  ...consoleRoutes,
  ...keyRoutes,
  ...auditRoutes,
  ...memberRoutes,
  ...viewRoutes,
  ...invitationRoutes,
  ...acceptRoutes,
  ...customerRoutes,
  ...supplierRoutes,
]
