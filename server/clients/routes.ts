import * as api from '../../contract/api/clients.ts'
import { type Route, route } from '../platform/http/route.ts'
import { createClient, listClients, readClient, renameClient } from './actions.ts'
import { presentClient, presentClientDetails, presentClientInList } from './present.ts'

export const clientRoutes: readonly Route[] = [
  route(api.listClients, {
    host: 'console',
    allow: 'client.read',
    run: async (ctx, { query }) => {
      const page = await listClients(ctx, query)
      return { items: page.items.map(presentClientInList), next: page.next }
    },
  }),
  route(api.createClient, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { body }) => presentClient(await createClient(ctx, body.name)),
  }),
  route(api.readClient, {
    host: 'console',
    allow: 'client.read',
    run: async (ctx, { params, query }) => presentClientDetails(await readClient(ctx, params.client, query)),
  }),
  route(api.renameClient, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { params, body }) => presentClient(await renameClient(ctx, params.client, body.name)),
  }),
]
