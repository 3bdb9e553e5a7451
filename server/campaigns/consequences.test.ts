import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { DuplicateCheck } from '../../contract/settings.ts'
import { NO_CAPS } from '../../contract/settings.ts'
import { buyerPart, makeCampaign, type SolarCampaign, solarPart } from '../../test/factories/campaign.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { readCampaign } from './actions/campaigns.ts'
import { changeSettings } from './actions/settings.ts'
import { presentCampaign } from './present.ts'

// Sunday, 22 November, 15:00 UTC: 07:00 in Los Angeles, already Monday 23rd in Auckland (04:00)
const LA = 'America/Los_Angeles'
const AUCKLAND = 'Pacific/Auckland'

async function sold(world: World, solar: SolarCampaign, at: string, price = 4_000): Promise<void> {
  const { row } = await readCampaign(solar.ctx, solar.campaignId)
  const campaign = { campaignId: solar.campaignId, version: row.version }
  const buyerId = solar.buyers[0]?.id ?? 0
  await aLead(world, { campaign, supplierId: solar.supplier.id, at: new Date(at), sales: [{ buyerId, price }] })
}

const counters = async (world: World, subject: string, id: number | undefined) => {
  const { rows } = await sql<Record<string, number>>`
    select day_key, day_count, day_cents, week_key, week_count, week_cents, month_key, month_count, month_cents,
           total_count, total_cents
    from cap_counters where account_id = ${world.accountId} and subject = ${subject} and subject_id = ${id}`.execute(
    world.platform.db,
  )
  return rows[0]
}

describe('a changed zone', () => {
  it('recounts the running periods of those whose clock it is', async () => {
    const world = await aWorld()
    const solar = await makeCampaign(world, { buyers: [{}, { zone: LA }] })
    // 1 November in Auckland, still October in Los Angeles
    await sold(world, solar, '2026-10-31T20:00:00Z', 1_000)
    await sold(world, solar, '2026-11-20T12:00:00Z', 2_000)
    // Monday in Auckland began at 11:00 UTC
    await sold(world, solar, '2026-11-22T10:59:59Z', 3_000)
    await sold(world, solar, '2026-11-22T11:00:00Z', 4_000)
    await sql`update cap_counters set day_key = 7, total_count = 99, total_cents = 5
      where account_id = ${world.accountId}`.execute(world.platform.db)
    const before = await counters(world, 'buyer', solar.buyers[1]?.id)
    await changeSettings(solar.ctx, solar.campaignId, {
      summary: 'Zone',
      parts: [{ part: 'campaign', id: 0, body: solarPart({ zone: AUCKLAND }) }],
    })
    const totals = { total_count: 99, total_cents: 5 }
    const keys = { day_key: 20261123, week_key: 202648, month_key: 202611 }
    expect(await counters(world, 'buyer', solar.buyers[0]?.id)).toEqual({
      ...keys,
      ...totals,
      ...{ day_count: 1, day_cents: 4_000, week_count: 1, week_cents: 4_000, month_count: 4, month_cents: 10_000 },
    })
    expect(await counters(world, 'supplier', solar.supplier.id)).toMatchObject({
      ...keys,
      ...totals,
      ...{ day_count: 1, week_count: 1, month_count: 4, month_cents: 0 },
    })
    expect(await counters(world, 'buyer', solar.buyers[1]?.id)).toEqual(before)
  })

  it('of one buyer recounts that one, also to a zone whose day is earlier', async () => {
    const world = await aWorld()
    const solar = await makeCampaign(world, { campaign: { zone: AUCKLAND } })
    await sold(world, solar, '2026-11-22T07:59:59Z')
    await sold(world, solar, '2026-11-22T08:00:00Z')
    const [first] = solar.buyers
    await changeSettings(solar.ctx, solar.campaignId, {
      summary: 'Zone',
      parts: [{ part: 'buyer', id: first?.id ?? 0, body: buyerPart({ zone: LA }) }],
    })
    expect(await counters(world, 'buyer', first?.id)).toMatchObject({
      ...{ day_key: 20261122, day_count: 1, week_key: 202647, week_count: 2, month_count: 2, total_count: 0 },
    })
    expect(await counters(world, 'supplier', solar.supplier.id)).toMatchObject({ day_key: 0 })
  })
})

describe('the duplicate check', () => {
  const check: DuplicateCheck = { days: 10, fields: ['phone'], match: 'any', scope: 'campaign' }
  const keysOf = async (world: World) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from duplicate_keys where account_id = ${world.accountId}`.execute(
      world.platform.db,
    )
    return rows[0]?.n
  }
  const setCheck = (solar: SolarCampaign, duplicates: DuplicateCheck | null) =>
    changeSettings(solar.ctx, solar.campaignId, {
      summary: 'Check',
      parts: [{ part: 'campaign', id: 0, body: solarPart({ duplicates }) }],
    })

  it('gets the keys of leads accepted before it was set, as far back as it looks', async () => {
    const world = await aWorld()
    const solar = await makeCampaign(world)
    await sold(world, solar, '2026-11-13T10:00:00Z')
    expect(await keysOf(world)).toBe(0)
    await setCheck(solar, { ...check, days: 5 })
    expect(await keysOf(world)).toBe(0)
    await setCheck(solar, check)
    expect(await keysOf(world)).toBe(1)
    await setCheck(solar, { ...check, fields: ['email'] })
    expect(await keysOf(world)).toBe(2)
    await setCheck(solar, null)
    expect(await keysOf(world)).toBe(2)
  })
})

describe('the page of a campaign', () => {
  it('shows caps with what is used of the running period alone', async () => {
    const world = await aWorld()
    const caps = { ...NO_CAPS, day: 50, weekdays: { '7': 20 }, month: 900 }
    const budget = { on: true, day: 0, week: 100_000, month: 0, total: 0 }
    const solar = await makeCampaign(world, { buyers: [{ caps, budget }] })
    await sql`
      update cap_counters set day_key = 20261122, day_count = 7, week_key = 202646, week_cents = 5, month_key = 202611,
                              month_count = 70
      where account_id = ${world.accountId} and subject = 'buyer'`.execute(world.platform.db)
    const { buyers, can } = presentCampaign(await readCampaign(solar.ctx, solar.campaignId))
    // it is a Sunday; the count of last week is over
    expect(buyers[0]?.caps).toEqual([
      { period: 'day', used: 7, limit: 20 },
      { period: 'month', used: 70, limit: 900 },
    ])
    expect(buyers[0]?.budget).toEqual([{ period: 'week', used: 0, limit: 100_000 }])
    expect(can).toEqual({ write: true })
  })
})
