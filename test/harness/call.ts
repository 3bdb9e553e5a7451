/** Calls an endpoint as the server does, without the network: permission, schemas of both directions, code. */
import type { CallInput, Endpoint, Reply } from '../../contract/endpoint.ts'
import { AppError } from '../../contract/errors.ts'
import { can } from '../../contract/permissions.ts'
import type { Ctx } from '../../server/platform/ctx.ts'
import { parsePart } from '../../server/platform/http/input.ts'
import type { RequestCtx, Route } from '../../server/platform/http/route.ts'

/** @throws AppError as the caller would be told */
export async function call<E extends Endpoint>(
  routes: readonly Route[],
  ctx: Ctx,
  endpoint: E,
  input: CallInput<E>,
): Promise<Reply<E>> {
  const found = routes.find((route) => route.kind === 'json' && route.endpoint === endpoint)
  if (found?.kind !== 'json') throw new Error(`no route for ${endpoint.method} ${endpoint.path}`)
  if (found.allow !== 'public' && !can(ctx.actor, found.allow)) throw new AppError('forbidden')
  const { params, query, body } = input as { params?: unknown; query?: unknown; body?: unknown } // as declared by E
  const parsed = {
    params: parsePart(endpoint.params, params ?? {}),
    query: parsePart(endpoint.query, query ?? {}),
    body: parsePart(endpoint.body, body),
  }
  // cookies and the request belong to sign-in routes, which are tested over HTTP
  const reply = await found.run(ctx as unknown as RequestCtx, parsed)
  return endpoint.reply.parse(reply) as Reply<E>
}
