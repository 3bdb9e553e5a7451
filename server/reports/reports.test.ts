import { randomInt } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Dimension, type ReportLine, runReport } from '../../contract/api/reports.ts'
import type { Field } from '../../contract/fields.ts'
import type { TeamRole } from '../../contract/permissions.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aSupplier,
  aVersion,
  aWorld,
  type Campaign,
  FIELDS,
  NOW,
  type World,
  writeCampaignPart,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { readTeamFigures } from '../analytics/actions.ts'
import { dayIn } from '../analytics/rules/windows.ts'
import { listTeamLeads } from '../leads/actions/lists.ts'
import { reportRoutes } from './routes.ts'

const ZONES = ['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']
const CODES = [1005, 1006, 1008, 1010, 1015]
const pick = <T>(items: readonly T[]): T => {
  const item = items[randomInt(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

interface Lead {
  at: Date
  campaign: Campaign
  supplierId: number
  code: number
  returned: boolean
  payout: number
  state: string | null
  sub: string | null
  sales: { buyerId: number; price: number; returned: boolean }[]
}

const state: Field = { ...(FIELDS[0] as Field), name: 'state', label: 'State', type: 'state' } // the first is there

interface Business {
  world: World
  campaigns: { campaign: Campaign; suppliers: number[]; buyers: number[] }[]
  clients: Map<number, number>
  leads: Lead[]
}

function inventedLead(campaigns: Business['campaigns'], around: Date): Lead {
  const { campaign, suppliers, buyers } = pick(campaigns)
  const sold = pick([0, 0, 1, 1, 1, 2])
  const returned = sold > 0 && randomInt(4) === 0
  // stored where the version keeps it, and nowhere where it keeps none
  const has = campaign.version === 2 || campaign.campaignId === campaigns[0]?.campaign.campaignId
  return {
    at: new Date(around.getTime() + randomInt(-60 * 3_600_000, 60 * 3_600_000)),
    campaign,
    supplierId: pick(suppliers),
    code: sold > 0 ? 0 : pick(CODES),
    returned,
    payout: sold > 0 ? pick([0, 333, 2_400]) : 0,
    state: has ? pick(['CA', 'NY', null]) : null,
    sub: pick(['=1+1', 'google', null]),
    sales: buyers.slice(0, sold).map((buyerId) => ({ buyerId, price: pick([0, 999, 4_600, 5_001]), returned })),
  }
}

/** Around a night that the clocks change, with leads that sell several times and come back in part or whole. */
async function aBusiness(count: number, around: Date): Promise<Business> {
  const world = await aWorld()
  const clientIds = [await aClient(world, 'One'), await aClient(world, 'Two')]
  const clients = new Map<number, number>()
  const campaigns: Business['campaigns'] = []
  for (let n = 0; n < 2; n++) {
    // the state moves from place to place between versions
    const campaign = await aCampaign(world, { name: `Campaign ${n}`, fields: n === 0 ? [...FIELDS, state] : FIELDS })
    const [suppliers, buyers]: number[][] = [[], []]
    for (const clientId of clientIds) {
      const [supplier, buyer] = [
        await aSupplier(world, campaign, { clientId }),
        await aBuyer(world, campaign, { clientId }),
      ]
      clients.set(supplier, clientId).set(buyer, clientId)
      suppliers?.push(supplier)
      buyers?.push(buyer)
    }
    campaigns.push({ campaign, suppliers: suppliers ?? [], buyers: buyers ?? [] })
    const later = await aVersion(world, campaign.campaignId, 2)
    await writeCampaignPart(world, later, { fields: [state, ...FIELDS] })
    campaigns.push({ campaign: later, suppliers: suppliers ?? [], buyers: buyers ?? [] })
  }
  const leads: Lead[] = []
  for (let n = 0; n < count; n++) {
    const lead = inventedLead(campaigns, around)
    leads.push(lead)
    await aLead(world, { ...lead, data: { state: lead.state }, subIds: [lead.sub] })
    if (n % 10 === 0) await aLead(world, { ...lead, test: true, data: { state: lead.state }, subIds: [lead.sub] })
  }
  return { world, campaigns, clients, leads }
}

const call2 = (world: World, query: Parameters<typeof call<typeof runReport>>[3]['query'], role?: TeamRole) =>
  call(reportRoutes, asTeam(world, role), runReport, { params: { account: world.accountId }, query })

/** What a line should say, by leads counted one by one. */
function expected(leads: readonly Lead[]) {
  const sum = (of: (lead: Lead) => number) => leads.reduce((all, lead) => all + of(lead), 0)
  const prices = (lead: Lead) => lead.sales.reduce((all, { price }) => all + price, 0)
  const [revenue, cost] = [sum(prices), sum(({ payout }) => payout)]
  const back = leads.filter(({ returned }) => returned)
  const returnedRevenue = back.reduce((all, lead) => all + prices(lead), 0)
  const returnedCost = back.reduce((all, { payout }) => all + payout, 0)
  return {
    leads: leads.length,
    accepted: sum(({ code }) => Number(code === 0)),
    duplicated: sum(({ code }) => Number(code === 1008)),
    failed: sum(({ code }) => Number(code !== 0 && code !== 1008)),
    returned: back.length,
    ...{ revenue, cost, returnedRevenue, returnedCost },
    profit: revenue - returnedRevenue - (cost - returnedCost),
  }
}

describe('any two dimensions add up to the leads they are of', () => {
  const nights = ['2026-11-01T06:00:00Z', '2026-03-08T07:00:00Z', '2026-10-03T15:30:00Z'].map((at) => new Date(at))
  const bySupply: Dimension[] = ['day', 'hour', 'weekday', 'campaign', 'supplier', 'supplying_client', 'state', 'sub1']

  test.each(nights)('around %s', { timeout: 60_000 }, async (night) => {
    const { world, leads, clients } = await aBusiness(60, night)
    world.clock.set(new Date(night.getTime() + 30 * 86_400_000))
    for (const zone of ZONES) {
      const local = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
      const [from, to] = [-30, 30].map((hours) => dayIn(zone, new Date(night.getTime() + hours * 3_600_000)))
      const inside = leads.filter(({ at }) => dayIn(zone, at) >= (from ?? '') && dayIn(zone, at) <= (to ?? ''))
      const keyOf: Record<string, (lead: Lead) => string | null> = {
        day: ({ at }) => dayIn(zone, at),
        hour: ({ at }) => String(local(at).hour),
        weekday: ({ at }) => String(local(at).dayOfWeek),
        campaign: ({ campaign }) => String(campaign.campaignId),
        supplier: ({ supplierId }) => String(supplierId),
        supplying_client: ({ supplierId }) => String(clients.get(supplierId)),
        state: (lead) => lead.state,
        sub1: ({ sub }) => sub,
      }
      for (const [nth, by] of bySupply.entries()) {
        const and = bySupply[(nth + 1 + randomInt(bySupply.length - 1)) % bySupply.length]
        const reply = await call2(world, { by, and, range: `${from}..${to}`, zone })
        expect(reply.totals).toMatchObject(expected(inside))
        const groups = Map.groupBy(inside, (lead) =>
          JSON.stringify([by, and].map((one) => keyOf[one ?? '']?.(lead) ?? null)),
        )
        expect(reply.lines).toHaveLength(groups.size)
        expect(reply.lineCount).toBe(groups.size)
        for (const line of reply.lines) {
          const own = groups.get(JSON.stringify(line.keys.map(({ id }) => id))) ?? []
          expect(line.figures).toMatchObject(expected(own))
          expect(line.reasons.reduce((all, reason) => all + reason.leads, 0)).toBe(line.figures.failed)
        }
        expect(reply.series.reduce((all, slot) => all + slot.figures.revenue, 0)).toBe(reply.totals.revenue)
      }
    }
  })
})

describe('seen from the buyers', () => {
  let business: Business
  beforeAll(async () => {
    business = await aBusiness(60, new Date('2026-11-01T06:00:00Z'))
    business.world.clock.set(new Date('2026-11-20T06:00:00Z'))
  }, 60_000)
  const range = '2026-10-25..2026-11-10'

  test.each(['buyer', 'buying_client'] as const)(
    'each %s has its sales, and its part of what suppliers earn',
    async (by) => {
      const { world, leads, clients } = business
      for (const and of [undefined, 'day', 'supplier', 'state', 'sub1', 'campaign'] as const) {
        const reply = await call2(world, { by, and, range })
        expect(reply.counts).toBe('posts')
        const whole = expected(leads)
        // what was paid for leads that sold is parted among sales to the cent
        expect(reply.totals).toMatchObject({
          leads: leads.flatMap(({ sales }) => sales).length,
          accepted: leads.flatMap(({ sales }) => sales).length,
          ...{ failed: 0, duplicated: 0, revenue: whole.revenue, cost: whole.cost },
          ...{ returnedRevenue: whole.returnedRevenue, returnedCost: whole.returnedCost, profit: whole.profit },
        })
        const sold = new Map<string, number>()
        for (const { buyerId, price } of leads.flatMap(({ sales }) => sales)) {
          const key = String(by === 'buyer' ? buyerId : clients.get(buyerId))
          sold.set(key, (sold.get(key) ?? 0) + price)
        }
        for (const { key, figures } of reply.series) expect(figures.revenue).toBe(sold.get(key.id ?? ''))
      }
    },
  )

  test('one buyer alone', async () => {
    const { world, leads, campaigns } = business
    const [buyer = 0] = campaigns[0]?.buyers ?? []
    const sales = leads.flatMap((lead) => lead.sales).filter(({ buyerId }) => buyerId === buyer)
    const { totals } = await call2(world, { by: 'day', buyer, range })
    expect(totals).toMatchObject({
      accepted: sales.length,
      revenue: sales.reduce((all, { price }) => all + price, 0),
      returned: sales.filter(({ returned }) => returned).length,
    })
  })
})

describe('a report', () => {
  let business: Business
  const around = new Date(NOW.getTime() - 3 * 86_400_000)
  beforeAll(async () => {
    business = await aBusiness(50, around)
  }, 60_000)

  test('tells what the home page and the lists tell', async () => {
    const { world } = business
    const ctx = asTeam(world)
    const report = await call2(world, { by: 'campaign', range: 'last_7' })
    const home = await readTeamFigures(ctx, world.accountId, { range: 'last_7' })
    expect(report.totals).toMatchObject(home.totals)
    expect(report.totalsBefore).toMatchObject(home.totalsBefore)
    expect(report.reasons.map(({ reason, leads }) => [Number(reason), leads]).sort()).toEqual(
      home.failed.map(({ code, leads }) => [code, leads]).sort(),
    )
    for (const { keys, figures } of report.lines) {
      const campaign = Number(keys[0]?.id)
      const query = { range: 'last_7', campaign, test: 'live', returned: 'all', supplier: [], limit: 1_000 } as const
      const { rows } = await listTeamLeads(ctx, world.accountId, { ...query, supplier: [] })
      expect(figures.leads).toBe(rows.length)
      expect(figures.revenue).toBe(rows.reduce((all, row) => all + row.revenue, 0))
      expect(figures.cost).toBe(rows.reduce((all, row) => all + row.payout, 0))
    }
  })

  test('is sorted as asked, and compares with as much of the time before', async () => {
    const { world } = business
    const revenues = (lines: ReportLine[]) => lines.map(({ figures }) => figures.revenue)
    const down = await call2(world, { by: 'supplier', and: 'day', range: 'last_7', sort: 'revenue' })
    expect(revenues(down.lines)).toEqual(revenues(down.lines).toSorted((a, b) => b - a))
    const up = await call2(world, { by: 'supplier', and: 'day', range: 'last_7', sort: 'revenue', order: 'asc' })
    expect(revenues(up.lines)).toEqual(revenues(down.lines).toReversed())
    const days = await call2(world, { by: 'day', range: 'last_28' })
    expect(days.series.map(({ key }) => key.label)).toHaveLength(28)
    const [first] = (await call2(world, { by: 'campaign', range: 'last_7' })).lines
    expect(first?.before).toMatchObject({ leads: expect.any(Number) })
  })

  test('is of its account alone', async () => {
    const stranger = await aWorld()
    const reply = await call2(stranger, { by: 'campaign', campaign: business.campaigns[0]?.campaign.campaignId })
    expect(reply.lines).toEqual([])
    expect(reply.totals.leads).toBe(0)
  })

  test('says by what leads hold only to whom may read them', async () => {
    const { world } = business
    for (const by of ['state', 'sub3'] as const) {
      await expect(call2(world, { by }, 'billing')).rejects.toMatchObject({ code: 'forbidden' })
      await expect(call2(world, { by: 'day', and: by }, 'billing')).rejects.toMatchObject({ code: 'forbidden' })
      expect((await call2(world, { by }, 'viewer')).totals.leads).toBe(50)
    }
    expect((await call2(world, { by: 'buyer' }, 'billing')).counts).toBe('posts')
  })
})
