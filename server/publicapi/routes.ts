/** The public API over HTTP, on the outward host: an API key with the scope each route names. */
import {
  formerPauseBuyer,
  formerResumeBuyer,
  publicCampaign,
  publicCampaigns,
  publicDebug,
  publicLead,
  publicLeads,
  publicPauseBuyer,
  publicResumeBuyer,
  publicReturn,
  publicStats,
  publicSupplierStats,
} from '../../contract/api/public.ts'
import { decimal } from '../../contract/decimal.ts'
import { AppError } from '../../contract/errors.ts'
import { type Route, route } from '../platform/http/route.ts'
import { leadIdText } from '../platform/ids.ts'
import { readCampaigns } from './actions/campaigns.ts'
import { pauseOrResume, returnLead } from './actions/changes.ts'
import { listPublicLeads, readDebugged, readLead } from './actions/leads.ts'
import { readStats, readSupplierStats } from './actions/stats.ts'
import { presentCampaign, presentDebugged, presentLead, presentStats, presentSupplierStats } from './present.ts'

const figures = { host: 'api', allow: 'figure.read' } as const
const leads = { host: 'api', allow: 'lead.read_data' } as const
const campaigns = { host: 'api', allow: 'campaign.read' } as const
const changes = { host: 'api', allow: 'campaign.write' } as const

const reads: Route[] = [
  route(publicStats, {
    ...figures,
    run: async (ctx, { query }) => {
      const counted = await readStats(ctx, query)
      return counted.campaigns.map((one) => presentStats(one, counted.currency))
    },
  }),
  route(publicSupplierStats, {
    ...figures,
    run: async (ctx, { query }) => {
      const counted = await readSupplierStats(ctx, query)
      return counted.suppliers.map((one) => presentSupplierStats(one, counted.currency))
    },
  }),
  route(publicLead, {
    ...leads,
    run: async (ctx, { params }) => {
      const { lead, currency } = await readLead(ctx, params.lead)
      return presentLead(lead, currency)
    },
  }),
  route(publicLeads, {
    ...leads,
    run: async (ctx, { query }) => {
      const page = await listPublicLeads(ctx, query)
      return { leads: page.leads.map((lead) => presentLead(lead, page.currency)), search_after: page.searchAfter }
    },
  }),
  route(publicDebug, {
    ...leads,
    run: async (ctx, { body }) => {
      const { leads: found, calls, currency } = await readDebugged(ctx, body.lead_ids)
      return { leads: found.map((lead) => presentDebugged(lead, calls, currency)) }
    },
  }),
  route(publicCampaigns, {
    ...campaigns,
    run: async (ctx) => {
      const seen = await readCampaigns(ctx, undefined)
      return seen.campaigns.map((one) => presentCampaign(one, seen.currency))
    },
  }),
  route(publicCampaign, {
    ...campaigns,
    run: async (ctx, { params }) => {
      const seen = await readCampaigns(ctx, [params.campaign])
      const [campaign] = seen.campaigns
      if (!campaign) throw new AppError('not_found')
      return presentCampaign(campaign, seen.currency)
    },
  }),
]

const paused = ({ buyerId, running }: { buyerId: number; running: boolean }) => ({
  success: true as const,
  buyer_id: buyerId,
  status: running ? ('ACTIVE' as const) : ('PAUSED' as const),
})

/** A GET may be sent by a preview or a crawler: it must not stop anybody's business. */
const onlyByPost = (): never => {
  throw new AppError('method_not_allowed', { message: 'This changes something, so it is a POST now.', allow: 'POST' })
}

const writes: Route[] = [
  route(publicReturn, {
    host: 'api',
    allow: 'lead.return',
    run: async (ctx, { body }) => {
      const { returned, currency } = await returnLead(ctx, body)
      const sales = returned.sales.map((sale) => ({
        buyer_id: sale.buyerId,
        sell_price: decimal(sale.price, currency),
        refunded: decimal(sale.credited, currency),
      }))
      return { success: true as const, lead_id: leadIdText(returned.leadId), returned: returned.whole, sales }
    },
  }),
  route(publicPauseBuyer, {
    ...changes,
    run: async (ctx, { params }) => paused(await pauseOrResume(ctx, params, 'pause')),
  }),
  route(publicResumeBuyer, {
    ...changes,
    run: async (ctx, { params }) => paused(await pauseOrResume(ctx, params, 'resume')),
  }),
  route(formerPauseBuyer, { ...changes, run: onlyByPost }),
  route(formerResumeBuyer, { ...changes, run: onlyByPost }),
]

export const publicRoutes: Route[] = [...reads, ...writes]
