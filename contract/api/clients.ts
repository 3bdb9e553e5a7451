/** Clients: the companies an account deals with, whether they buy, supply, or both. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, PageQuery, pageOf } from '../page.ts'
import { RangeQuery, WindowView } from '../ranges.ts'

export const ClientName = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')

export const Client = z.object({
  id: z.number().int(),
  name: z.string(),
  createdAt: z.iso.datetime(),
})
const Count = z.number().int()
/** What it supplied: leads, how many were accepted, what it earns for them, returns taken off. */
const Supplied = z.object({ leads: Count, accepted: Count, returned: Count, earned: Count })
/** What it bought: sales, how many came back, what it pays for them, returns taken off. */
const Bought = z.object({ leads: Count, returned: Count, paid: Count })

const ClientInList = Client.extend({
  suppliers: Count,
  buyers: Count,
  /** Customers mapped to it. */
  customers: Count,
  /** Campaigns it is in. */
  campaigns: Count,
  /** Of the last 28 days, where they were asked for. */
  supplied: Supplied.nullable(),
  bought: Bought.nullable(),
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
  /** Its suppliers and buyers, each with its figures over the range. */
  members: z.array(
    z.object({
      kind: z.enum(['supplier', 'buyer']),
      id: Count,
      name: z.string(),
      campaign: z.object({ id: Count, name: z.string() }),
      supplied: Supplied.nullable(),
      bought: Bought.nullable(),
    }),
  ),
  supplied: Supplied,
  bought: Bought,
  customers: z.array(z.object({ id: z.number().int(), company: z.string(), billed: z.boolean() })),
  currency: z.string(),
  window: WindowView,
  asOf: z.string(),
})

export const ClientQuery = PageQuery.extend({
  search: z.string().trim().max(120).default(''),
  role: z.enum(['all', 'buys', 'supplies']).default('all'),
  /** With figures, which a list to choose from does not need. */
  figures: z.enum(['none', 'last_28']).default('none'),
})
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
  summary: 'A Client with the campaigns it is in, its figures over a range, and the customers mapped to it.',
  params: ClientParams,
  query: z.object(RangeQuery),
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
