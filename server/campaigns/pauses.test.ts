import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeCampaign, type SolarCampaign } from '../../test/factories/campaign.ts'
import { aWorld, NOW, type World } from '../../test/factories/world.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { readCampaign } from './actions/campaigns.ts'
import { pauseEnds, pauseSupplier, resumeSupplier, setCampaignStatus } from './actions/pauses.ts'
import { presentCampaign } from './present.ts'

let world: World
let other: SolarCampaign
beforeAll(async () => {
  world = await aWorld()
  other = await makeCampaign(await aWorld())
})

const HOUR_MS = 3_600_000
const inAnHour = (of: World) => new Date(of.platform.clock.now().getTime() + HOUR_MS).toISOString()
const pageOf = async (solar: SolarCampaign) => presentCampaign(await readCampaign(solar.ctx, solar.campaignId))
const end = (of: World, held: { account: number; kind: 'campaign' | 'supplier'; id: number }) =>
  pauseEnds.run(systemCtx(of.platform), held, AbortSignal.timeout(5_000))
/** Jobs waiting to end a pause of this campaign or supplier. */
const waiting = async (id: number) => {
  const { rows } = await sql<{ start_after: Date }>`
    select start_after from pgboss.job where name = ${pauseEnds.name} and (data ->> 'id')::integer = ${id}`.execute(
    world.platform.db,
  )
  return rows.map((row) => row.start_after.toISOString())
}

describe('a campaign', () => {
  it('is paused until a time and runs again by itself then', async () => {
    const mine = await aWorld()
    const solar = await makeCampaign(mine)
    const until = inAnHour(mine)
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused', { until, reason: 'Holidays' })
    const held = { account: mine.accountId, kind: 'campaign', id: solar.campaignId } as const
    expect((await pageOf(solar)).pause).toEqual({ since: NOW.toISOString(), until, by: 'Mia', reason: 'Holidays' })
    expect(await waiting(solar.campaignId)).toEqual([until])
    await end(mine, held)
    expect((await pageOf(solar)).status).toBe('paused')
    mine.clock.advance(HOUR_MS)
    await end(mine, held)
    await end(mine, held)
    expect(await pageOf(solar)).toMatchObject({ status: 'active', pause: null })
  })

  it('stays paused when the pause was moved or made again without an end', async () => {
    const mine = await aWorld()
    const solar = await makeCampaign(mine)
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused', { until: inAnHour(mine), reason: '' })
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused', { until: null, reason: 'Longer' })
    mine.clock.advance(2 * HOUR_MS)
    await end(mine, { account: mine.accountId, kind: 'campaign', id: solar.campaignId })
    const { pause } = await pageOf(solar)
    expect(pause).toEqual({ since: NOW.toISOString(), until: null, by: 'Mia', reason: 'Longer' })
  })

  it('keeps no pause when archived, takes no end that is past, and is nobody else’s', async () => {
    const solar = await makeCampaign(world)
    const past = { until: NOW.toISOString(), reason: '' }
    expect(await refusalOf(setCampaignStatus(solar.ctx, solar.campaignId, 'paused', past))).toBe('invalid_input until')
    await setCampaignStatus(solar.ctx, solar.campaignId, 'paused')
    await setCampaignStatus(solar.ctx, solar.campaignId, 'archived')
    expect(await pageOf(solar)).toMatchObject({ status: 'archived', pause: null })
    expect(await refusalOf(setCampaignStatus(other.ctx, solar.campaignId, 'active'))).toBe('not_found')
  })
})

describe('a supplier', () => {
  it('is paused until a time, by the last of two at once', async () => {
    const mine = await aWorld()
    const solar = await makeCampaign(mine)
    const until = inAnHour(mine)
    const pause = { until, reason: 'Bad leads' }
    await Promise.all([
      pauseSupplier(solar.ctx, solar.supplier.id, pause),
      pauseSupplier(solar.ctx, solar.supplier.id, pause),
    ])
    expect(await waiting(solar.supplier.id)).toEqual([until])
    expect((await pageOf(solar)).suppliers[0]).toMatchObject({
      status: 'paused',
      pause: { until, reason: 'Bad leads' },
    })
    mine.clock.advance(HOUR_MS)
    await end(mine, { account: mine.accountId, kind: 'supplier', id: solar.supplier.id })
    expect((await pageOf(solar)).suppliers[0]).toMatchObject({ status: 'active', pause: null })
  })

  it('that was resumed before the end stays as it is', async () => {
    const mine = await aWorld()
    const solar = await makeCampaign(mine)
    await pauseSupplier(solar.ctx, solar.supplier.id, { until: inAnHour(mine), reason: '' })
    await resumeSupplier(solar.ctx, solar.supplier.id)
    await pauseSupplier(solar.ctx, solar.supplier.id)
    mine.clock.advance(HOUR_MS)
    await end(mine, { account: mine.accountId, kind: 'supplier', id: solar.supplier.id })
    expect((await pageOf(solar)).suppliers[0]?.status).toBe('paused')
    await end(mine, { account: mine.accountId + 1, kind: 'supplier', id: solar.supplier.id })
  })
})
