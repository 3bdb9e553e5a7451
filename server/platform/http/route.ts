/**
 * Routes as data. Each kind names its host and its permission; neither has a default, so a route without one does
 * not compile. From the list come the handlers, the OpenAPI document and the access matrix test.
 */
import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Endpoint, Given, Method, Parsed } from '../../../contract/endpoint.ts'
import type { Permission } from '../../../contract/permissions.ts'
import type { Actor, Ctx, Platform, RequestInfo } from '../ctx.ts'
import type { SiteKind } from '../origins.ts'

/** Who may call: a permission, or `'public'` spelled out. */
export type Allow = Permission | 'public'

/** At most `points` calls in `seconds` from one address. */
export interface RateLimit {
  points: number
  seconds: number
}

export interface CookieOptions {
  /** Left out: until the browser is closed. */
  expires?: Date
}

/** A context that can also answer in the name of HTTP: what a route's `run` receives. */
export interface RequestCtx extends Ctx<Actor> {
  readonly request: RequestInfo
  /** HttpOnly, SameSite=Lax, and `__Host-` with Secure where the outside speaks https. */
  setCookie(name: string, value: string, options?: CookieOptions): void
  clearCookie(name: string): void
}

interface Gate {
  host: SiteKind
  allow: Allow
  limit?: RateLimit
}

interface ErasedInput {
  params: unknown
  query: unknown
  body: unknown
}

export interface JsonRoute extends Gate {
  readonly kind: 'json'
  readonly endpoint: Endpoint
  /** The most bytes of a body, where it may be more than the server's own limit. */
  readonly bodyLimit?: number
  // a method, so that routes of different inputs stand in one list
  run(ctx: RequestCtx, input: ErasedInput): unknown
}

interface RouteOptions<E extends Endpoint> extends Gate {
  bodyLimit?: number
  run(ctx: RequestCtx, input: Parsed<E>): Promise<Given<E>> | Given<E>
}

/** An endpoint with its host, its permission and what it does. */
export function route<E extends Endpoint>(endpoint: E, options: RouteOptions<E>): JsonRoute {
  // handle.ts passes exactly what the endpoint's own schemas made of the request
  return { kind: 'json', endpoint, ...options, run: (ctx, input) => options.run(ctx, input as Parsed<E>) }
}

type Maybe = z.ZodType | undefined
type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined

/** A page or a download: anything that is not JSON. */
export interface Content {
  status?: number
  /** With its charset. HTML gets the strict policy with this answer's nonce. */
  type: string
  body: string | Uint8Array | Readable
  /** Offered as a download under this name. */
  fileName?: string
  /** By browsers and whatever stands between: only where the address names the version. */
  keep?: 'for ever'
  /** Where to go instead: a path on the same host. */
  redirect?: `/${string}`
}

interface ContentSpec<P extends Maybe, Q extends Maybe> extends Gate {
  path: `/${string}`
  summary: string
  params?: P
  query?: Q
  /** `nonce` is what inline styles and scripts of the page must carry. */
  run(ctx: RequestCtx, input: { params: OutputOf<P>; query: OutputOf<Q>; nonce: string }): Promise<Content> | Content
}

export interface ContentRoute extends Gate {
  readonly kind: 'content'
  readonly path: `/${string}`
  readonly summary: string
  readonly params: Maybe
  readonly query: Maybe
  run(ctx: RequestCtx, input: { params: unknown; query: unknown; nonce: string }): Promise<Content> | Content
}

/** A GET that answers with a page or a file. */
export function content<P extends Maybe = undefined, Q extends Maybe = undefined>(
  spec: ContentSpec<P, Q>,
): ContentRoute {
  const { params, query } = spec
  // as in route(): the input was made by these schemas
  const run: ContentRoute['run'] = (ctx, input) => spec.run(ctx, input as Parameters<typeof spec.run>[1])
  return { ...spec, kind: 'content', params, query, run }
}

export interface ServerEvent {
  event?: string
  data: unknown
}

type Events = AsyncIterable<ServerEvent>

interface StreamSpec<P extends Maybe, Q extends Maybe> extends Gate {
  path: `/${string}`
  summary: string
  params?: P
  query?: Q
  /**
   * What it throws, or rejects with, is answered like any refusal. What it gives yields until `signal` aborts: the
   * reader left, lost its permission, or the server stops.
   */
  open(
    ctx: RequestCtx,
    input: { params: OutputOf<P>; query: OutputOf<Q> },
    signal: AbortSignal,
  ): Events | Promise<Events>
}

export interface StreamRoute extends Gate {
  readonly kind: 'stream'
  readonly path: `/${string}`
  readonly summary: string
  readonly params: Maybe
  readonly query: Maybe
  open(ctx: RequestCtx, input: { params: unknown; query: unknown }, signal: AbortSignal): Events | Promise<Events>
}

/** Server-sent events: a GET that stays open. */
export function stream<P extends Maybe = undefined, Q extends Maybe = undefined>(spec: StreamSpec<P, Q>): StreamRoute {
  const { params, query } = spec
  const open: StreamRoute['open'] = (ctx, input, signal) =>
    // as in route(): the input was made by these schemas
    spec.open(ctx, input as Parameters<typeof spec.open>[1], signal)
  return { ...spec, kind: 'stream', params, query, open }
}

/** The framework's own objects, for the one hot endpoint that registers itself. */
export type HotServer = FastifyInstance
export type HotRequest = FastifyRequest
export type HotReply = FastifyReply

/** What a raw route tells the OpenAPI document and the access matrix about each of its paths. */
export interface RawPath {
  method: Method
  path: `/${string}`
  summary: string
  query?: z.ZodType
  /** Media type → what is read. */
  body?: Readonly<Record<string, z.ZodType>>
  /** Status → what is answered. */
  replies: Readonly<Record<number, z.ZodType>>
}

export interface RawRoute {
  readonly kind: 'raw'
  /** Raw routes stand on the outward host only: no cookies, no sessions. */
  readonly host: 'api'
  readonly allow: 'public'
  readonly paths: readonly RawPath[]
  /** Registers handlers, parsers and hooks in a scope of its own; every path in it is held to the outward host. */
  register(server: HotServer, platform: Platform): void
}

/**
 * Handlers that speak to the framework themselves: reserved to ingestion, where each microsecond counts, and to bodies
 * that are signed as bytes.
 */
export function raw(spec: Omit<RawRoute, 'kind' | 'host' | 'allow'> & { allow: 'public' }): RawRoute {
  return { kind: 'raw', host: 'api', allow: spec.allow, paths: spec.paths, register: spec.register }
}

export type Route = JsonRoute | ContentRoute | StreamRoute | RawRoute

export interface RouteLine {
  host: SiteKind
  method: Method
  path: string
  allow: Allow
  summary: string
}

/** One line for each path of a route: what is printed and what the access matrix walks. */
export function linesOf(routes: readonly Route[]): RouteLine[] {
  return routes.flatMap((r): RouteLine[] => {
    const { host, allow } = r
    if (r.kind === 'raw') return r.paths.map(({ method, path, summary }) => ({ host, allow, method, path, summary }))
    if (r.kind === 'json') {
      const { method, path, summary } = r.endpoint
      return [{ host, allow, method, path, summary }]
    }
    return [{ host, allow, method: 'GET', path: r.path, summary: r.summary }]
  })
}
