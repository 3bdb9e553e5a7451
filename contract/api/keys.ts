/** API keys: how an operator's own programs come in. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { keyScopes } from '../permissions.ts'

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The last characters of it; the whole is shown once, when it is made. */
  hint: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** To the minute; null when never. */
  lastUsedAt: z.iso.datetime().nullable(),
})

export const NewApiKey = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(120),
  scopes: z.array(z.enum(keyScopes)).min(1, 'choose at least one').max(keyScopes.length),
})
export type NewApiKey = z.output<typeof NewApiKey>

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api/console/:account/keys',
  summary: 'The API keys in use, newest first.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(ApiKey),
})
export const createApiKey = endpoint({
  method: 'POST',
  path: '/api/console/:account/keys',
  summary: 'Makes an API key. Its secret is in this reply and never again.',
  params: AccountPath,
  body: NewApiKey,
  reply: ApiKey.extend({ secret: z.string() }),
})
export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/keys/:key',
  summary: 'Revokes an API key: its next request is refused.',
  params: AccountPath.extend({ key: z.uuid() }),
  reply: Nothing,
})
