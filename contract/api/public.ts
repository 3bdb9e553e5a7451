/** The public API (spec 2.4), called with an API key as Bearer token: paths and parameters as scripts know them. */
import { z } from 'zod'
import { Decimal } from '../decimal.ts'
import { endpoint } from '../endpoint.ts'
import { Zone } from '../settings.ts'
import { example } from './public-examples.ts'
import { CampaignStats, DebugAttempt, DebugCheck, PublicCampaign, PublicLead, SupplierStats } from './public-objects.ts'

/** Years that leads can be of. */
const isOfOurs = (text: string) => /^2\d{3}-/.test(text)
const Day = z.iso
  .date({ error: 'not a date, like 2026-11-22' })
  .refine(isOfOurs, 'not a date of our time, like 2026-11-22')
const isMoment = (text: string) =>
  isOfOurs(text) && z.union([z.iso.date(), z.iso.datetime({ local: true, offset: true })]).safeParse(text).success
const Moment = z.string().max(40).refine(isMoment, 'not a date like 2026-11-22, nor a time like 2026-11-22T14:05:00')

/** Our own number, or an id of the system the account moved from. */
const Ref = z.string().trim().min(1, 'must not be empty').max(64)
/** Several, with commas between them. */
const Refs = z
  .string()
  .max(4_000)
  .transform((text) => [...new Set(text.split(',').map((one) => one.trim()))].filter((one) => one !== ''))
  .refine((refs) => refs.length <= 200, 'at most 200 ids')
const LeadRef = z.string().trim().min(1, 'must not be empty').max(64)

const timezone = Zone.optional().describe('An IANA zone in which the days are counted. Left out: each campaign’s own.')
const campaign = Refs.optional().describe('Ids with commas between them. Left out: all.')

const Days = z.object({
  start_date: Day.describe('The first day, like 2026-11-01.'),
  end_date: Day.describe('The last day, itself included; at most 400 days.'),
  timezone,
  campaign,
})

const STATS = 'Statistics'
const LEADS = 'Leads'
const CAMPAIGNS = 'Campaigns'

export const publicStats = endpoint({
  method: 'GET',
  path: '/public/stats',
  summary: 'Figures of campaigns, their suppliers and their buyers.',
  query: Days,
  reply: z.array(CampaignStats),
  about: {
    group: STATS,
    title: 'Campaign figures',
    text: 'A lead counts on the day it came, and so does its return. Test leads are in no figure. A buyer counts its sales; a campaign and a supplier count leads.',
    example: example.stats,
  },
})

export const publicSupplierStats = endpoint({
  method: 'GET',
  path: '/public/stats/supplier',
  summary: 'Figures of suppliers.',
  query: Days.extend({ supplier: Refs.optional().describe('Ids with commas between them. Left out: all.') }),
  reply: z.array(SupplierStats),
  about: {
    group: STATS,
    title: 'Supplier figures',
    text: 'One row for each supplier of each campaign.',
    example: example.supplierStats,
  },
})

export const publicLead = endpoint({
  method: 'GET',
  path: '/public/lead/:lead',
  summary: 'One lead.',
  params: z.object({
    lead: LeadRef.describe('As answered to the supplier; the original id of an imported lead works too.'),
  }),
  reply: PublicLead,
  about: {
    group: LEADS,
    title: 'One lead',
    text: 'The lead with its supplier and every buyer that was called.',
    example: example.lead,
  },
})

export const publicLeads = endpoint({
  method: 'GET',
  path: '/public/leads',
  summary: 'Leads of a range, newest first, 100 a page.',
  query: z.object({
    start_date: Moment.describe('A day like 2026-11-01, or a time like 2026-11-01T08:00:00.'),
    end_date: Moment.describe('A day, itself included, or a time, itself not included.'),
    timezone: Zone.optional().describe('An IANA zone in which both are read. Left out: the account’s.'),
    campaign: Ref.optional(),
    supplier: Ref.optional(),
    status: z
      .string()
      .max(20)
      .transform((text) => text.toLowerCase())
      .pipe(z.enum(['accepted', 'duplicated', 'error'], { error: 'one of accepted, duplicated, error' }))
      .optional()
      .describe('accepted, duplicated or error.'),
    field_name: z
      .string()
      .max(64)
      .optional()
      .describe('Together with field_value: leads with that value in that field.'),
    field_value: z.string().max(2_000).optional(),
    search_after: z.string().max(64).optional().describe('search_after of the page before.'),
  }),
  reply: z.object({
    leads: z.array(PublicLead),
    search_after: z.string().nullable().describe('Null on the last page.'),
  }),
  about: {
    group: LEADS,
    title: 'List leads',
    text: 'Ask again with the search_after of each page until it is null. A search by field may answer fewer than 100 on a page that is not the last.',
    example: example.leads,
  },
})

export const publicReturn = endpoint({
  method: 'POST',
  path: '/public/lead/return',
  summary: 'Returns a lead: every sale of it, or the one to a buyer.',
  body: z.object({
    lead_id: LeadRef,
    reason: z.string().trim().min(1, 'must not be empty').max(500),
    portal_refund: z
      .boolean()
      .default(true)
      .describe('Whether the wallet that paid gets its money back. False marks the sale alone, and is audited.'),
    buyer_id: z.union([z.number().int(), Ref]).optional().describe('Left out: every sale of the lead.'),
  }),
  reply: z.object({
    success: z.literal(true),
    lead_id: z.string(),
    returned: z.boolean().describe('Whether every sale of the lead is returned now.'),
    sales: z.array(z.object({ buyer_id: z.number().int(), sell_price: Decimal, refunded: Decimal })),
  }),
  about: {
    group: LEADS,
    title: 'Return a lead',
    text: 'What was returned before is answered 409 and changes nothing, so trying again is safe. A wallet gets back exactly what that sale debited.',
    example: example.return,
  },
})

const MOST_DEBUGGED = 5

export const publicDebug = endpoint({
  method: 'POST',
  path: '/public/leads/debug',
  summary: 'Every attempt to sell some leads, with what was sent and answered.',
  body: z.object({
    lead_ids: z.array(LeadRef).min(1, 'names at least one lead').max(MOST_DEBUGGED, 'at most five leads'),
  }),
  reply: z.object({
    leads: z.array(
      PublicLead.omit({ buyers: true }).extend({
        checks: z.array(DebugCheck).describe('Outside checks, in the order they were made.'),
        attempts: z.array(DebugAttempt),
      }),
    ),
  }),
  about: {
    group: LEADS,
    title: 'Debug log',
    text: 'At most five leads. Secrets are masked; requests and responses are kept for 90 days.',
    example: example.debug,
  },
})

export const publicCampaigns = endpoint({
  method: 'GET',
  path: '/public/campaigns',
  summary: 'All campaigns with their fields, suppliers and buyers.',
  reply: z.array(PublicCampaign),
  about: { group: CAMPAIGNS, title: 'List campaigns', text: 'Archived ones come last.', example: example.campaigns },
})

const CampaignRef = z.object({ campaign: Ref })

export const publicCampaign = endpoint({
  method: 'GET',
  path: '/public/campaigns/:campaign',
  summary: 'One campaign.',
  params: CampaignRef,
  reply: PublicCampaign,
  about: {
    group: CAMPAIGNS,
    title: 'One campaign',
    text: 'With its fields, suppliers and buyers.',
    example: example.campaign,
  },
})

const BuyerRef = CampaignRef.extend({ buyer: Ref })
const Paused = z.object({ success: z.literal(true), buyer_id: z.number().int(), status: z.enum(['ACTIVE', 'PAUSED']) })

export const publicPauseBuyer = endpoint({
  method: 'POST',
  path: '/public/campaigns/:campaign/pause_buyer/:buyer',
  summary: 'Holds a buyer up in the operator’s name.',
  params: BuyerRef,
  reply: Paused,
  about: {
    group: CAMPAIGNS,
    title: 'Pause a buyer',
    text: 'It gets no lead until it is resumed. Again changes nothing.',
    example: example.pause,
  },
})

export const publicResumeBuyer = endpoint({
  method: 'POST',
  path: '/public/campaigns/:campaign/resume_buyer/:buyer',
  summary: 'Lifts the operator’s pause, and no other.',
  params: BuyerRef,
  reply: Paused,
  about: {
    group: CAMPAIGNS,
    title: 'Resume a buyer',
    text: 'The status is still PAUSED where somebody else’s pause holds: the customer’s, or its balance’s.',
    example: example.resume,
  },
})

/** The old form, which a crawler or a preview could have sent. Answered 405. */
const former = (verb: 'pause' | 'resume') =>
  endpoint({
    method: 'GET',
    path: `/public/campaigns/:campaign/${verb}_buyer/:buyer`,
    summary: `Not here any more: send POST to ${verb} a buyer.`,
    params: BuyerRef,
    reply: Paused,
  })
export const formerPauseBuyer = former('pause')
export const formerResumeBuyer = former('resume')
