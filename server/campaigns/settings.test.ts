import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SettingsChange } from '../../contract/api/campaigns.ts'
import { buyerPart, makeCampaign, SOLAR_FIELDS, type SolarCampaign, solarPart } from '../../test/factories/campaign.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { compareVersions, readVersions } from './actions/history.ts'
import { setCampaignStatus } from './actions/pauses.ts'
import { changeSettings, createCampaign, restoreVersion } from './actions/settings.ts'
import { bumpRevision, campaignsOfClient, readSettings, readSettingsOf } from './ops.ts'
import { getCampaign } from './tables/campaigns.ts'

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const rowOf = async ({ accountId, campaignId }: SolarCampaign) => {
  const row = await getCampaign(world.platform.db, accountId, campaignId)
  if (!row) throw new Error('no campaign')
  return row
}
const firstBuyer = ({ buyers }: SolarCampaign): number => buyers[0]?.id ?? 0
const priceChange = (solar: SolarCampaign, price: number, expectedVersion?: number): SettingsChange => ({
  ...(expectedVersion !== undefined && { expectedVersion }),
  summary: `Price ${price}`,
  parts: [{ part: 'buyer', id: firstBuyer(solar), body: buyerPart({ price }) }],
})

describe('changeSettings', () => {
  it('writes a new version of the changed parts alone and lets the old one stand', async () => {
    const solar = await makeCampaign(world)
    const before = await rowOf(solar)
    expect(await changeSettings(solar.ctx, solar.campaignId, priceChange(solar, 4_600))).toEqual({
      version: before.version + 1,
    })
    const after = await rowOf(solar)
    expect([after.version - before.version, after.revision - before.revision]).toEqual([1, 1])
    const read = (version: number) => readSettings(world.platform.db, solar.accountId, solar.campaignId, version)
    expect((await read(before.version)).buyers.get(firstBuyer(solar))?.price).toBe(4_000)
    expect((await read(after.version)).buyers.get(firstBuyer(solar))?.price).toBe(4_600)
    const { rows } = await sql`
      select part, part_id from campaign_settings
      where account_id = ${solar.accountId} and campaign_id = ${solar.campaignId} and version = ${after.version}`.execute(
      world.platform.db,
    )
    expect(rows).toEqual([{ part: 'buyer', part_id: firstBuyer(solar) }])
    const audited = (await auditOf(world)).filter((line) => line.action === 'campaign.settings_changed')
    expect(audited).toHaveLength(1)
  })

  it('makes no version when nothing differs', async () => {
    const solar = await makeCampaign(world)
    const { version } = await changeSettings(solar.ctx, solar.campaignId, priceChange(solar, 4_700))
    const before = await rowOf(solar)
    expect(await changeSettings(solar.ctx, solar.campaignId, priceChange(solar, 4_700))).toEqual({ version })
    expect(await rowOf(solar)).toEqual(before)
  })

  it('lets one of two changes at once win where both name the version they saw', async () => {
    const solar = await makeCampaign(world)
    const { version } = await rowOf(solar)
    const outcomes = await Promise.all(
      [4_100, 4_200].map((price) =>
        refusalOf(changeSettings(solar.ctx, solar.campaignId, priceChange(solar, price, version))),
      ),
    )
    expect(outcomes.sort()).toEqual(['stale', undefined])
    expect((await rowOf(solar)).version).toBe(version + 1)
  })

  it('puts changes at once behind each other where none names a version', async () => {
    const solar = await makeCampaign(world)
    const { version, revision } = await rowOf(solar)
    const prices = [4_101, 4_102, 4_103, 4_104]
    const made = await Promise.all(
      prices.map((price) => changeSettings(solar.ctx, solar.campaignId, priceChange(solar, price))),
    )
    expect(made.map((one) => one.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4].map((n) => version + n))
    expect(await rowOf(solar)).toMatchObject({ version: version + 4, revision: revision + 4 })
  })

  it('checks the whole: a field cannot go while a rule reads it', async () => {
    const solar = await makeCampaign(world)
    const rules = [{ price: 5_000, conditions: [{ op: 'any_of' as const, field: 'state', values: ['CA'] }] }]
    const id = firstBuyer(solar)
    await changeSettings(solar.ctx, solar.campaignId, {
      summary: 'Rule',
      parts: [{ part: 'buyer', id, body: buyerPart({ rules }) }],
    })
    const before = await rowOf(solar)
    const fields = SOLAR_FIELDS.filter((field) => field.name !== 'state')
    const change: SettingsChange = {
      summary: 'No state',
      parts: [{ part: 'campaign', id: 0, body: solarPart({ fields }) }],
    }
    expect(await refusalOf(changeSettings(solar.ctx, solar.campaignId, change))).toBe(
      `invalid_input buyers.${id}.rules.0.conditions.0.field`,
    )
    expect(await rowOf(solar)).toEqual(before)
  })

  it('knows no campaign, buyer or version of another account', async () => {
    const [solar, other] = [await makeCampaign(world), await makeCampaign(await aWorld())]
    expect(await refusalOf(changeSettings(other.ctx, solar.campaignId, priceChange(solar, 1)))).toBe('not_found')
    expect(await refusalOf(restoreVersion(other.ctx, solar.campaignId, 1))).toBe('not_found')
    expect(await refusalOf(setCampaignStatus(other.ctx, solar.campaignId, 'paused'))).toBe('not_found')
    expect(await refusalOf(changeSettings(solar.ctx, solar.campaignId, priceChange(other, 1)))).toBe(
      `invalid_input buyers.${firstBuyer(other)}`,
    )
  })
})

describe('versions', () => {
  it('are restored as a new version; parts made since stay', async () => {
    const solar = await makeCampaign(world)
    const { version } = await rowOf(solar)
    await changeSettings(solar.ctx, solar.campaignId, priceChange(solar, 9_900))
    const back = await restoreVersion(solar.ctx, solar.campaignId, version - 1)
    const settings = await readSettings(world.platform.db, solar.accountId, solar.campaignId, back.version)
    expect(back.version).toBe(version + 2)
    expect(settings.buyers.get(firstBuyer(solar))?.price).toBe(4_000)
    // the second buyer came with `version`, after the one that was restored
    expect([...settings.buyers.keys()]).toEqual(solar.buyers.map((buyer) => buyer.id))
    expect(await restoreVersion(solar.ctx, solar.campaignId, back.version)).toEqual(back)
    expect(await refusalOf(restoreVersion(solar.ctx, solar.campaignId, back.version + 1))).toBe('not_found')
    expect(await refusalOf(restoreVersion(solar.ctx, solar.campaignId, 1, version))).toBe('stale')
  })

  it('tell in words what they changed', async () => {
    const solar = await makeCampaign(world)
    const { version } = await rowOf(solar)
    await changeSettings(solar.ctx, solar.campaignId, priceChange(solar, 4_600))
    const page = await readVersions(solar.ctx, solar.campaignId, { limit: 2 })
    const price = { what: 'Price', before: '$40.00', after: '$46.00' }
    const buyer = { part: 'buyer', id: firstBuyer(solar), name: 'Buyer 1', lines: [price] }
    expect(page.items[0]).toMatchObject({ version: version + 1, summary: 'Price 4600', changes: [buyer] })
    expect(page.items[1]?.changes).toMatchObject([{ name: 'Buyer 2', lines: [{ what: 'Added' }] }])
    const rest = await readVersions(solar.ctx, solar.campaignId, { limit: 100, cursor: page.next ?? '' })
    expect(rest.items.map((item) => item.version)).toEqual([version - 1, version - 2, 1])
    expect(rest.next).toBeNull()
    expect(await compareVersions(solar.ctx, solar.campaignId, version, version + 1)).toEqual([buyer])
  })

  it('stand as written: the serving role cannot change or delete them', async () => {
    const { accountId } = await makeCampaign(world)
    const { db } = world.platform
    for (const statement of [
      sql`update campaign_settings set version = version where account_id = ${accountId}`,
      sql`delete from campaign_settings where account_id = ${accountId}`,
      sql`update campaign_versions set summary = 'x' where account_id = ${accountId}`,
      sql`delete from campaign_versions where account_id = ${accountId}`,
    ]) {
      await expect(statement.execute(db)).rejects.toThrow('permission denied')
    }
  })
})

describe('createCampaign and status', () => {
  it('refuses settings that make no sense', async () => {
    const duplicates = { days: 30, fields: ['shoe_size'], match: 'any' as const, scope: 'campaign' as const }
    const made = createCampaign(asTeam(world), { name: 'X', publicName: null, settings: solarPart({ duplicates }) })
    expect(await refusalOf(made)).toBe('invalid_input campaign.duplicates.fields.0')
  })

  it('counts a revision for a new status and none for the same', async () => {
    const solar = await makeCampaign(world)
    const before = await rowOf(solar)
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused')
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused')
    expect(await rowOf(solar)).toMatchObject({
      status: 'paused',
      version: before.version,
      revision: before.revision + 1,
    })
  })
})

describe('ops', () => {
  it('count revisions of several campaigns, crosswise at once, of their account alone', async () => {
    const [a, b] = [await makeCampaign(world), await makeCampaign(world)]
    const stranger = await makeCampaign(await aWorld())
    const before = [await rowOf(a), await rowOf(b)]
    const ids = [a.campaignId, b.campaignId]
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        a.ctx.transact((tx) =>
          bumpRevision(tx, world.accountId, [...(i % 2 ? ids : ids.toReversed()), stranger.campaignId]),
        ),
      ),
    )
    const after = [await rowOf(a), await rowOf(b)]
    expect(after.map((row, i) => row.revision - (before[i]?.revision ?? 0))).toEqual([6, 6])
    expect((await getCampaign(world.platform.db, stranger.accountId, stranger.campaignId))?.revision).toBe(4)
  })

  it('find the campaigns of a Client, as supplier and as buyer', async () => {
    const solar = await makeCampaign(world)
    const { db } = world.platform
    expect(await campaignsOfClient(db, world.accountId, solar.supplier.clientId)).toEqual([solar.campaignId])
    expect(await campaignsOfClient(db, world.accountId, solar.buyers[0]?.clientId ?? 0)).toEqual([solar.campaignId])
    expect(await campaignsOfClient(db, world.accountId + 1, solar.supplier.clientId)).toEqual([])
  })

  it('read several campaigns, each as of its version', async () => {
    const [a, b] = [await makeCampaign(world), await makeCampaign(world)]
    const wanted = [
      { campaignId: a.campaignId, version: 2 },
      { campaignId: b.campaignId, version: 4 },
    ]
    const read = await readSettingsOf(world.platform.db, world.accountId, wanted)
    expect(read.get(a.campaignId)?.buyers.size).toBe(0)
    expect(read.get(a.campaignId)?.suppliers.size).toBe(1)
    expect(read.get(b.campaignId)?.buyers.size).toBe(2)
    expect(await refusalOf(readSettings(world.platform.db, world.accountId + 1, a.campaignId, 2))).toBe('not_found')
  })
})
