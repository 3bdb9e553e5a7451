/** Returning what was sold. One sale is credited once, with what it was debited, to the wallet that paid. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath } from '../page.ts'

/** The most leads that one request returns. */
export const MOST_RETURNED = 100

/** Said so often that a page offers them; any other words will do. */
export const RETURN_REASONS = [
  'Wrong number',
  'Disconnected number',
  'Did not ask for it',
  'Outside the area',
  'Duplicate',
  'False details',
] as const

const LeadId = z.string().max(40)

/** What is said of a return. `toSupplier` null is as the supplier's terms say. */
const Saying = {
  reason: z.string().trim().min(1, 'must not be empty').max(200, 'must be at most 200 characters'),
  note: z.string().trim().max(1_000, 'must be at most 1,000 characters').nullable().default(null),
  /** False marks without a credit, and the audit log says so. */
  refund: z.boolean().default(true),
  toSupplier: z.boolean().nullable().default(null),
}

const Outcome = z.object({
  lead: z.string(),
  /** Whether all its sales are returned now. */
  returned: z.boolean(),
  sales: z.number().int(),
  price: z.number().int(),
  credited: z.number().int(),
  payoutBack: z.number().int(),
})
export type ReturnOutcome = z.infer<typeof Outcome>

export const ReturnLead = z.object({
  ...Saying,
  /** Only these sales of it; left out: all that are not returned yet. */
  sales: z.array(LeadId).min(1).max(MOST_RETURNED).optional(),
})
export type ReturnLead = z.output<typeof ReturnLead>

export const returnLead = endpoint({
  method: 'POST',
  path: '/api/console/:account/leads/:lead/return',
  summary: 'Returns a lead: its sales are marked and each wallet that paid gets back what it paid.',
  params: AccountPath.extend({ lead: LeadId }),
  body: ReturnLead,
  reply: Outcome,
})

export const ReturnLeads = z.object({ ...Saying, leads: z.array(LeadId).min(1).max(MOST_RETURNED) })
export type ReturnLeads = z.output<typeof ReturnLeads>

export const returnLeads = endpoint({
  method: 'POST',
  path: '/api/console/:account/leads/return',
  summary: 'Returns up to a hundred leads, each for itself: what cannot be returned is said beside it.',
  params: AccountPath,
  body: ReturnLeads,
  reply: z.object({
    /** In the order asked for. */
    results: z.array(
      z.object({
        lead: z.string(),
        done: Outcome.nullable(),
        /** Why it was not returned. */
        refusal: z.string().nullable(),
      }),
    ),
  }),
})
