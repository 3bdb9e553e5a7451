import { describe, expect, it } from 'vitest'
import { tryRules as endpoint } from '../../contract/api/effect.ts'
import type { Filter } from '../../contract/conditions.ts'
import { CODES } from '../../contract/verdict.ts'
import { makeCampaign, SOLAR_FIELDS, solarPart } from '../../test/factories/campaign.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { changeSettings } from '../campaigns/actions/settings.ts'
import { saveList } from '../lists/actions.ts'
import { tryRules } from './actions/effect.ts'
import { leadRoutes } from './routes.ts'

const inStates = (...values: string[]): Filter => ({
  mode: 'allow',
  conditions: [{ op: 'any_of', field: 'state', values }],
})
const highBill: Filter = { mode: 'block', conditions: [{ op: 'ge', field: 'monthly_bill', value: 200 }] }

const data = (state: string, bill: number | null) => ({ state, monthly_bill: bill })

async function aCampaignWithLeads(world: World) {
  const solar = await makeCampaign(world, { buyers: [{ filters: [inStates('CA', 'NV')] }] })
  const campaign = { campaignId: solar.campaignId, version: 3 }
  const lead = (state: string, bill: number | null, more = {}) =>
    aLead(world, { campaign, supplierId: solar.supplier.id, data: data(state, bill), ...more })
  await lead('CA', 100)
  await lead('CA', 300)
  await lead('NV', null)
  await lead('TX', 100)
  await lead('CA', 100, { test: true })
  await lead('CA', 100, { code: CODES.invalid })
  await lead('CA', 100, { at: new Date(world.platform.clock.now().getTime() - 8 * 86_400_000) })
  return { ...solar, buyerId: solar.buyers[0]?.id ?? 0 }
}

describe('a trial of rules', () => {
  it('counts what passes and matches, as saved and as edited', async () => {
    const solar = await aCampaignWithLeads(await aWorld())
    const rules = [
      { price: 5_000, conditions: [{ op: 'ge' as const, field: 'monthly_bill', value: 50 }] },
      { price: 6_000, conditions: [{ op: 'any_of' as const, field: 'state', values: ['CA'] }] },
    ]
    const filters = [inStates('CA', 'NV', 'TX'), highBill]
    const trial = await tryRules(solar.ctx, solar.campaignId, { part: 'buyer', id: solar.buyerId, filters, rules })
    expect(trial).toEqual({
      leads: 4,
      days: 7,
      saved: { passed: 3, filters: [3], rules: [], others: 3 },
      edited: { passed: 3, filters: [4, 1], rules: [2, 0], others: 1 },
    })
  })

  it('reads leads of other versions by the names of today', async () => {
    const solar = await aCampaignWithLeads(await aWorld())
    const campaign = solarPart({ fields: SOLAR_FIELDS.toReversed() })
    const parts = [{ part: 'campaign' as const, id: 0 as const, body: campaign }]
    await changeSettings(solar.ctx, solar.campaignId, { summary: 'Another order', parts })
    const trial = await tryRules(solar.ctx, solar.campaignId, { part: 'campaign', filters: [inStates('TX')] })
    expect(trial).toMatchObject({ leads: 4, saved: { passed: 4 }, edited: { passed: 1 } })
  })

  it('asks lists, and refuses one that is not there with its place', async () => {
    const world = await aWorld()
    const solar = await aCampaignWithLeads(world)
    const upload = { name: 'West', kind: 'state' as const, text: 'NV', skipFaults: false }
    const { list } = await saveList(solar.ctx, upload)
    const trial = (id: string) =>
      tryRules(solar.ctx, solar.campaignId, {
        part: 'supplier',
        id: solar.supplier.id,
        filters: [{ mode: 'allow', conditions: [{ op: 'any_of', field: 'state', list: id }] }],
      })
    expect(await trial(list?.list_id ?? '')).toMatchObject({ leads: 4, edited: { passed: 1 } })
    expect(await refusalOf(trial('f'.repeat(32)))).toBe('invalid_input filters.0.conditions.0.list')
  })

  it('knows nothing of another account, and is not for who may not read leads', async () => {
    const world = await aWorld()
    const [mine, other] = [await aCampaignWithLeads(world), await aCampaignWithLeads(await aWorld())]
    const trial = { part: 'campaign' as const, filters: [] }
    expect(await refusalOf(tryRules(mine.ctx, other.campaignId, trial))).toBe('not_found')
    const foreign = { part: 'buyer' as const, id: other.buyerId, filters: [], rules: [] }
    expect(await refusalOf(tryRules(mine.ctx, mine.campaignId, foreign))).toBe('not_found')
    const asked = { params: { account: world.accountId, campaign: mine.campaignId }, body: trial }
    expect(await refusalOf(call(leadRoutes, asTeam(world, 'billing'), endpoint, asked))).toBe('forbidden')
    expect(await call(leadRoutes, asTeam(world, 'viewer'), endpoint, asked)).toMatchObject({ leads: 4 })
  })
})
