import * as api from '../../contract/api/people.ts'
import { AppError } from '../../contract/errors.ts'
import type { RequestCtx } from '../platform/http/route.ts'
import { type Route, route } from '../platform/http/route.ts'
import { changeAccount } from './actions/accounts.ts'
import { placeOf, signIn } from './actions/sign-in.ts'
import { keyRoutes } from './routes/keys.ts'
import { linkRoutes } from './routes/links.ts'
import { customerMe, ownAccount, supplierMe, supplierPortalsOf, teamMe } from './routes/me.ts'
import { letIn, ownRoutes, selfOf } from './routes/own.ts'

const onConsole = { host: 'console', allow: 'own.session.team' } as const
const onPortal = { host: 'portal', allow: 'own.session.customer' } as const
const onSuppliers = { host: 'suppliers', allow: 'own.session.supplier' } as const

/** The account whose portal was called. */
function portalAccount(ctx: RequestCtx): number {
  const place = placeOf(ctx)
  if (place.realm !== 'customer') throw new AppError('not_found')
  return place.accountId
}

const consoleRoutes: Route[] = [
  route(api.consoleSession.signIn, {
    ...onConsole,
    allow: 'public',
    run: async (ctx, { body }) => teamMe(ctx, letIn(ctx, await signIn(ctx, body))),
  }),
  route(api.consoleSession.me, { ...onConsole, run: (ctx) => teamMe(ctx, selfOf(ctx)) }),
  ...ownRoutes(api.consoleSession, 'console', 'own.session.team'),
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

const customerRoutes: Route[] = [
  route(api.portalSession.signIn, {
    ...onPortal,
    allow: 'public',
    run: async (ctx, { body }) => customerMe(ctx, portalAccount(ctx), letIn(ctx, await signIn(ctx, body))),
  }),
  route(api.portalSession.me, { ...onPortal, run: (ctx) => customerMe(ctx, portalAccount(ctx), selfOf(ctx)) }),
  ...ownRoutes(api.portalSession, 'portal', 'own.session.customer'),
]

const supplierRoutes: Route[] = [
  route(api.supplierSession.signIn, {
    ...onSuppliers,
    allow: 'public',
    run: async (ctx, { body }) => supplierMe(ctx, letIn(ctx, await signIn(ctx, body))),
  }),
  route(api.supplierSession.me, { ...onSuppliers, run: (ctx) => supplierMe(ctx, selfOf(ctx)) }),
  ...ownRoutes(api.supplierSession, 'suppliers', 'own.session.supplier'),
  route(api.supplierPortals, {
    ...onSuppliers,
    run: async (ctx) => ({ items: await supplierPortalsOf(ctx, selfOf(ctx).userId) }),
  }),
]

/** Everything about who is signed in, on all three hosts. */
export const peopleRoutes: Route[] = [
  ...linkRoutes,
  ...keyRoutes,
  ...consoleRoutes,
  ...customerRoutes,
  ...supplierRoutes,
]
