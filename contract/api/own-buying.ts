/** What buying costs the signed-in customer, and what besides its balance keeps it from buying. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

export const portalPrices = endpoint({
  method: 'GET',
  path: '/api/portal/prices',
  summary: 'The least and the most that a lead costs the own running buyers, and whether a dispute holds buyers up.',
  reply: z.object({
    currency: z.string(),
    /** Null: no buyer that is billed to this customer runs, or all of them buy for nothing. */
    least: z.number().int().nullable(),
    most: z.number().int().nullable(),
    /** A disputed payment holds buyers up, until a person of the operator's resumes them. */
    disputed: z.boolean(),
  }),
})
