/** The routes about the own login, the same in each realm but for host, permission and what `me` looks like. */
import type { consoleSession, portalSession, supplierSession } from '../../../contract/api/people.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Permission } from '../../../contract/permissions.ts'
import { type RequestCtx, type Route, route } from '../../platform/http/route.ts'
import type { SiteKind } from '../../platform/origins.ts'
import { changePassword, listOwnSessions, revokeOwnSession, signOut } from '../actions/own.ts'
import type { SignedIn } from '../actions/sign-in.ts'
import { SESSION_COOKIE } from '../ops.ts'
import { presentSession } from '../present.ts'
import type { Who } from './me.ts'

/** Gives the browser its session; the person is answered as signed in. */
export function letIn(ctx: RequestCtx, { token, expires, person }: SignedIn): Who {
  ctx.setCookie(SESSION_COOKIE, token, { expires })
  return person
}

export function selfOf(ctx: RequestCtx): Who & { sessionId: string } {
  const { actor } = ctx
  if (!('userId' in actor)) throw new AppError('unauthenticated')
  return actor
}

type SessionApi = typeof consoleSession | typeof portalSession | typeof supplierSession

export function ownRoutes(of: SessionApi, host: SiteKind, allow: Permission): Route[] {
  return [
    route(of.signOut, {
      host,
      allow,
      run: async (ctx) => {
        await signOut(ctx)
        ctx.clearCookie(SESSION_COOKIE)
        return undefined
      },
    }),
    route(of.sessions, {
      host,
      allow,
      run: async (ctx) => {
        const rows = await listOwnSessions(ctx)
        return { items: rows.map((row) => presentSession(row, selfOf(ctx).sessionId)) }
      },
    }),
    route(of.revokeSession, {
      host,
      allow,
      run: async (ctx, { params }) => void (await revokeOwnSession(ctx, params.session)),
    }),
    route(of.changePassword, { host, allow, run: async (ctx, { body }) => void (await changePassword(ctx, body)) }),
  ]
}
