/** The public API as a script meets it: over HTTP, with a key, checked against what the contract says. */
import { beforeAll, describe, expect, test } from 'vitest'
import { publicDebug, publicLeads, publicStats, publicSupplierStats } from '../../contract/api/public.ts'
import { PublicCampaign, PublicLead } from '../../contract/api/public-objects.ts'
import type { Permission } from '../../contract/permissions.ts'
import { unique } from '../../test/factories/account.ts'
import { aBusiness, aLeadFor, type Business, intakeOf, SELL_PRICE } from '../../test/factories/business.ts'
import { post } from '../../test/factories/intake.ts'
import { errorOf } from '../../test/harness/browser.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { aProgram, type Program } from '../../test/harness/program.ts'
import { testServer } from '../../test/harness/server.ts'
import { addAlias } from '../campaigns/actions/aliases.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { listedRoutes } from '../registry.ts'

const SCOPES: Permission[] = ['figure.read', 'lead.read_data', 'campaign.read', 'campaign.write', 'lead.return']
const ALIAS = 'old-2838'
const PRICE = SELL_PRICE / 100
/** Of the day on which a business makes its leads. */
const NOW = new Date('2026-11-19T18:00:00.000Z')
const DAY = 'start_date=2026-11-19&end_date=2026-11-19'

let platform: TestPlatform
let server: HttpServer
let ours: Business
let theirs: Business
let script: Program

beforeAll(async () => {
  platform = await testPlatform({ now: NOW })
  server = await testServer(platform, listedRoutes())
  ours = await aBusiness(platform, `ours${unique()}`)
  theirs = await aBusiness(platform, `theirs${unique()}`)
  await addAlias(ours.ctx, { kind: 'campaign', alias: ALIAS, target: ours.campaignId })
  script = await aProgram(server, ours.ctx, SCOPES)
}, 60_000)

/** A further lead of ours, sold to the first patron. */
async function sold(fields: Record<string, unknown> = {}): Promise<string> {
  const intake = intakeOf(platform)
  const { id } = await post(intake, aLeadFor(ours, fields))
  await intake.close()
  return id ?? ''
}

describe('a lead', () => {
  test('is the object that scripts know', async () => {
    const { status, body } = await script.get(`/public/lead/${ours.leads.first}`)
    expect(status).toBe(200)
    expect(PublicLead.strict().parse(body)).toEqual(body)
    const [patron] = ours.patrons
    expect(body).toMatchObject({
      id: ours.leads.first,
      lead_date_ms: String(NOW.getTime()),
      status: 'ACCEPTED',
      error_code: 0,
      error_message: '',
      test: false,
      cost: 11,
      revenue: PRICE,
      returned: false,
      return_reason: null,
      campaign_id: ours.campaignId,
      campaign_name: `${ours.word} campaign`,
      supplier: { id: ours.supplier.id, client: { id: ours.supplier.clientId } },
      buyers: [{ id: patron.buyerId, status: 'ACCEPTED', error_code: 0, sell_price: PRICE }],
    })
    expect(body.lead_data).toMatchObject({ state: 'CA', lp_subid1: `${ours.word}-sub` })
  })

  test('that failed says why', async () => {
    const { body } = await script.get(`/public/lead/${ours.leads.failed}`)
    expect(body).toMatchObject({ status: 'ERROR', error_code: 1015, revenue: 0, buyers: [] })
    expect(body.error_message).toContain('email')
  })

  test('of somebody else is not there, like one that never was', async () => {
    for (const id of [theirs.leads.first, '0'.repeat(26), 'nonsense', encodeURIComponent("' or 1=1")]) {
      expect((await script.get(`/public/lead/${id}`)).status, id).toBe(404)
    }
  })
})

describe('leads', () => {
  const list = async (query: string) => {
    const answer = await script.get(`/public/leads?${query}`)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return publicLeads.reply.parse(answer.body)
  }
  const idsOf = ({ leads }: { leads: { id: string }[] }) => leads.map((lead) => lead.id)

  test('come newest first, by campaign, its alias, supplier and status', async () => {
    const { first, second, failed } = ours.leads
    const all = await list(`${DAY}&timezone=America/New_York&campaign=${ours.campaignId}`)
    expect(idsOf(all)).toEqual(expect.arrayContaining([failed, second, first]))
    expect(all.search_after).toBeNull()
    expect(idsOf(await list(`${DAY}&campaign=${ALIAS}`))).toEqual(idsOf(all))
    expect(idsOf(await list(`${DAY}&status=error`))).toEqual([failed])
    expect(idsOf(await list(`${DAY}&status=ACCEPTED&supplier=${ours.supplier.id}`))).toContain(first)
    expect(idsOf(await list(`${DAY}&status=duplicated`))).toEqual([])
    expect(idsOf(await list('start_date=2026-11-18&end_date=2026-11-18'))).toEqual([])
    expect(idsOf(await list('start_date=2026-11-19T00:00:00&end_date=2026-11-19T12:00:00&timezone=UTC'))).toEqual([])
    expect(idsOf(await list('start_date=2026-11-19T17:00:00Z&end_date=2026-11-19T19:00:00Z'))).toContain(first)
  })

  test('are found by a field, a phone in any format', async () => {
    const found = await list(`${DAY}&field_name=phone&field_value=${encodeURIComponent(ours.person.phone)}`)
    expect(idsOf(found)).toEqual([ours.leads.first])
    expect(idsOf(await list(`${DAY}&field_name=state&field_value=tx`))).toEqual([ours.leads.second])
    expect(idsOf(await list(`${DAY}&field_name=nothing&field_value=x`))).toEqual([])
  })

  test('turn by a hundred with search_after, each once', async () => {
    const business = await aBusiness(platform, `many${unique()}`)
    const intake = intakeOf(platform)
    await Promise.all(Array.from({ length: 205 }, () => post(intake, aLeadFor(business))))
    await intake.close()
    const reader = await aProgram(server, business.ctx, SCOPES)
    const seen: string[] = []
    let after: string | null = null
    do {
      const place: string = after === null ? '' : `&search_after=${after}`
      const { body } = await reader.get(`/public/leads?${DAY}${place}`)
      expect(body.leads.length).toBeLessThanOrEqual(100)
      seen.push(...idsOf(body))
      after = body.search_after
    } while (after !== null)
    expect(seen).toHaveLength(208)
    expect(new Set(seen).size).toBe(208)
    expect(seen).toEqual([...seen].sort().reverse())
  })

  test.each([
    ['start_date=19.11.2026&end_date=2026-11-19', 'start_date'],
    ['start_date=2026-11-19', 'end_date'],
    ['start_date=2026-02-30&end_date=2026-11-19', 'start_date'],
    ['start_date=2026-11-20&end_date=2026-11-19', 'end_date'],
    [`${DAY}&timezone=Mars/Olympus`, 'timezone'],
    [`${DAY}&status=sold`, 'status'],
    [`${DAY}&search_after=x`, 'search_after'],
    [`${DAY}&field_name=phone`, 'field_value'],
  ])('%s is refused, naming %s', async (query, field) => {
    expect(errorOf(await script.get(`/public/leads?${query}`))).toMatchObject({ status: 400, field })
  })

  test('of somebody else’s campaign or supplier are not found', async () => {
    expect((await script.get(`/public/leads?${DAY}&campaign=${theirs.campaignId}`)).status).toBe(404)
    expect((await script.get(`/public/leads?${DAY}&supplier=${theirs.supplier.id}`)).status).toBe(404)
  })
})

describe('figures', () => {
  test('add up from suppliers to campaigns, in the campaign’s zone', async () => {
    const { status, body } = await script.get(`/public/stats?${DAY}&campaign=${ALIAS}`)
    expect(status).toBe(200)
    const [row] = publicStats.reply.parse(body)
    expect(row?.campaign).toMatchObject({ id: ours.campaignId, leads_failed: 1, leads_duplicated: 0 })
    const accepted = row?.campaign.leads_accepted ?? 0
    expect(row?.campaign).toMatchObject({
      leads_total: accepted + 1,
      total_buy: accepted * 11,
      gross_revenue: accepted * PRICE,
    })
    expect(row?.suppliers).toHaveLength(1)
    expect(row?.buyers.map((buyer) => buyer.id)).toEqual(ours.patrons.map((patron) => patron.buyerId))
    expect(row?.buyers.reduce((sum, buyer) => sum + buyer.leads_accepted, 0)).toBe(accepted)
  })

  test('by supplier say of which campaign they are', async () => {
    const { body } = await script.get(`/public/stats/supplier?${DAY}&supplier=${ours.supplier.id}`)
    expect(publicSupplierStats.reply.parse(body)).toMatchObject([
      { id: ours.supplier.id, campaign_id: ours.campaignId, client_company: `${ours.word} source` },
    ])
  })

  test.each([
    ['start_date=2026-13-01&end_date=2026-11-19', 'start_date'],
    ['start_date=2026-11-19', 'end_date'],
    ['start_date=2024-11-19&end_date=2026-11-19', 'end_date'],
    [`${DAY}&timezone=here`, 'timezone'],
  ])('%s is refused, naming %s', async (query, field) => {
    for (const path of ['/public/stats', '/public/stats/supplier'])
      expect(errorOf(await script.get(`${path}?${query}`)), path).toMatchObject({ status: 400, field })
  })

  test('of somebody else’s campaign are not found', async () => {
    expect((await script.get(`/public/stats?${DAY}&campaign=${ours.campaignId},${theirs.campaignId}`)).status).toBe(404)
  })
})

describe('campaigns', () => {
  test('are listed with what scripts map by', async () => {
    const { body } = await script.get('/public/campaigns')
    expect(PublicCampaign.array().parse(body)).toMatchObject([
      {
        id: ours.campaignId,
        public_name: `${ours.word} public`,
        status: 'ACTIVE',
        fields: expect.arrayContaining(['phone']),
      },
    ])
    expect((await script.get(`/public/campaigns/${ALIAS}`)).body).toEqual(body[0])
    expect((await script.get(`/public/campaigns/${theirs.campaignId}`)).status).toBe(404)
  })

  test('hold a buyer up and let it go again, by POST alone', async () => {
    const { buyerId } = ours.patrons[1]
    const at = (verb: string) => `/public/campaigns/${ours.campaignId}/${verb}_buyer/${buyerId}`
    const former = await script.get(at('pause'))
    expect([former.status, former.headers.allow]).toEqual([405, 'POST'])
    expect(errorOf(former).message).toContain('POST')
    for (const _ of [1, 2])
      expect((await script.post(at('pause'))).body).toEqual({ success: true, buyer_id: buyerId, status: 'PAUSED' })
    const { body } = await script.get(`/public/campaigns/${ours.campaignId}`)
    expect(body.buyers.find((buyer: { id: number }) => buyer.id === buyerId).status).toBe('PAUSED')
    expect((await script.post(at('resume'))).body.status).toBe('ACTIVE')
    const foreign = `/public/campaigns/${theirs.campaignId}/pause_buyer/${theirs.patrons[0].buyerId}`
    expect((await script.post(foreign)).status).toBe(404)
    const mixed = `/public/campaigns/${ours.campaignId}/pause_buyer/${theirs.patrons[0].buyerId}`
    expect((await script.post(mixed)).status).toBe(404)
  })
})

describe('a return', () => {
  test('credits what was debited, once', async () => {
    const lead = await sold()
    const answer = await script.post('/public/lead/return', { lead_id: lead, reason: 'Wrong number' })
    expect(answer.body).toMatchObject({ success: true, lead_id: lead, returned: true, sales: [{ refunded: PRICE }] })
    const again = await script.post('/public/lead/return', { lead_id: lead, reason: 'Wrong number' })
    expect(again.status).toBe(409)
    const { body } = await script.get(`/public/lead/${lead}`)
    expect(body).toMatchObject({ returned: true, return_reason: 'Wrong number' })
  })

  test('asked twice at once happens once', async () => {
    const lead = await sold()
    const both = await Promise.all([1, 2].map(() => script.post('/public/lead/return', { lead_id: lead, reason: 'x' })))
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  test('without refund marks alone; of one buyer, that sale', async () => {
    const lead = await sold()
    const { buyerId } = ours.patrons[0]
    const wish = { lead_id: lead, reason: 'Agreed', portal_refund: false, buyer_id: String(buyerId) }
    expect((await script.post('/public/lead/return', wish)).body).toMatchObject({
      sales: [{ buyer_id: buyerId, refunded: 0 }],
    })
  })

  test('of what is not ours, or not sold, is refused', async () => {
    const of = (lead_id: string, more = {}) => script.post('/public/lead/return', { lead_id, reason: 'x', ...more })
    expect((await of(theirs.leads.first)).status).toBe(404)
    expect((await of(ours.leads.failed)).status).toBe(409)
    expect((await of(ours.leads.first, { buyer_id: theirs.patrons[0].buyerId })).status).toBe(404)
    expect(errorOf(await of(ours.leads.first, { reason: ' ' }))).toMatchObject({ status: 400, field: 'reason' })
  })
})

describe('the debug log', () => {
  test('has every attempt, in the order asked', async () => {
    const { first, second } = ours.leads
    const { status, body } = await script.post('/public/leads/debug', { lead_ids: [second, first] })
    expect(status).toBe(200)
    const { leads } = publicDebug.reply.parse(body)
    expect(leads.map((lead) => lead.id)).toEqual([second, first])
    expect(leads[1]?.attempts).toMatchObject([{ id: expect.any(String), status: 'ACCEPTED', sell_price: PRICE }])
  })

  test('takes five leads and no more, and none of somebody else', async () => {
    const { first } = ours.leads
    const six = await script.post('/public/leads/debug', { lead_ids: Array(6).fill(first) })
    expect(errorOf(six)).toMatchObject({ status: 400, field: 'lead_ids' })
    expect((await script.post('/public/leads/debug', { lead_ids: [first, theirs.leads.first] })).status).toBe(404)
  })
})

describe('a key', () => {
  test('without the scope is refused, naming it', async () => {
    const narrow = await aProgram(server, ours.ctx, ['figure.read'])
    expect((await narrow.get(`/public/stats?${DAY}`)).status).toBe(200)
    expect(errorOf(await narrow.get(`/public/lead/${ours.leads.first}`))).toMatchObject({ status: 403 })
  })

  test('may ask a hundred times a minute, and is told how many are left', async () => {
    const busy = await aProgram(server, ours.ctx, SCOPES)
    const answers = []
    for (let nth = 0; nth < 101; nth++) answers.push(await busy.get('/public/campaigns/none'))
    const [one, last] = [answers[0], answers[100]]
    expect(one?.headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': '99' })
    expect(one?.headers['ratelimit-policy']).toBe('"key";q=100;w=60')
    expect(answers[99]?.status).toBe(404)
    expect(last?.status).toBe(429)
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0)
    expect(last?.headers['ratelimit-remaining']).toBe('0')
    // another key of the same account is counted by itself
    expect((await script.get('/public/campaigns')).status).toBe(200)
  })
})
