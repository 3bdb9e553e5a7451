/** The gate before every handler: origin, rate, who it is, and whether they may. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../../contract/errors.ts'
import { can, permissions } from '../../../contract/permissions.ts'
import { type Actor, type ApiKeyActor, ctxOf, type Platform, type RequestInfo } from '../ctx.ts'
import { cookieLine, parseCookies } from './cookies.ts'
import type { KeyLimiter, RateLimiter } from './rate.ts'
import type { Allow, RateLimit, RequestCtx } from './route.ts'
import { refuseForeignOrigin } from './same-origin.ts'
import { siteOf } from './site.ts'

/** Who a request comes from; never throws for a wrong or missing session, that is `anonymous`. */
export type Authenticate = (request: RequestInfo) => Promise<Actor>

export interface Gatekeeper {
  readonly platform: Platform
  readonly authenticate: Authenticate
  readonly rate: RateLimiter
  readonly keys: KeyLimiter
}

const MAX_USER_AGENT = 300

function paramsOf(request: FastifyRequest): Record<string, string> {
  // the router makes strings of every parameter
  return request.params as Record<string, string>
}

/** @throws AppError unknown_host */
export function requestInfo(request: FastifyRequest, platform: Platform): RequestInfo {
  const site = siteOf(request.raw)
  if (!site) throw new AppError('unknown_host')
  const { cookie, authorization } = request.headers
  return {
    id: request.id,
    ip: request.ip,
    site,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '/',
    params: paramsOf(request),
    cookies: parseCookies(cookie, platform.config.secureCookies),
    authorization,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT),
  }
}

/** @throws AppError unauthenticated, not_found or forbidden */
export function refuseUnlessAllowed(actor: Actor, allow: Allow): void {
  if (allow === 'public' || can(actor, allow)) return
  // an account one does not belong to is not there, whatever its number
  if (actor.kind === 'team_user') throw new AppError(actor.needsSecondFactor ? 'second_factor_needed' : 'not_found')
  const { realm } = permissions[allow]
  if (actor.kind === 'api_key') throw outOfScope(allow)
  if (actor.kind !== realm) throw new AppError('unauthenticated')
  throw new AppError('forbidden')
}

const outOfScope = (allow: Allow) =>
  new AppError('forbidden', { message: `This API key does not have the scope ${allow}.` })

/** @throws AppError too_many_requests */
async function countKey(keeper: Gatekeeper, key: ApiKeyActor, reply: FastifyReply): Promise<void> {
  const { headers, refused } = await keeper.keys(key.keyId)
  reply.headers(headers)
  if (refused) throw refused
}

interface Gated {
  host: string
  allow: Allow
  limit?: RateLimit | undefined
}

/** Lets a request in with its context, or throws. Runs before the body is read. */
export async function admit(
  keeper: Gatekeeper,
  gate: Gated,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<RequestCtx> {
  const { platform } = keeper
  const info = requestInfo(request, platform)
  // the outward host has no sessions to ride on, and is called from anywhere
  if (gate.host !== 'api') refuseForeignOrigin(request.method, request.headers)
  if (gate.limit) await keeper.rate.take(`${request.routeOptions.url}|${info.ip}`, gate.limit)
  const actor = await keeper.authenticate(info)
  if (actor.kind === 'api_key') await countKey(keeper, actor, reply)
  refuseUnlessAllowed(actor, gate.allow)
  const secure = platform.config.secureCookies
  return {
    ...ctxOf(platform, actor),
    request: info,
    setCookie: (name, value, options) => {
      reply.header('set-cookie', cookieLine(name, value, secure, options))
    },
    clearCookie: (name) => {
      reply.header('set-cookie', cookieLine(name, '', secure, { expires: new Date(0) }))
    },
  }
}
