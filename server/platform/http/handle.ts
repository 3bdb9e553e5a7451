/** JSON and content routes: admit, parse, run, and only what the contract names goes out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Gatekeeper } from './admit.ts'
import { FOR_EVER, newNonce, pagePolicy } from './headers.ts'
import { parsePart } from './input.ts'
import type { Content, ContentRoute, JsonRoute, RequestCtx } from './route.ts'

const admitted = new WeakMap<FastifyRequest, RequestCtx>()

/** The context the gate made. */
function ctxOfRequest(request: FastifyRequest): RequestCtx {
  const ctx = admitted.get(request)
  if (!ctx) throw new Error('a handler ran before its gate')
  return ctx
}

/** The gate as the framework's first hook, before a byte of the body is read. */
export function gateOf(keeper: Gatekeeper, route: Parameters<typeof admit>[1]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    admitted.set(request, await admit(keeper, route, request, reply))
  }
}

const constraintOf = (route: { host: string }): { site: string } => ({ site: route.host })

async function answerJson(route: JsonRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { endpoint } = route
  const ctx = ctxOfRequest(request)
  const params = parsePart(endpoint.params, request.params)
  const query = parsePart(endpoint.query, request.query)
  // a request without a body is an empty one, so that the refusal names the field that is missing
  const body = parsePart(endpoint.body, request.body ?? {})
  const given = await route.run(ctx, { params, query, body })
  const answer = endpoint.reply.safeParse(given)
  // ours, not the caller's: the log tells which part, never its value
  if (!answer.success) throw new Error(`reply of ${endpoint.path} breaks its contract: ${pathsOf(answer.error)}`)
  if (answer.data === undefined) return reply.code(204).send()
  return reply.send(answer.data)
}

function pathsOf(error: { issues: readonly { path: readonly PropertyKey[]; code?: string | undefined }[] }): string {
  return error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.code ?? ''}`).join(', ')
}

function sendContent(reply: FastifyReply, made: Content, nonce: string): FastifyReply {
  if (made.redirect !== undefined) return reply.redirect(made.redirect, made.status ?? 303)
  if (made.type.startsWith('text/html')) reply.header('content-security-policy', pagePolicy(nonce))
  if (made.keep !== undefined) reply.header('cache-control', FOR_EVER)
  if (made.fileName !== undefined) {
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(made.fileName)}`)
  }
  return reply
    .code(made.status ?? 200)
    .type(made.type)
    .send(made.body)
}

async function answerContent(route: ContentRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const nonce = newNonce()
  const params = parsePart(route.params, request.params)
  const query = parsePart(route.query, request.query)
  return sendContent(reply, await route.run(ctxOfRequest(request), { params, query, nonce }), nonce)
}

/** Registers one JSON route. */
export function registerJson(server: FastifyInstance, keeper: Gatekeeper, route: JsonRoute): void {
  server.route({
    method: route.endpoint.method,
    url: route.endpoint.path,
    constraints: constraintOf(route),
    onRequest: gateOf(keeper, route),
    ...(route.bodyLimit !== undefined && { bodyLimit: route.bodyLimit }),
    handler: (request, reply) => answerJson(route, request, reply),
  })
}

/** Registers one page or download. */
export function registerContent(server: FastifyInstance, keeper: Gatekeeper, route: ContentRoute): void {
  server.route({
    method: 'GET',
    url: route.path,
    constraints: constraintOf(route),
    onRequest: gateOf(keeper, route),
    handler: (request, reply) => answerContent(route, request, reply),
  })
}

export { ctxOfRequest }
