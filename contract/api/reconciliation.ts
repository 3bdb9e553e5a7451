/** The reconciler's page: every payment at Stripe against the ledger. All amounts are minor units. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { chargeKinds } from './billing.ts'

const Instant = z.iso.datetime()

export const reconciliationStates = ['matched', 'foreign', 'differs'] as const
export const ReconciliationLine = z.object({
  paymentIntentId: z.string(),
  paidAt: Instant,
  amount: z.number().int(),
  refunded: z.number().int(),
  disputed: z.boolean(),
  /** What Stripe kept, where it says so. */
  stripeFee: z.number().int().nullable(),
  currency: z.string(),
  /** matched: with the ledger; foreign: not made by this portal; differs: see `difference`. */
  state: z.enum(reconciliationStates),
  difference: z.string().nullable(),
  charge: z
    .object({
      id: z.string(),
      kind: z.enum(chargeKinds),
      customer: z.object({ id: z.number().int(), company: z.string() }),
    })
    .nullable(),
})
export const readReconciliation = endpoint({
  method: 'GET',
  path: '/api/console/:account/reconciliation',
  summary: 'Every payment at Stripe and what the ledger says of it, newest first.',
  params: AccountPath,
  query: PageQuery.extend({ state: z.enum(reconciliationStates).optional() }),
  reply: pageOf(ReconciliationLine).extend({
    /** When Stripe was last read through; null: not yet. */
    readAt: Instant.nullable(),
    differences: z.number().int(),
  }),
})
