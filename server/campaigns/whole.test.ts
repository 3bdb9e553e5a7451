import { beforeAll, describe, expect, it } from 'vitest'
import { makeCampaign, type SolarCampaign } from '../../test/factories/campaign.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { pauseBuyer } from './actions/buyers.ts'
import { readCampaign, readCampaignSettings, readSetup } from './actions/campaigns.ts'
import { duplicateCampaign } from './actions/duplicate.ts'
import { renameCampaign, renameMember } from './actions/names.ts'
import { changeSettings } from './actions/settings.ts'
import { revealKey } from './actions/suppliers.ts'
import { presentCampaign, presentSetup } from './present.ts'

let world: World
let other: SolarCampaign
beforeAll(async () => {
  world = await aWorld()
  other = await makeCampaign(await aWorld())
})

const pageOf = async (solar: SolarCampaign, id = solar.campaignId) => presentCampaign(await readCampaign(solar.ctx, id))

describe('duplicateCampaign', () => {
  it('brings settings, and members with ids, keys and counters of their own', async () => {
    const solar = await makeCampaign(world)
    await pauseBuyer(solar.ctx, solar.buyers[0]?.id ?? 0, { until: null, reason: '' })
    const { id } = await duplicateCampaign(solar.ctx, solar.campaignId, { name: 'Copy', suppliers: true, buyers: true })
    const [from, copy] = [await pageOf(solar), await pageOf(solar, id)]
    expect(copy).toMatchObject({ name: 'Copy', publicName: from.publicName, version: 1, fields: from.fields })
    expect(copy.suppliers).toMatchObject([{ name: 'Bright Ads', testMode: true, payout: from.suppliers[0]?.payout }])
    expect(copy.buyers.map((buyer) => [buyer.name, buyer.price, buyer.running])).toEqual(
      from.buyers.map((buyer) => [buyer.name, buyer.price, true]),
    )
    const ids = [from, copy].flatMap((page) => [...page.suppliers, ...page.buyers].map((member) => member.id))
    expect(new Set(ids).size).toBe(6)
    expect(await revealKey(solar.ctx, copy.suppliers[0]?.id ?? 0)).not.toBe(solar.supplier.key)
  })

  it('leaves members behind unless told, makes one each time, of one’s own campaigns', async () => {
    const solar = await makeCampaign(world)
    const alone = { name: 'Copy', suppliers: false, buyers: false }
    const copies = await Promise.all([1, 2].map(() => duplicateCampaign(solar.ctx, solar.campaignId, alone)))
    expect(new Set(copies.map((copy) => copy.id)).size).toBe(2)
    const { settings } = await readCampaignSettings(solar.ctx, copies[0]?.id ?? 0)
    expect([settings.suppliers.size, settings.buyers.size]).toEqual([0, 0])
    expect(await refusalOf(duplicateCampaign(other.ctx, solar.campaignId, alone))).toBe('not_found')
  })
})

describe('names', () => {
  it('of a campaign change for all or for outsiders', async () => {
    const solar = await makeCampaign(world)
    const names = { name: 'Solar West', publicName: null }
    await renameCampaign(solar.ctx, solar.campaignId, names)
    await renameCampaign(solar.ctx, solar.campaignId, names)
    expect(await pageOf(solar)).toMatchObject({ ...names, version: 4 })
    expect(await refusalOf(renameCampaign(other.ctx, solar.campaignId, names))).toBe('not_found')
  })

  it('of members stay unique in their campaign, also at once', async () => {
    const solar = await makeCampaign(world)
    const [first, second] = solar.buyers.map((buyer) => buyer.id)
    const both = [first, second].map((id) => refusalOf(renameMember(solar.ctx, 'buyer', id ?? 0, 'Same')))
    expect((await Promise.all(both)).sort()).toEqual(['already_exists name', undefined])
    await renameMember(solar.ctx, 'supplier', solar.supplier.id, 'BRIGHT ADS')
    await renameMember(solar.ctx, 'supplier', solar.supplier.id, 'BRIGHT ADS')
    expect((await pageOf(solar)).suppliers[0]?.name).toBe('BRIGHT ADS')
    expect(await refusalOf(renameMember(other.ctx, 'supplier', solar.supplier.id, 'X'))).toBe('not_found')
    expect(await refusalOf(renameMember(other.ctx, 'buyer', first ?? 0, 'X'))).toBe('not_found')
  })
})

describe('a stale change', () => {
  it('is told who was faster and with what', async () => {
    const solar = await makeCampaign(world)
    const { settings, version } = await readCampaignSettings(solar.ctx, solar.campaignId)
    const change = (minimumMargin: number) => ({
      expectedVersion: version,
      summary: `Margin ${minimumMargin}`,
      parts: [{ part: 'campaign' as const, id: 0 as const, body: { ...settings.campaign, minimumMargin } }],
    })
    await changeSettings(solar.ctx, solar.campaignId, change(100))
    const late = changeSettings(solar.ctx, solar.campaignId, change(200))
    await expect(late).rejects.toThrow(`Mia saved version ${version + 1} in the meantime: Margin 100`)
  })
})

describe('the set-up guide', () => {
  it('knows nothing of a new account, and then its campaign and members', async () => {
    const mine = await aWorld()
    const ctx = asTeam(mine)
    expect(presentSetup(await readSetup(ctx))).toMatchObject({ campaign: null, supplier: false, buyer: false })
    const solar = await makeCampaign(mine)
    expect(presentSetup(await readSetup(ctx))).toEqual({
      campaign: { id: solar.campaignId, name: 'Solar' },
      supplier: true,
      buyer: true,
      testLead: false,
      soldLead: false,
      can: { write: true },
    })
  })
})
