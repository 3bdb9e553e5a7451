/** The routes about the own login, the same in each realm but for host, permission and what `me` looks like. */
import type { z } from 'zod'
import type { consoleSession, portalSession, supplierSession } from '../../../contract/api/people.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Permission } from '../../../contract/permissions.ts'
import { type RequestCtx, type Route, route } from '../../platform/http/route.ts'
import type { SiteKind } from '../../platform/origins.ts'
import {
  askToChangeEmail,
  changeName,
  changePassword,
  confirmEmail,
  listOwnSessions,
  revokeOtherSessions,
  revokeOwnSession,
  signOut,
} from '../actions/own.ts'
import { askForPassword, lookAtPasswordLink, usePasswordLink } from '../actions/passwords.ts'
import {
  confirmSecondFactor,
  ownSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  stopSecondFactor,
} from '../actions/second-factor.ts'
import { type SignedIn, signIn } from '../actions/sign-in.ts'
import { SESSION_COOKIE } from '../ops.ts'
import { presentFactor, presentLink, presentSession } from '../present.ts'
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

type LoginApi = typeof consoleSession | typeof portalSession | typeof supplierSession

interface Realm<Api extends LoginApi> {
  host: SiteKind
  /** Who is signed in, and signing out. */
  allow: Permission
  /** The rest of the own login. */
  change: Permission
  /** The first reply of its front end. */
  me(ctx: RequestCtx, who: Who): Promise<z.input<Api['me']['reply']>>
}

// guessing 256 bits is hopeless anyway; this bounds what it costs us
const guess = { allow: 'public', limit: { points: 30, seconds: 60 } } as const
const asksForMail = { allow: 'public', limit: { points: 5, seconds: 600 } } as const

function comingIn<Api extends LoginApi>(of: Api, { host, allow, me }: Realm<Api>): Route[] {
  return [
    route(of.signIn, {
      host,
      allow: 'public',
      run: async (ctx, { body }) => me(ctx, letIn(ctx, await signIn(ctx, body))),
    }),
    route(of.me, { host, allow, run: (ctx) => me(ctx, selfOf(ctx)) }),
    route(of.signOut, {
      host,
      allow,
      run: async (ctx) => {
        await signOut(ctx)
        ctx.clearCookie(SESSION_COOKIE)
        return undefined
      },
    }),
    route(of.forgotPassword, {
      host,
      ...asksForMail,
      run: async (ctx, { body }) => void (await askForPassword(ctx, body.email)),
    }),
    route(of.setPasswordLook, {
      host,
      ...guess,
      run: async (ctx, { body }) => {
        const { person, needsCode, expiresAt } = await lookAtPasswordLink(ctx, body.token)
        return presentLink({ name: person.name, email: person.email, needsCode, expiresAt })
      },
    }),
    route(of.setPassword, {
      host,
      ...guess,
      run: async (ctx, { body }) => me(ctx, letIn(ctx, await usePasswordLink(ctx, body))),
    }),
  ]
}

function sessions(of: LoginApi, host: SiteKind, allow: Permission): Route[] {
  return [
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
    route(of.revokeOthers, { host, allow, run: async (ctx) => void (await revokeOtherSessions(ctx)) }),
  ]
}

function changes<Api extends LoginApi>(of: Api, { host, change: allow, me }: Realm<Api>): Route[] {
  return [
    route(of.changeName, {
      host,
      allow,
      run: async (ctx, { body }) => {
        await changeName(ctx, body.name)
        return me(ctx, { ...selfOf(ctx), name: body.name })
      },
    }),
    route(of.changePassword, { host, allow, run: async (ctx, { body }) => void (await changePassword(ctx, body)) }),
    route(of.changeEmail, { host, allow, run: async (ctx, { body }) => void (await askToChangeEmail(ctx, body)) }),
    route(of.confirmEmail, {
      host,
      ...guess,
      run: async (ctx, { body }) => ({ email: await confirmEmail(ctx, body.token) }),
    }),
  ]
}

function secondFactor(of: LoginApi, host: SiteKind, allow: Permission): Route[] {
  return [
    route(of.secondFactor, { host, allow, run: async (ctx) => presentFactor(await ownSecondFactor(ctx)) }),
    route(of.startSecondFactor, { host, allow, run: (ctx, { body }) => startSecondFactor(ctx, body.current) }),
    route(of.confirmSecondFactor, {
      host,
      allow,
      run: async (ctx, { body }) => ({ codes: await confirmSecondFactor(ctx, body.code) }),
    }),
    route(of.stopSecondFactor, {
      host,
      allow,
      run: async (ctx, { body }) => void (await stopSecondFactor(ctx, body.current)),
    }),
    route(of.newRecoveryCodes, {
      host,
      allow,
      run: async (ctx, { body }) => ({ codes: await renewRecoveryCodes(ctx, body.current) }),
    }),
  ]
}

export function ownRoutes<Api extends LoginApi>(of: Api, realm: Realm<Api>): Route[] {
  const { host, change } = realm
  return [
    ...comingIn(of, realm),
    ...sessions(of, host, change),
    ...changes(of, realm),
    ...secondFactor(of, host, change),
  ]
}
