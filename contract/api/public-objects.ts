/**
 * What the public API speaks of (spec 2.4): names as the field's scripts know them, amounts in the currency's major
 * unit. A key that a script does not know yet does it no harm; one it knows never goes away.
 */
import { z } from 'zod'
import { Decimal } from '../decimal.ts'
import { FieldValue } from '../fields.ts'

const Id = z.number().int()
const Count = z.number().int()
const Named = z.object({ id: Id, name: z.string() })

/** `PROCESSING`: a lead that is still being decided. */
export const PublicStatus = z.enum(['ACCEPTED', 'DUPLICATED', 'ERROR', 'PROCESSING'])
export type PublicStatus = z.output<typeof PublicStatus>

export const AttemptStatus = z.enum([
  'ACCEPTED',
  'REJECTED',
  'DUPLICATED',
  'ERROR',
  'TIMED_OUT',
  'UNKNOWN',
  'EXPIRED',
  'NOT_SOLD',
  'RESENT',
  'PROCESSING',
])
export type AttemptStatus = z.output<typeof AttemptStatus>

const PublicBuyer = Named.extend({
  client: Named,
  status: AttemptStatus,
  error_code: z.number().int(),
  error_message: z.string(),
  sell_price: Decimal,
})

export const PublicLead = z.object({
  id: z.string(),
  lead_date_ms: z.string().describe('When it came: milliseconds since 1970, as text.'),
  status: PublicStatus,
  error_code: z.number().int().describe('0 for an accepted lead; else a code of the table below.'),
  error_message: z.string(),
  test: z.boolean(),
  cost: Decimal.describe('What the supplier earns for it.'),
  revenue: Decimal.describe('The sum of its sale prices.'),
  returned: z.boolean().describe('Whether every sale of it was returned.'),
  return_reason: z.string().nullable(),
  campaign_id: Id,
  campaign_name: z.string(),
  lead_data: z.record(z.string(), FieldValue).describe('Values by field name; what it has no value for is left out.'),
  supplier: Named.extend({ client: Named }),
  buyers: z.array(PublicBuyer).describe('The buyers that were called, in that order.'),
})
export type PublicLead = z.output<typeof PublicLead>

const Counts = {
  leads_total: Count,
  leads_accepted: Count,
  leads_duplicated: Count,
  leads_failed: Count,
  leads_returned: Count,
  net_leads_accepted: Count.describe('Accepted less returned.'),
}
const Revenue = {
  total_sell: Decimal.describe('The same as gross_revenue.'),
  gross_revenue: Decimal,
  returned_revenue: Decimal,
  net_revenue: Decimal,
}
const Both = {
  ...Counts,
  total_buy: Decimal.describe('The same as gross_cost.'),
  ...Revenue,
  profit: Decimal.describe('The same as gross_profit.'),
  gross_cost: Decimal,
  gross_profit: Decimal,
  returned_cost: Decimal,
  net_cost: Decimal,
  net_profit: Decimal,
}
const Of = { id: Id, name: z.string(), client_id: Id, client_company: z.string() }

const CampaignNames = z.object({ id: Id, name: z.string(), public_name: z.string() })

export const CampaignStats = z.object({
  campaign: CampaignNames.extend(Both),
  suppliers: z.array(z.object({ ...Of, ...Both })),
  buyers: z.array(z.object({ ...Of, ...Counts, ...Revenue })),
})
export const SupplierStats = z.object({
  ...Of,
  campaign_id: Id,
  campaign_name: z.string(),
  ...Both,
})

const Caps = z.object({ daily: Count, weekly: Count, monthly: Count, total: Count }).describe('0 is unlimited.')

export const PublicCampaign = CampaignNames.extend({
  status: z.enum(['ACTIVE', 'PAUSED', 'ARCHIVED']),
  timezone: z.string(),
  fields: z.array(z.string()).describe('Names, in order.'),
  suppliers: z.array(
    Named.extend({ client: Named, status: z.enum(['ACTIVE', 'PAUSED']), test_mode: z.boolean(), caps: Caps }),
  ),
  buyers: z.array(
    Named.extend({
      client: Named,
      status: z.enum(['ACTIVE', 'PAUSED']).describe('PAUSED while anybody’s pause holds it.'),
      price: Decimal.describe('Its default price.'),
      caps: Caps,
    }),
  ),
})

const Call = z.object({
  outcome: z.string(),
  reason: z.string().nullable(),
  request: z.string(),
  response: z.string().nullable(),
  http_status: z.number().int().nullable(),
  date_ms: z.string(),
  duration_ms: z.number().int(),
})

export const DebugCheck = Call.extend({ name: z.string() })

export const DebugAttempt = PublicBuyer.extend({
  id: z.string(),
  date_ms: z.string(),
  duration_ms: z.number().int(),
  calls: z.array(Call).describe('As sent and answered, secrets masked. Kept for 90 days.'),
})
