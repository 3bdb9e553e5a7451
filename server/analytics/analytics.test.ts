import { randomInt } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aSupplierUser,
  aWorld,
  type Campaign,
  mapClient,
  NOW,
  type World,
} from '../../test/factories/world.ts'
import { anonymous } from '../platform/ctx.ts'
import { readCustomerFigures, readSupplierFigures, readTeamFigures } from './actions.ts'
import { campaignFigures, customerScope, supplierScope } from './ops.ts'
import { dayIn, windowOf } from './rules/windows.ts'

const hoursAgo = (hours: number, from = NOW) => new Date(from.getTime() - hours * 3_600_000)

interface Business {
  world: World
  campaign: Campaign
  supplierId: number
  supplierClient: number
  buyerId: number
  buyerClient: number
}

async function aBusiness(): Promise<Business> {
  const world = await aWorld()
  const campaign = await aCampaign(world)
  const [supplierClient, buyerClient] = [await aClient(world), await aClient(world)]
  const supplierId = await aSupplier(world, campaign, { clientId: supplierClient })
  const buyerId = await aBuyer(world, campaign, { clientId: buyerClient })
  return { world, campaign, supplierId, supplierClient, buyerId, buyerClient }
}

describe('days of 23 and 25 hours, counted as the raw leads are', () => {
  const nights = [
    { zone: 'America/New_York', changes: '2026-11-01T06:00:00Z' },
    { zone: 'America/New_York', changes: '2026-03-08T07:00:00Z' },
    { zone: 'Australia/Lord_Howe', changes: '2026-10-03T15:30:00Z' },
    { zone: 'Asia/Kathmandu', changes: '2026-11-01T06:00:00Z' },
  ]
  test.each(nights)('$zone around $changes', async ({ zone, changes }) => {
    const { world, campaign, supplierId, buyerId } = await aBusiness()
    const leads: { at: Date; sold: boolean }[] = []
    for (let n = 0; n < 40; n++) {
      const at = hoursAgo(randomInt(0, 4 * 24 * 60) / 60 - 48, new Date(changes))
      leads.push({ at, sold: n % 3 > 0 })
    }
    for (const { at, sold } of leads) await aLead(world, { campaign, supplierId, at, sales: sold ? [{ buyerId }] : [] })
    const middle = dayIn(zone, new Date(changes))
    const from = dayIn(zone, hoursAgo(30, new Date(changes)))
    const to = dayIn(zone, hoursAgo(-30, new Date(changes)))
    world.clock.set(hoursAgo(-24 * 30, new Date(changes)))
    for (const range of [`${from}..${to}`, `${middle}..${middle}`]) {
      const reply = await readTeamFigures(world.as(anonymous), world.accountId, { range, zone })
      const [first = '', last = ''] = range.split('..')
      const inside = leads.filter(({ at }) => dayIn(zone, at) >= first && dayIn(zone, at) <= last)
      expect(reply.totals.leads).toBe(inside.length)
      expect(reply.totals.accepted).toBe(inside.filter(({ sold }) => sold).length)
      expect(reply.totals.revenue).toBe(4_600 * reply.totals.accepted)
      expect(reply.series.reduce((all, slot) => all + slot.leads, 0)).toBe(inside.length)
      if (reply.window.unit === 'day') {
        for (const { at, leads: counted } of reply.series) {
          const day = dayIn(zone, new Date(at))
          expect(counted).toBe(leads.filter((lead) => dayIn(zone, lead.at) === day).length)
        }
      }
    }
  })
})

describe('a business', () => {
  let business: Business
  let other: Business
  beforeAll(async () => {
    business = await aBusiness()
    other = await aBusiness()
    const { world, campaign, supplierId, buyerId } = business
    await aLead(world, { campaign, supplierId, at: hoursAgo(1), sales: [{ buyerId, price: 4_600 }] })
    await aLead(world, { campaign, supplierId, at: hoursAgo(1), sales: [{ buyerId, price: 4_001 }] })
    await aLead(world, { campaign, supplierId, at: hoursAgo(2), returned: true, sales: [{ buyerId, returned: true }] })
    await aLead(world, { campaign, supplierId, at: hoursAgo(2), code: 1008 })
    await aLead(world, { campaign, supplierId, at: hoursAgo(2), code: 1015 })
    await aLead(world, { campaign, supplierId, at: hoursAgo(2), code: 1005 })
    await aLead(world, { campaign, supplierId, at: hoursAgo(2), code: 1005 })
    await aLead(world, { campaign, supplierId, test: true, sales: [{ buyerId }] })
    // yesterday: before and after the hour of now
    await aLead(world, { campaign, supplierId, at: hoursAgo(26), sales: [{ buyerId }] })
    await aLead(world, { campaign, supplierId, at: hoursAgo(22), sales: [{ buyerId }] })
    await aLead(other.world, {
      campaign: other.campaign,
      supplierId: other.supplierId,
      at: hoursAgo(1),
      sales: [{ buyerId: other.buyerId }],
    })
  })

  test('the operator sees its own account, tests left out, and yesterday as far as today has come', async () => {
    const { world, campaign } = business
    const reply = await readTeamFigures(world.as(anonymous), world.accountId, {})
    expect(reply.totals).toEqual({
      leads: 7,
      accepted: 3,
      duplicated: 1,
      failed: 3,
      returned: 1,
      revenue: 4_600 + 4_001 + 4_600,
      cost: 3 * 2_400,
      returnedRevenue: 4_600,
      returnedCost: 2_400,
      profit: 4_600 + 4_001 - 2 * 2_400,
    })
    expect(reply.totalsBefore.leads).toBe(1)
    expect(reply.seriesBefore.reduce((all, slot) => all + slot.leads, 0)).toBe(2)
    expect(reply.failed).toEqual([
      { code: 1005, words: 'No buyers available', leads: 2 },
      { code: 1015, words: 'Failed validation', leads: 1 },
    ])
    expect(reply.campaigns).toMatchObject([
      { id: campaign.campaignId, name: 'Internal name', leads: 7, spark: [0, 0, 0, 0, 0, 2, 7] },
    ])
    const window = windowOf({ preset: 'today' }, 'America/New_York', NOW)
    const list = await campaignFigures(world.platform.db, world.accountId, window)
    expect(list.get(campaign.campaignId)).toEqual(reply.totals)
    expect(list.size).toBe(1)
  })

  test('a customer sees the sales of its mapped Clients from the day they are shown', async () => {
    const { world, buyerClient } = business
    const { db } = world.platform
    const [all, late, none] = [await aCustomer(world), await aCustomer(world), await aCustomer(world)]
    await mapClient(world, { customerId: all, clientId: buyerClient })
    await mapClient(world, { customerId: late, clientId: buyerClient, visibleFrom: hoursAgo(1.5) })
    const figures = async (customerId: number) =>
      readCustomerFigures(world.as(anonymous), await customerScope(db, world.accountId, customerId), {})
    const seen = await figures(all)
    expect(seen.totals).toEqual({
      leads: 3,
      returned: 1,
      returnRate: 3_333,
      spend: 13_201,
      returnedSpend: 4_600,
      netSpend: 8_601,
      averagePrice: 4_400,
    })
    expect(seen.campaigns.map(({ name }) => name)).toEqual(['Public name'])
    expect(JSON.stringify(seen)).not.toContain('Internal')
    expect((await figures(late)).totals).toMatchObject({ leads: 2, spend: 8_601, returned: 0 })
    const empty = await figures(none)
    expect(empty.totals).toMatchObject({ leads: 0, spend: 0, averagePrice: null, returnRate: null })
    expect(empty.campaigns).toEqual([])
  })

  test('a customer of one account asks nothing out of another', async () => {
    const { world, buyerClient } = business
    const customerId = await aCustomer(world)
    await mapClient(world, { customerId, clientId: buyerClient })
    const foreign = await customerScope(world.platform.db, other.world.accountId, customerId)
    expect(foreign.buyers).toEqual([])
  })

  test('a supplier sees six figures of its own leads, never what they sold for', async () => {
    const { world, supplierClient, campaign } = business
    const rival = await aSupplier(world, campaign)
    await aLead(world, { campaign, supplierId: rival, at: hoursAgo(1), code: 1005 })
    const { db } = world.platform
    const userId = await aSupplierUser(world, [supplierClient])
    const scope = await supplierScope(db, world.accountId, userId)
    const reply = await readSupplierFigures(world.as(anonymous), scope, {})
    expect(reply.totals).toEqual({
      totalLeads: 7,
      netAccepted: 2,
      failed: 3,
      duplicate: 1,
      returns: 1,
      netRevenue: 4_800,
    })
    expect(reply.campaigns).toMatchObject([{ name: 'Public name', suppliers: [{ name: 'Supplier' }] }])
    expect(JSON.stringify(reply)).not.toMatch(/4600|4_600|13201|Internal/)
    const asked = await readSupplierFigures(world.as(anonymous), scope, { supplier: rival })
    expect(asked.totals.totalLeads).toBe(0)
    await expect(supplierScope(db, other.world.accountId, userId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('revoked access is gone at once', async () => {
    const { world, supplierClient } = business
    const { db } = world.platform
    const userId = await aSupplierUser(world, [supplierClient])
    await db.updateTable('supplier_access').set({ revoked_at: NOW }).where('user_id', '=', userId).execute()
    await expect(supplierScope(db, world.accountId, userId)).rejects.toMatchObject({ code: 'not_found' })
  })
})
