/** How leads reach the signed-in customer's own system or mailbox, and one made-up lead sent that way to see it work. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { IdInPath, PageQuery, pageOf } from '../page.ts'

const Named = z.object({ id: z.number().int(), name: z.string() })

export const OwnDelivery = z.object({
  /** The buyer's id. */
  id: z.number().int(),
  campaign: Named,
  kind: z.enum(['direct_post', 'email']),
  /** The host that is called, or the addresses that are written to. */
  to: z.string(),
})
export type OwnDelivery = z.output<typeof OwnDelivery>

export const listOwnDeliveries = endpoint({
  method: 'GET',
  path: '/api/portal/deliveries',
  summary: 'The own buyers whose leads are sent by HTTP or e-mail, oldest first.',
  query: PageQuery,
  reply: pageOf(OwnDelivery),
})

export const sendSampleLead = endpoint({
  method: 'POST',
  path: '/api/portal/deliveries/test',
  summary: 'Sends a made-up lead the way a real one goes, marked as a test; it costs nothing and is no lead.',
  body: z.object({ buyer: IdInPath }),
  reply: z.object({
    outcome: z.enum(['mailed', 'accepted', 'duplicated', 'rejected', 'errored', 'timed_out', 'unknown']),
    /** What the other system gave as its reason. */
    reason: z.string().nullable(),
    /** What it answered, where it did. */
    status: z.number().int().nullable(),
    to: z.string(),
  }),
})
