/** A server with one route of each kind, for the tests of this folder. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { endpoint, listOf, Nothing } from '../../../contract/endpoint.ts'
import { AppError, ErrorBody } from '../../../contract/errors.ts'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { Actor, Platform } from '../ctx.ts'
import { makeLog } from '../log.ts'
import { fixedSite } from '../origins.ts'
import { content, raw, route, stream } from './route.ts'
import { type HttpServer, serve } from './serve.ts'

/** What was logged so far. */
export const logged: string[] = []

// the pipeline under test touches no database: what it would be is left out
const platform = {
  config: readConfig({}),
  clock: systemClock,
  log: makeLog('debug', (line) => logged.push(line)),
  pool: { query: async () => ({ rows: [] }) },
} as unknown as Platform // a partial machine, on purpose

export const person = { userId: 'u', sessionId: 's', email: 'a@b.test', name: 'A' }
export const team: Actor = { ...person, kind: 'team', accountId: 7, role: 'member', grants: [] }

const Echo = endpoint({
  method: 'POST',
  path: '/api/accounts/:accountId/echo/:id',
  summary: 'Echoes.',
  params: z.object({ accountId: z.coerce.number().int(), id: z.coerce.number().int() }),
  query: z.object({ tag: listOf(z.string()) }),
  body: z.object({ name: z.string().min(1), deep: z.unknown().optional() }),
  reply: z.object({ id: z.number(), name: z.string(), tags: z.array(z.string()) }),
})
const Sign = endpoint({ method: 'POST', path: '/api/sign', summary: 'Signs.', body: z.object({}), reply: Nothing })
const Fail = endpoint({
  method: 'GET',
  path: '/api/fail/:how',
  summary: 'Fails.',
  params: z.object({ how: z.string() }),
  reply: z.object({ ok: z.boolean() }),
})
const Limited = endpoint({ method: 'GET', path: '/api/limited', summary: 'Limited.', reply: Nothing })

function failAs(how: string): never {
  if (how === 'stale') throw new AppError('stale')
  if (how === 'away') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' })
  throw new Error('secret of someone@example.com')
}

const routes = [
  route(Echo, {
    host: 'console',
    allow: 'campaign.write',
    // the extra property must not leave the server
    run: (_ctx, { params, query, body }) => ({ id: params.id, name: body.name, tags: query.tag, password: 'x' }),
  }),
  route(Sign, {
    host: 'console',
    allow: 'public',
    run: (ctx) => {
      ctx.setCookie('session', 'abc', { expires: new Date('2030-01-01') })
      ctx.clearCookie('other')
      return undefined
    },
  }),
  route(Fail, {
    host: 'console',
    allow: 'public',
    run: async (_ctx, { params }) => {
      if (params.how === 'slow') return new Promise((resolve) => setTimeout(() => resolve({ ok: true }), 300))
      if (params.how === 'contract') return JSON.parse('{"ok":"no"}')
      return failAs(params.how)
    },
  }),
  route(Limited, { host: 'api', allow: 'public', limit: { points: 2, seconds: 60 }, run: () => undefined }),
  content({
    path: '/page',
    host: 'api',
    allow: 'public',
    summary: 'A page.',
    run: (_ctx, { nonce }) => ({ type: 'text/html; charset=utf-8', body: `<script nonce="${nonce}"></script>` }),
  }),
  stream({
    path: '/api/live',
    host: 'console',
    allow: 'campaign.read',
    summary: 'Live.',
    async *open(_ctx, _input, signal) {
      yield { event: 'figures', data: { n: 1 } }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }),
  raw({
    allow: 'public',
    paths: [{ method: 'POST', path: '/hot', summary: 'Hot.', replies: { 200: z.object({ hot: z.boolean() }) } }],
    register: (server) => {
      server.post('/hot', async () => ({ hot: true }))
    },
  }),
]

function builtPages(): string {
  const webRoot = mkdtempSync(path.join(tmpdir(), 'web-'))
  mkdirSync(path.join(webRoot, 'admin/assets'), { recursive: true })
  writeFileSync(path.join(webRoot, 'admin/assets/a-1.js'), 'let a')
  writeFileSync(
    path.join(webRoot, 'admin/index.html'),
    '<title>__TITLE__</title><script nonce="__NONCE__" src="/assets/a-1.js"></script><style nonce="__NONCE__">/*__BRAND__*/</style><script type="application/json">__BOOT__</script>',
  )
  return webRoot
}

/** Who every request of the test comes from. */
export const session: { actor: Actor } = { actor: team }

export const startServer = (): Promise<HttpServer> =>
  serve(platform, routes, {
    authenticate: async () => session.actor,
    hostOf: (host) => {
      if (host === 'broken.localhost') return Promise.reject(new Error('boom'))
      if (host === 'acme.localhost') return Promise.resolve({ kind: 'portal', accountId: 7, host })
      return fixedSite(platform.config, host)
    },
    pageHead: () => ({ boot: { evil: '</script>$&' }, css: ':root{--brand:#000}</style>', title: 'A & B' }),
    webRoot: builtPages(),
    streamHeartbeatMs: 50,
  })

interface Call {
  method?: 'GET' | 'POST'
  host?: string
  headers?: Record<string, string>
  body?: unknown
}

/** Requests to one server, from the console's host unless told otherwise. */
export function callerOf(server: HttpServer) {
  return (url: string, { method = 'GET', host = 'app.localhost', headers = {}, body }: Call = {}) => {
    const payload = body === undefined ? {} : { payload: body as object } // whatever a test sends
    return server.inject({ method, url, headers: { host, ...headers }, ...payload })
  }
}

export const errorOf = (response: { body: string }) => ErrorBody.parse(JSON.parse(response.body)).error
export const echo = '/api/accounts/7/echo/3'
