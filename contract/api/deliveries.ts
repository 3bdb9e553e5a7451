/** Deliveries and outside checks, tried before leads depend on them. */
import { z } from 'zod'
import { DirectPost, EmailDelivery, OutsideCheck } from '../delivery.ts'
import { endpoint } from '../endpoint.ts'
import { Field } from '../fields.ts'
import { AccountPath, IdInPath } from '../page.ts'

const Trial = z.object({
  /** As they stand in the form; names and types are all that is looked at. */
  fields: z.array(Field).min(1).max(200),
  /** What of the sample lead is to be something else, as a supplier would post it, by field. */
  values: z.record(z.string().max(64), z.string().max(8_000)).default({}),
  /** The id of a lead whose values are taken. Left out: a sample lead. */
  lead: z.string().max(40).optional(),
  /** The buyer's price of it. */
  price: z.number().int().min(0).max(1_000_000_00).default(0),
})

const Exchange = z.object({
  /** As it is sent, secrets masked. */
  request: z.string(),
  response: z.string().nullable(),
  status: z.number().int().nullable(),
  ms: z.number(),
})

/** What would have been booked of it, and by which rule (from 0; null where none fitted). */
const Verdict = z.object({
  outcome: z.enum([
    'accepted',
    'duplicated',
    'rejected',
    'errored',
    'timed_out',
    'unknown',
    'pass',
    'reject',
    'failed',
    'mailed',
  ]),
  reason: z.string().nullable(),
  rule: z.number().int().nullable(),
  price: z.number().int().nullable(),
  saved: z.array(z.object({ field: z.string(), value: z.string().nullable() })),
})

export const TrialResult = z.object({
  exchange: Exchange,
  /** Null: nothing was sent, it was only written. */
  verdict: Verdict.nullable(),
})
export type TrialResult = z.output<typeof TrialResult>

export const tryDelivery = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/try-delivery',
  summary:
    'Writes a delivery for a sample or a stored lead, and sends it for real if asked to; mail goes to whoever asks.',
  params: AccountPath.extend({ campaign: IdInPath }),
  body: Trial.extend({
    delivery: z.discriminatedUnion('kind', [DirectPost, EmailDelivery]),
    send: z.boolean().default(false),
  }),
  reply: TrialResult,
})

export const tryCheck = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/try-check',
  summary: 'Writes an outside check for a sample or a stored lead, and asks it for real if told to.',
  params: AccountPath.extend({ campaign: IdInPath }),
  body: Trial.extend({ check: OutsideCheck, send: z.boolean().default(false) }),
  reply: TrialResult,
})
