/**
 * Figures of the three sides, from rollups alone. Amounts are minor units of `currency`; a return counts on its
 * lead's own date; test leads are in no figure.
 */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { MOST_ID } from '../page.ts'
import { RangeQuery, WindowView } from '../ranges.ts'

const Id = z.coerce.number<number | string>().int().positive().max(MOST_ID)
const Count = z.number().int()
const Amount = z.number().int()

/** What every reply of figures says of itself. */
const Counted = {
  /** When it was counted. */
  asOf: z.string(),
  currency: z.string(),
  window: WindowView,
  before: WindowView,
  /** Totals before are counted up to here: as much of the period before as has passed of a running one. */
  comparedUntil: z.string(),
}

const NamedCampaign = { id: Count, name: z.string() }
/** Leads of each of the last seven days, today last. */
const Spark = z.array(Count)

export const TeamFigures = z.object({
  leads: Count,
  accepted: Count,
  duplicated: Count,
  failed: Count,
  returned: Count,
  revenue: Amount,
  /** What suppliers earn. */
  cost: Amount,
  returnedRevenue: Amount,
  returnedCost: Amount,
  /** Revenue less cost, both less what was returned. */
  profit: Amount,
})
export type TeamFigures = z.infer<typeof TeamFigures>

export const CustomerFigures = z.object({
  /** Sales to this customer's buyers. */
  leads: Count,
  returned: Count,
  /** Basis points; null without leads. */
  returnRate: Count.nullable(),
  spend: Amount,
  returnedSpend: Amount,
  netSpend: Amount,
  averagePrice: Amount.nullable(),
})
export type CustomerFigures = z.infer<typeof CustomerFigures>

export const SupplierFigures = z.object({
  totalLeads: Count,
  netAccepted: Count,
  failed: Count,
  duplicate: Count,
  returns: Count,
  /** What the supplier earns, less what was taken back. */
  netRevenue: Amount,
})
export type SupplierFigures = z.infer<typeof SupplierFigures>

/** One slot of a series (a day, or an hour of up to two days): where it starts, and its figures. */
const slotOf = <S extends z.ZodRawShape>(figures: z.ZodObject<S>) => figures.extend({ at: z.string() })

export const consoleFigures = endpoint({
  method: 'GET',
  path: '/api/console/:account/figures',
  summary: 'Figures of the account over a range, by slot and by campaign, with the period before.',
  params: z.object({ account: Id }),
  query: z.object({ ...RangeQuery, campaign: Id.optional() }),
  reply: z.object({
    ...Counted,
    totals: TeamFigures,
    totalsBefore: TeamFigures,
    series: z.array(slotOf(TeamFigures)),
    seriesBefore: z.array(slotOf(TeamFigures)),
    /** Why leads failed, by answered code, most first; duplicates are not failures. */
    failed: z.array(z.object({ code: Count, words: z.string(), leads: Count })),
    campaigns: z.array(TeamFigures.extend({ ...NamedCampaign, status: z.string(), spark: Spark })),
  }),
})

const InCampaign = { id: Count, name: z.string(), campaign: z.object({ id: Count, name: z.string() }) }

export const topFigures = endpoint({
  method: 'GET',
  path: '/api/console/:account/figures/top',
  summary: 'The suppliers and buyers that moved most over a range.',
  params: z.object({ account: Id }),
  query: z.object({ ...RangeQuery, limit: z.coerce.number<number | string>().int().min(1).max(50).default(6) }),
  reply: z.object({
    asOf: z.string(),
    currency: z.string(),
    window: WindowView,
    /** By leads. */
    suppliers: z.array(TeamFigures.extend(InCampaign)),
    /** By what they paid, returns taken off. */
    buyers: z.array(CustomerFigures.extend(InCampaign)),
  }),
})

export const portalFigures = endpoint({
  method: 'GET',
  path: '/api/portal/figures',
  summary: 'Figures of the customer’s own purchases over a range.',
  query: z.object({ ...RangeQuery, campaign: Id.optional() }),
  reply: z.object({
    ...Counted,
    totals: CustomerFigures,
    totalsBefore: CustomerFigures,
    series: z.array(slotOf(CustomerFigures)),
    seriesBefore: z.array(slotOf(CustomerFigures)),
    campaigns: z.array(CustomerFigures.extend({ ...NamedCampaign, spark: Spark })),
  }),
})

export const supplierFigures = endpoint({
  method: 'GET',
  path: '/api/supplier/:account/figures',
  summary: 'The six figures of a supplier over a range, by slot and by campaign.',
  params: z.object({ account: Id }),
  query: z.object({ ...RangeQuery, campaign: Id.optional(), supplier: Id.optional() }),
  reply: z.object({
    ...Counted,
    totals: SupplierFigures,
    totalsBefore: SupplierFigures,
    series: z.array(slotOf(SupplierFigures)),
    seriesBefore: z.array(slotOf(SupplierFigures)),
    campaigns: z.array(
      SupplierFigures.extend({
        ...NamedCampaign,
        suppliers: z.array(z.object({ id: Count, name: z.string() })),
        spark: Spark,
      }),
    ),
  }),
})
