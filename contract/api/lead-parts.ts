/** The parts of one lead as the team sees them: its sales, what happened to it, what can be done with it. */
import { z } from 'zod'

const Amount = z.number().int()
const Named = z.object({ id: z.number().int(), name: z.string() })

export const Debit = z.object({
  amount: Amount,
  balanceBefore: Amount,
  balanceAfter: Amount,
  at: z.string(),
  /** The ledger entry's number in its wallet. */
  entry: z.number().int(),
})

export const TeamSale = z.object({
  id: z.string(),
  buyer: Named,
  client: Named,
  price: Amount,
  /** The pricing rule that set the price, from 1; null is the default price. */
  rule: z.number().int().nullable(),
  at: z.string(),
  test: z.boolean(),
  returnedAt: z.string().nullable(),
  returned: z
    .object({
      reason: z.string(),
      note: z.string().nullable(),
      by: z.string(),
      /** Whether the supplier bears it. */
      toSupplier: z.boolean(),
      /** Null: nothing had been debited, or it was marked without a refund. */
      credit: Debit.extend({ customer: Named }).nullable(),
    })
    .nullable(),
  debit: Debit.extend({ customer: Named }).nullable(),
})
export type TeamSale = z.infer<typeof TeamSale>

export const TimelineEntry = z.object({
  kind: z.enum([
    'received',
    'validation',
    'filters',
    'supplier_cap',
    'duplicates',
    'skipped',
    'check',
    'attempt',
    'debit',
    'answer',
    'settled',
    'returned',
    'credit',
  ]),
  tone: z.enum(['plain', 'good', 'skipped', 'bad', 'returned']),
  title: z.string(),
  text: z.string(),
  at: z.string().nullable(),
  ms: z.number().int().nullable(),
  buyer: Named.nullable(),
  /** Of a skipped buyer: the reason's kind, as in contract/reasons.ts. */
  reason: z.string().nullable(),
  /** Another lead that is spoken of: the one this is a duplicate of. */
  lead: z.string().nullable(),
  /** Who did it by hand. */
  by: z.string().nullable(),
  /** What went over the wire, secrets masked; it is kept for 90 days. */
  call: z
    .object({ request: z.string(), response: z.string().nullable(), status: z.number().int().nullable() })
    .nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** What returning all that is left of a lead would move. Without `lead.read_data` it does not say who bought. */
export const Returning = z.object({
  sales: z.array(
    z.object({
      id: z.string(),
      buyer: Named.optional(),
      price: Amount,
      credit: Amount,
      /** By the supplier's terms. */
      toSupplier: z.boolean(),
      /** Null: it takes nothing back. */
      takenBackUntil: z.string().nullable(),
    }),
  ),
  /** What the supplier earns less if it bears it. */
  payoutBack: Amount,
})

/** A call that ended so that nobody can tell whether the buyer took the lead. */
export const UnknownCall = z.object({
  id: z.string(),
  buyer: Named,
  /** What is held for it. */
  held: Amount,
  at: z.string(),
  /** Then what is held is let go by itself. */
  until: z.string(),
  reason: z.string().nullable(),
})
export type UnknownCall = z.infer<typeof UnknownCall>
