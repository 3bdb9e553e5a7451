/** Parameters that payments, set-ups and sessions share. */
import { z } from 'zod'
import { expand, id, ignored, metadata, textOrNone } from '../wire.ts'

export const futureUse = z.enum(['off_session', 'on_session'])
export const methodTypes = z.array(z.string()).optional()
export const shared = {
  customer: id.optional(),
  description: textOrNone.optional(),
  metadata: metadata.optional(),
  payment_method: id.optional(),
  expand,
}
/** Versions before 2026-09-30 say `payment_method_types`; the simulator's server refuses it from later ones. */
export const chosen = {
  allowed_payment_method_types: methodTypes,
  payment_method_types: methodTypes,
  automatic_payment_methods: ignored,
  payment_method_options: ignored,
}

export const Cancel = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
})
