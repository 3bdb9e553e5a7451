/** What is done with a lead by hand: settling calls of unknown end, sending again, selling to a buyer of choice. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath } from '../page.ts'

/** The most calls that one request settles. */
export const MOST_SETTLED = 100

const LeadId = z.string().max(40)
const Named = z.object({ id: z.number().int(), name: z.string() })
const LeadPath = AccountPath.extend({ lead: LeadId })

export const settleCalls = endpoint({
  method: 'POST',
  path: '/api/console/:account/leads/settle',
  summary: 'Says of calls of unknown end whether the buyer took the lead; each is settled for itself.',
  params: AccountPath,
  body: z.object({
    /** Without `call`: every such call of the lead. */
    calls: z
      .array(z.object({ lead: LeadId, call: LeadId.optional() }))
      .min(1)
      .max(MOST_SETTLED),
    /** True makes the sale, paid from what is held; false lets it go. */
    sold: z.boolean(),
  }),
  reply: z.object({
    /** In the order asked for; `refusal` says why one was not settled. */
    results: z.array(z.object({ lead: z.string(), refusal: z.string().nullable() })),
  }),
})

/** How a buyer that was asked by hand answered. */
export const HandOutcome = z.enum([
  'accepted',
  'duplicated',
  'rejected',
  'errored',
  'timed_out',
  'unknown',
  'resent',
  'calling',
])
export type HandOutcome = z.infer<typeof HandOutcome>

const Asked = z.object({
  outcome: HandOutcome,
  /** Of what did not go well: why, in the buyer's words or ours. */
  reason: z.string().nullable(),
})

export const sendAgain = endpoint({
  method: 'POST',
  path: '/api/console/:account/leads/:lead/send-again',
  summary: 'Sends a lead once more to a buyer that bought it; nothing is charged.',
  params: LeadPath,
  body: z.object({ sale: LeadId }),
  reply: Asked,
})

export const sellTo = endpoint({
  method: 'POST',
  path: '/api/console/:account/leads/:lead/sell-to',
  summary: 'Offers an unsold lead to one buyer; everything that is checked of a sale is checked now.',
  params: LeadPath,
  body: z.object({ buyer: IdInPath }),
  reply: Asked,
})

export const buyersForLead = endpoint({
  method: 'GET',
  path: '/api/console/:account/leads/:lead/buyers',
  summary: 'The buyers of a lead’s campaign under its settings of now, each with what stands against it.',
  params: LeadPath,
  reply: z.object({
    currency: z.string(),
    items: z.array(
      z.object({
        buyer: Named,
        price: z.number().int().nullable(),
        /** Null: nothing that can be told beforehand. Caps, budget and balance are looked at when it is sold. */
        obstacle: z.string().nullable(),
      }),
    ),
  }),
})
