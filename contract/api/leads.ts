/**
 * Leads as each of the three sides may see them. A field hidden from a side is in no reply of its endpoints: not as
 * a column, a value, a search hit or a filter.
 */
import { z } from 'zod'
import { endpoint, listOf } from '../endpoint.ts'
import { FieldType, FieldValue } from '../fields.ts'
import { MOST_ID, PageQuery, pageOf } from '../page.ts'
import { RangeQuery } from '../ranges.ts'
import { Debit, Returning, TeamSale, TimelineEntry, UnknownCall } from './lead-parts.ts'

const Id = z.coerce.number<number | string>().int().positive().max(MOST_ID)
const Amount = z.number().int()
const Named = z.object({ id: z.number().int(), name: z.string() })
export const LeadStatus = z.enum(['accepted', 'duplicated', 'failed'])

const Filters = {
  ...RangeQuery,
  campaign: Id.optional(),
  test: z.enum(['all', 'test', 'live']).default('all'),
  returned: z.enum(['all', 'returned', 'kept']).default('all'),
  /** A lead id, an e-mail address or a phone number, whole, in any format. */
  search: z.string().trim().max(200).optional(),
  ...PageQuery.shape,
}
const StatusFilter = { status: LeadStatus.optional() }

/** A field that at least one lead of the page can have a value in, in the order of its campaign. */
export const LeadColumn = z.object({ name: z.string(), label: z.string(), type: FieldType })
export type LeadColumn = z.infer<typeof LeadColumn>
/** Values by field name; what a lead has no value for is left out. */
const LeadData = z.record(z.string(), FieldValue)

const leadsOf = <S extends z.ZodType>(lead: S) =>
  pageOf(lead).extend({
    /** About how many match, told with the first page where figures know it. */
    estimate: z.number().int().nullable(),
    columns: z.array(LeadColumn),
    /** The zone that the range's days were counted in. */
    zone: z.string(),
    currency: z.string(),
    asOf: z.string(),
  })

/** One field of a lead with its value, or one of the system's (`system`). */
export const LeadField = z.object({
  name: z.string(),
  label: z.string(),
  type: FieldType,
  value: FieldValue,
  consent: z.boolean(),
  system: z.boolean(),
})
export type LeadField = z.infer<typeof LeadField>

export type { TimelineEntry } from './lead-parts.ts'

// console

export const LEAD_ACTIONS = ['return', 'settle', 'send_again', 'sell_to'] as const
export type LeadAction = (typeof LEAD_ACTIONS)[number]

/** With `lead.read` alone only id, date, campaign and revenue are there. */
export const TeamLead = z.object({
  id: z.string(),
  at: z.string(),
  campaign: Named,
  revenue: Amount,
  status: LeadStatus.optional(),
  code: z.number().int().optional(),
  /** Why it did not sell; null when it did. */
  reason: z.string().nullable().optional(),
  test: z.boolean().optional(),
  returned: z.boolean().optional(),
  /** The reasons of its returns, one after the other. */
  returnReason: z.string().nullable().optional(),
  /** Its buyers are being asked: it has no outcome yet. */
  inProcess: z.boolean().optional(),
  /** A call ended so that nobody can tell whether the buyer took it. */
  unknown: z.boolean().optional(),
  payout: Amount.optional(),
  /** What returns took off the two. */
  returnedRevenue: Amount.optional(),
  returnedPayout: Amount.optional(),
  supplier: Named.optional(),
  buyers: z.array(Named).optional(),
  data: LeadData.optional(),
  /** What who asks may do with it now. */
  can: z.array(z.enum(LEAD_ACTIONS)),
})
export type TeamLead = z.infer<typeof TeamLead>

export const listLeads = endpoint({
  method: 'GET',
  path: '/api/console/:account/leads',
  summary: 'The account’s leads, newest first.',
  params: z.object({ account: Id }),
  query: z.object({
    ...Filters,
    ...StatusFilter,
    supplier: listOf(Id).default([]),
    buyer: Id.optional(),
    /** What the post was answered, as in contract/verdict.ts. */
    code: z.coerce.number<number | string>().int().min(0).max(9_999).optional(),
    /** Leads without an outcome: buyers are being asked, or it is not known whether one took it. */
    waiting: z.enum(['in_process', 'unknown']).optional(),
  }),
  reply: leadsOf(TeamLead),
})

export const readLead = endpoint({
  method: 'GET',
  path: '/api/console/:account/leads/:lead',
  summary: 'One lead: its fields, its money, and what happened to it step by step.',
  params: z.object({ account: Id, lead: z.string().max(40) }),
  reply: z.object({
    lead: TeamLead,
    currency: z.string(),
    zone: z.string(),
    profit: Amount.optional(),
    version: z.number().int().optional(),
    fields: z.array(LeadField.extend({ hiddenFromSpecs: z.boolean(), hiddenFromBuyers: z.boolean() })).optional(),
    sales: z.array(TeamSale).optional(),
    /** There where it can be returned. */
    returning: Returning.nullable(),
    unknowns: z.array(UnknownCall).optional(),
    timeline: z.array(TimelineEntry).optional(),
  }),
})

// customer

/** A sale to one of the customer's buyers. A lead bought twice is two items. */
export const CustomerLead = z.object({
  id: z.string(),
  sale: z.string(),
  /** When it was bought. */
  at: z.string(),
  campaign: Named,
  price: Amount,
  test: z.boolean(),
  returned: z.boolean(),
  data: LeadData,
})
export type CustomerLead = z.infer<typeof CustomerLead>

export const listPortalLeads = endpoint({
  method: 'GET',
  path: '/api/portal/leads',
  summary: 'The leads the customer bought, newest first.',
  query: z.object(Filters),
  reply: leadsOf(CustomerLead),
})

export const readPortalLead = endpoint({
  method: 'GET',
  path: '/api/portal/leads/:lead',
  summary: 'One lead the customer bought.',
  params: z.object({ lead: z.string().max(40) }),
  reply: z.object({
    id: z.string(),
    campaign: Named,
    currency: z.string(),
    zone: z.string(),
    fields: z.array(LeadField),
    sales: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        price: Amount,
        test: z.boolean(),
        returnedAt: z.string().nullable(),
        returnReason: z.string().nullable(),
        /** How it came: `store` is kept in the portal. */
        delivery: z.enum(['store', 'direct_post', 'email']),
        /** How long the called system took to answer. */
        ms: z.number().int(),
        /** For who may see the wallet, where this customer's paid. */
        debit: Debit.nullable(),
        /** The same of what a return gave back. */
        credit: Debit.nullable(),
      }),
    ),
  }),
})

// supplier

export const SupplierLead = z.object({
  id: z.string(),
  at: z.string(),
  campaign: Named,
  supplier: Named,
  status: LeadStatus,
  code: z.number().int(),
  reason: z.string().nullable(),
  test: z.boolean(),
  returned: z.boolean(),
  inProcess: z.boolean(),
  /** What the supplier earns for it, returns taken off. */
  revenue: Amount,
  data: LeadData,
})
export type SupplierLead = z.infer<typeof SupplierLead>

export const listSupplierLeads = endpoint({
  method: 'GET',
  path: '/api/supplier/:account/leads',
  summary: 'The leads the supplier posted, newest first.',
  params: z.object({ account: Id }),
  query: z.object({ ...Filters, ...StatusFilter, supplier: listOf(Id).default([]) }),
  reply: leadsOf(SupplierLead),
})

export const readSupplierLead = endpoint({
  method: 'GET',
  path: '/api/supplier/:account/leads/:lead',
  summary: 'One lead the supplier posted.',
  params: z.object({ account: Id, lead: z.string().max(40) }),
  reply: z.object({
    lead: SupplierLead,
    currency: z.string(),
    zone: z.string(),
    fields: z.array(LeadField),
    returnReason: z.string().nullable(),
    /** What the return took back of what it earned. */
    takenBack: Amount,
  }),
})

// live: paths of the streams; each event's data is one of these, and pages then ask again for what they show

export const LIVE_PATHS = {
  console: '/api/console/:account/live',
  portal: '/api/portal/live',
  supplier: '/api/supplier/:account/live',
} as const

const liveOf = <S extends z.ZodType>(lead: S) =>
  z.object({ asOf: z.string(), changed: z.literal(true), leads: z.array(lead) })
export const TeamLive = liveOf(TeamLead)
export const CustomerLive = liveOf(CustomerLead)
export const SupplierLive = liveOf(SupplierLead)
