/** A program of an account's operator: calls the outward host with an API key, as the field's scripts do. */
import type { Permission } from '../../contract/permissions.ts'
import { createApiKey } from '../../server/people/actions/keys.ts'
import type { Ctx } from '../../server/platform/ctx.ts'
import type { HttpServer } from '../../server/platform/http/serve.ts'
import type { Answer } from './browser.ts'

export interface Program {
  get(url: string): Promise<Answer>
  post(url: string, body?: object): Promise<Answer>
}

export async function aProgram(server: HttpServer, ctx: Ctx, scopes: readonly Permission[]): Promise<Program> {
  const { secret } = await createApiKey(ctx, { name: 'Night script', scopes: [...scopes] })
  const ask = async (method: 'GET' | 'POST', url: string, body?: object): Promise<Answer> => {
    const response = await server.inject({
      method,
      url,
      headers: { host: 'api.localhost', authorization: `Bearer ${secret}` },
      ...(body !== undefined && { payload: body }),
    })
    const { statusCode: status, headers } = response
    return { status, headers, body: JSON.parse(response.body || 'null') }
  }
  return { get: (url) => ask('GET', url), post: (url, body = {}) => ask('POST', url, body) }
}
