/** Clients: the companies an account deals with, whether they buy, supply, or both. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, PageQuery, pageOf } from '../page.ts'

export const ClientName = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')

export const Client = z.object({
  id: z.number().int(),
  name: z.string(),
  createdAt: z.iso.datetime(),
})
const ClientInList = Client.extend({
  suppliers: z.number().int(),
  buyers: z.number().int(),
  /** Customers mapped to it. */
  customers: z.number().int(),
})
export const ClientDetails = Client.extend({
  campaigns: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      status: z.enum(['active', 'paused', 'archived']),
      suppliers: z.number().int(),
      buyers: z.number().int(),
    }),
  ),
  customers: z.array(z.object({ id: z.number().int(), company: z.string(), billed: z.boolean() })),
})

export const ClientQuery = PageQuery.extend({ search: z.string().trim().max(120).default('') })
export type ClientQuery = z.output<typeof ClientQuery>
const ClientParams = AccountPath.extend({ client: IdInPath })
const Named = z.object({ name: ClientName })

export const listClients = endpoint({
  method: 'GET',
  path: '/api/console/:account/clients',
  summary: "The account's Clients by name.",
  params: AccountPath,
  query: ClientQuery,
  reply: pageOf(ClientInList),
})
export const createClient = endpoint({
  method: 'POST',
  path: '/api/console/:account/clients',
  summary: 'Makes a Client.',
  params: AccountPath,
  body: Named,
  reply: Client,
})
export const readClient = endpoint({
  method: 'GET',
  path: '/api/console/:account/clients/:client',
  summary: 'A Client with the campaigns it is in and the customers mapped to it.',
  params: ClientParams,
  reply: ClientDetails,
})
export const renameClient = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/clients/:client',
  summary: 'Renames a Client.',
  params: ClientParams,
  body: Named,
  reply: Client,
})
