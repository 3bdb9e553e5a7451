/** What the reference shows of each call: one lead of one campaign, through all of them. */

const LEAD = '01M5X0Q8ZC6V3T1K9R2B7D4EHW'
const campaign = { id: 12, name: 'Solar US', public_name: 'Solar' }
const client = { id: 31, name: 'Brightwater Solar' }
const source = { id: 44, name: 'Clearpath Media' }
const buyer = { id: 7, name: 'Brightwater West' }
const supplier = { id: 5, name: 'Clearpath search' }

const counts = {
  leads_total: 120,
  leads_accepted: 90,
  leads_duplicated: 12,
  leads_failed: 18,
  leads_returned: 4,
  net_leads_accepted: 86,
}
const revenue = { total_sell: 4140, gross_revenue: 4140, returned_revenue: 184, net_revenue: 3956 }
const both = {
  ...counts,
  total_buy: 2160,
  ...revenue,
  profit: 1980,
  gross_cost: 2160,
  gross_profit: 1980,
  returned_cost: 96,
  net_cost: 2064,
  net_profit: 1892,
}
const bought = {
  leads_total: 92,
  leads_accepted: 90,
  leads_duplicated: 1,
  leads_failed: 1,
  leads_returned: 4,
  net_leads_accepted: 86,
}
const supplierOf = { ...supplier, client_id: source.id, client_company: source.name }
const buyerOf = { ...buyer, client_id: client.id, client_company: client.name }

const sale = { ...buyer, client, status: 'ACCEPTED', error_code: 0, error_message: '', sell_price: 46 }
const seen = {
  id: LEAD,
  lead_date_ms: '1795269900000',
  status: 'ACCEPTED',
  error_code: 0,
  error_message: '',
  test: false,
  cost: 24,
  revenue: 46,
  returned: false,
  return_reason: null,
  campaign_id: campaign.id,
  campaign_name: campaign.name,
  lead_data: { first_name: 'Ada', phone: '+15305550142', email: 'ada@example.com', state: 'CA' },
  supplier: { ...supplier, client: source },
}
const lead = { ...seen, buyers: [sale] }

const caps = { daily: 50, weekly: 0, monthly: 0, total: 0 }
const whole = {
  ...campaign,
  status: 'ACTIVE',
  timezone: 'America/Los_Angeles',
  fields: ['first_name', 'phone', 'email', 'state'],
  suppliers: [{ ...supplier, client: source, status: 'ACTIVE', test_mode: false, caps }],
  buyers: [{ ...buyer, client, status: 'ACTIVE', price: 46, caps }],
}

const days = { start_date: '2026-11-01', end_date: '2026-11-22' }
const params = { campaign: '12', buyer: '7' }

export const example = {
  stats: {
    query: { ...days, timezone: 'America/New_York', campaign: '12' },
    reply: [
      {
        campaign: { ...campaign, ...both },
        suppliers: [{ ...supplierOf, ...both }],
        buyers: [{ ...buyerOf, ...bought, ...revenue }],
      },
    ],
  },
  supplierStats: {
    query: { ...days, supplier: '5' },
    reply: [{ ...supplierOf, campaign_id: campaign.id, campaign_name: campaign.name, ...both }],
  },
  lead: { params: { lead: LEAD }, reply: lead },
  leads: {
    query: { ...days, timezone: 'America/New_York', campaign: '12', status: 'accepted' },
    reply: { leads: [lead], search_after: null },
  },
  return: {
    body: { lead_id: LEAD, reason: 'Wrong number' },
    reply: {
      success: true,
      lead_id: LEAD,
      returned: true,
      sales: [{ buyer_id: buyer.id, sell_price: 46, refunded: 46 }],
    },
  },
  debug: {
    body: { lead_ids: [LEAD] },
    reply: {
      leads: [
        {
          ...seen,
          checks: [],
          attempts: [
            {
              ...sale,
              id: '01M5X0Q8ZH3A8N5P0W6J2C9YTB',
              date_ms: '1795269900120',
              duration_ms: 214,
              calls: [
                {
                  outcome: 'accepted',
                  reason: null,
                  request:
                    'POST https://crm.example.com/leads\ncontent-type: application/json\n\n{"phone":"+15305550142"}',
                  response: '{"status":"accepted"}',
                  http_status: 200,
                  date_ms: '1795269900120',
                  duration_ms: 214,
                },
              ],
            },
          ],
        },
      ],
    },
  },
  campaigns: { reply: [whole] },
  campaign: { params: { campaign: '12' }, reply: whole },
  pause: { params, reply: { success: true, buyer_id: buyer.id, status: 'PAUSED' } },
  resume: { params, reply: { success: true, buyer_id: buyer.id, status: 'ACTIVE' } },
}
