/** Puts the HTTP server together from the list of routes. With its neighbours, the only code that knows Fastify. */
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
} from 'fastify'
import { AppError, errorBodyOf } from '../../../contract/errors.ts'
import type { Platform } from '../ctx.ts'
import { httpSeconds } from '../metrics.ts'
import { isOutage } from '../outage.ts'
import { newToken } from '../secrets.ts'
import { type Authenticate, type Gatekeeper, requestInfo } from './admit.ts'
import { failureOf } from './failure.ts'
import { registerContent, registerJson } from './handle.ts'
import { commonHeaders } from './headers.ts'
import { refuseOtherMethod } from './methods.ts'
import { type PageHeadOf, type Pages, registerPages, sendShell, wantsPage } from './pages.ts'
import { keyLimiter, memoryRateLimiter } from './rate.ts'
import type { RawRoute, Route } from './route.ts'
import { type HostOf, siteConstraint, siteOf } from './site.ts'
import { standingRoutes } from './standing.ts'
import { registerStream, Streams } from './stream.ts'

export interface ServeOptions {
  authenticate: Authenticate
  hostOf: HostOf
  /** What a front end must know at first byte. */
  pageHead?: PageHeadOf
  /** Where the built front ends lie. */
  webRoot?: string
  /** Names of what is not ready yet, beside the database. */
  notReady?: () => Promise<readonly string[]>
  streamHeartbeatMs?: number
}

export interface HttpServer {
  /** @returns the port, also when it was chosen by the system */
  listen(port: number, host: string): Promise<number>
  /** Stops listening, ends the streams, lets requests finish. */
  close(): Promise<void>
  /** A request without a socket, for tests. */
  inject: FastifyInstance['inject']
}

const BODY_LIMIT_BYTES = 1024 ** 2
const RECEIVE_TIMEOUT_MS = 30_000
const HANDLER_TIMEOUT_MS = 30_000
const DRAIN_LIMIT_MS = 20_000

/** Unique, not secret: a counter behind a random beginning costs a post a hundredth of random bytes. */
function requestIds(): () => string {
  const start = newToken().slice(0, 10)
  let count = 0
  return () => `${start}${(count++).toString(36).padStart(6, '0')}`
}

function makeFastify(
  platform: Platform,
  hostOf: HostOf,
  onBadRequest: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void,
): FastifyInstance {
  const proxies = platform.config.trustedProxies
  const options: FastifyServerOptions = {
    logger: false,
    genReqId: requestIds(),
    trustProxy: proxies.length > 0 ? [...proxies] : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: RECEIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    // what comes down an open connection while it drains is still answered, not refused in the framework's words
    return503OnClosing: false,
    frameworkErrors: onBadRequest,
    routerOptions: { maxParamLength: 200, constraints: { site: siteConstraint(hostOf) } },
  }
  return fastify(options)
}

function sendError(
  platform: Platform,
  https: boolean,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const failure = failureOf(error)
  const { retryAfterSeconds, allow } = failure.details
  if (failure.code === 'internal') platform.log.error({ err: error, id: request.id }, 'a request failed')
  else if (isOutage(error)) platform.log.warn({ err: error, id: request.id }, 'the database is away')
  if (!reply.hasHeader('content-security-policy')) reply.headers(commonHeaders(https))
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  if (allow !== undefined) reply.header('allow', allow)
  if (failure.status === 401 && siteOf(request.raw)?.kind === 'api') reply.header('www-authenticate', 'Bearer')
  reply.code(failure.status).type('application/json; charset=utf-8').send(errorBodyOf(failure, request.id))
}

/** One line and one measurement for each answer: the route's pattern, never the address with its values. */
function noteAnswer(platform: Platform, request: FastifyRequest, reply: FastifyReply): void {
  const labels = {
    site: siteOf(request.raw)?.kind ?? 'unknown',
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: `${Math.floor(reply.statusCode / 100)}xx`,
  }
  httpSeconds.observe(labels, reply.elapsedTime / 1000)
  const ms = Math.round(reply.elapsedTime)
  platform.log.debug({ ...labels, status: reply.statusCode, ms, id: request.id }, 'answered')
}

function registerRaw(server: FastifyInstance, platform: Platform, route: RawRoute): void {
  server.register(async (scope) => {
    scope.addHook('onRoute', (options) => {
      options.constraints = { ...options.constraints, site: route.host }
    })
    route.register(scope, platform)
  })
}

interface Parts {
  keeper: Gatekeeper
  streams: Streams
  pages: Pages
}

/** Everything but the raw routes: in a scope of its own, so that its hooks cost the hot path nothing. */
function registerProduct(server: FastifyInstance, { keeper, streams, pages }: Parts, routes: readonly Route[]): void {
  const headers = commonHeaders(pages.https)
  server.register(async (scope) => {
    scope.removeContentTypeParser('text/plain')
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(headers)
    })
    scope.addHook('onRoute', (options) => {
      const isStream = routes.some((route) => route.kind === 'stream' && route.path === options.url)
      if (!isStream) options.handlerTimeout = HANDLER_TIMEOUT_MS
    })
    scope.addHook('onResponse', async (request, reply) => noteAnswer(keeper.platform, request, reply))
    for (const route of routes) {
      if (route.kind === 'json') registerJson(scope, keeper, route)
      else if (route.kind === 'content') registerContent(scope, keeper, route)
      else if (route.kind === 'stream') registerStream(scope, keeper, streams, route)
    }
    registerPages(scope, pages.webRoot)
  })
}

function onNotFound(platform: Platform, pages: Pages, routes: readonly Route[]) {
  const refuse = refuseOtherMethod(routes)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const site = siteOf(request.raw)
    // whoever asks for a host that is not ours learns nothing from the answer
    if (!site) return reply.code(421).type('text/plain').send('421\n')
    if (site.kind === 'api') refuse(request.url.split('?', 1)[0] ?? '')
    if (site.kind === 'api' || !wantsPage(request)) throw new AppError('not_found')
    return sendShell(pages, requestInfo(request, platform), site.kind, reply)
  }
}

async function databaseReady(platform: Platform): Promise<readonly string[]> {
  try {
    await platform.pool.query('select 1')
    return []
  } catch {
    return ['database']
  }
}

function limitDrain(server: FastifyInstance): NodeJS.Timeout {
  return setTimeout(() => server.server.closeAllConnections(), DRAIN_LIMIT_MS).unref()
}

/** Builds the server; `listen` starts it. */
export async function serve(platform: Platform, routes: readonly Route[], options: ServeOptions): Promise<HttpServer> {
  const https = platform.config.publicOrigin.scheme === 'https'
  const onError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
    sendError(platform, https, error, request, reply)
  const server = makeFastify(platform, options.hostOf, onError)
  const streams = new Streams(options.streamHeartbeatMs)
  const keeper: Gatekeeper = {
    platform,
    authenticate: options.authenticate,
    rate: memoryRateLimiter(),
    keys: keyLimiter(platform.pool),
  }
  const pages: Pages = {
    webRoot: options.webRoot ?? path.resolve('dist'),
    pageHead: options.pageHead ?? (() => ({ boot: {}, title: 'Portico' })),
    https,
  }
  let draining = false
  const standing = {
    isDraining: () => draining,
    notReady: async () => [...(await databaseReady(platform)), ...((await options.notReady?.()) ?? [])],
  }
  const all: Route[] = [...routes, ...standingRoutes(standing, () => all)]

  server.setErrorHandler(onError)
  server.setNotFoundHandler(onNotFound(platform, pages, all))
  server.addHook('preClose', async () => streams.endAll())
  for (const route of all) if (route.kind === 'raw') registerRaw(server, platform, route)
  registerProduct(server, { keeper, streams, pages }, all)
  await server.ready()

  return {
    async listen(port, host) {
      await server.listen({ port, host })
      // a TCP server's address is never a pipe's name
      return (server.server.address() as AddressInfo).port
    },
    async close() {
      draining = true
      const timer = limitDrain(server)
      await server.close()
      clearTimeout(timer)
    },
    inject: server.inject.bind(server),
  }
}
