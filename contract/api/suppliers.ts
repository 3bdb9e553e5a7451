/** The Supplier Portal: where somebody supplies. Campaigns go by their public names; buyers and prices are nowhere. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

const Id = z.number().int().positive()

export const SuppliedCampaign = z.object({
  id: Id,
  name: z.string(),
  status: z.enum(['active', 'paused', 'archived']),
  /** The user's own suppliers in it. */
  suppliers: z.array(
    z.object({ id: Id, name: z.string(), status: z.enum(['active', 'paused']), testMode: z.boolean() }),
  ),
})
export type SuppliedCampaign = z.infer<typeof SuppliedCampaign>

export const listSuppliedCampaigns = endpoint({
  method: 'GET',
  path: '/api/supplier/:account/campaigns',
  summary: 'The campaigns that the signed-in supplier supplies, by name, each with its own suppliers in it.',
  params: AccountPath,
  reply: z.object({ items: z.array(SuppliedCampaign) }),
})
