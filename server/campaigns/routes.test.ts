import { beforeAll, describe, expect, it } from 'vitest'
import * as members from '../../contract/api/campaign-members.ts'
import * as api from '../../contract/api/campaigns.ts'
import { makeCampaign, type SolarCampaign } from '../../test/factories/campaign.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { campaignRoutes } from './routes.ts'

let world: World
let solar: SolarCampaign
beforeAll(async () => {
  world = await aWorld()
  solar = await makeCampaign(world)
})
const params = () => ({ account: world.accountId, campaign: solar.campaignId })

describe('reading', () => {
  it("lists campaigns with the figures of the account's own day", async () => {
    const campaign = { campaignId: solar.campaignId, version: 4 }
    const sale = { campaign, supplierId: solar.supplier.id, sales: [{ buyerId: solar.buyers[0]?.id ?? 0 }] }
    await aLead(world, sale)
    await aLead(world, { campaign, supplierId: solar.supplier.id })
    // 23:59 in New York the day before
    await aLead(world, { ...sale, at: new Date('2026-11-22T04:59:00Z') })
    const list = await call(campaignRoutes, solar.ctx, api.listCampaigns, { params: { account: world.accountId } })
    expect(list).toMatchObject({ currency: 'USD', zone: 'America/New_York', can: { write: true } })
    expect(list.items).toMatchObject([
      {
        id: solar.campaignId,
        name: 'Solar',
        suppliers: 1,
        buyers: 2,
        today: { leads: 2, accepted: 1, revenue: 4_600 },
      },
    ])
  })

  it('shows a campaign in words to every role, and says who may write', async () => {
    const viewer = asTeam(world, 'viewer')
    const page = await call(campaignRoutes, viewer, api.readCampaign, { params: params() })
    expect(page.can).toEqual({ write: false })
    expect(page.buyers.map((buyer) => [buyer.name, buyer.rules])).toEqual([
      ['Buyer 1', ['$40.00 for every lead']],
      ['Buyer 2', ['$40.00 for every lead']],
    ])
    expect(page.suppliers[0]).toMatchObject({ payout: '$20.00 a lead', keyLastFour: solar.supplier.key.slice(-4) })
    expect(JSON.stringify(page)).not.toContain(solar.supplier.key)
  })

  it('gives whole settings of any version, as they were', async () => {
    const settings = (version?: number) =>
      call(campaignRoutes, solar.ctx, api.readCampaignSettings, { params: params(), query: version ? { version } : {} })
    expect((await settings()).buyers).toHaveLength(2)
    expect((await settings(1)).buyers).toEqual([])
    expect(await refusalOf(settings(99))).toBe('not_found')
  })

  it('finds nothing of another account', async () => {
    const foreign = asTeam(await aWorld())
    expect(await refusalOf(call(campaignRoutes, foreign, api.readCampaign, { params: params() }))).toBe('not_found')
    expect(await refusalOf(call(campaignRoutes, foreign, api.listVersions, { params: params() }))).toBe('not_found')
    const list = await call(campaignRoutes, foreign, api.listCampaigns, {
      params: { account: foreign.actor.accountId },
    })
    expect(list.items).toEqual([])
  })
})

describe('writing', () => {
  it('is for administrators and members', async () => {
    const input = { params: { account: world.accountId, buyer: solar.buyers[0]?.id ?? 0 } }
    for (const role of ['viewer', 'billing'] as const) {
      const work = call(campaignRoutes, asTeam(world, role), members.resumeBuyer, input)
      expect(await refusalOf(work)).toBe('forbidden')
    }
    expect(await refusalOf(call(campaignRoutes, asTeam(world, 'member'), members.resumeBuyer, input))).toBeUndefined()
  })

  it('takes settings with their defaults and answers the version', async () => {
    const { campaign } = await call(campaignRoutes, solar.ctx, api.readCampaignSettings, { params: params() })
    const body = { summary: 'Look', parts: [{ part: 'campaign' as const, body: { ...campaign, minimumMargin: 500 } }] }
    const before = await call(campaignRoutes, solar.ctx, api.readCampaign, { params: params() })
    expect(await call(campaignRoutes, solar.ctx, api.changeSettings, { params: params(), body })).toEqual({
      version: before.version + 1,
    })
  })
})
