import * as api from '../../../contract/api/keys.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../actions/keys.ts'
import { presentApiKey } from '../present.ts'

export const keyRoutes: Route[] = [
  route(api.listApiKeys, {
    host: 'console',
    allow: 'key.read',
    run: async (ctx, { query }) => {
      const { items, next } = await listApiKeys(ctx, query)
      return { items: items.map(presentApiKey), next }
    },
  }),
  route(api.createApiKey, {
    host: 'console',
    allow: 'key.write',
    run: async (ctx, { body }) => {
      const { key, secret } = await createApiKey(ctx, body)
      return { ...presentApiKey(key), secret }
    },
  }),
  route(api.revokeApiKey, {
    host: 'console',
    allow: 'key.write',
    run: async (ctx, { params }) => void (await revokeApiKey(ctx, params.key)),
  }),
]
