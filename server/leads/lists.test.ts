/** Lists are complete: whatever the filter and the page's size, all that match come once, newest first. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { listLeads, listPortalLeads, listSupplierLeads } from '../../contract/api/leads.ts'
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
  customerOf,
  mapClient,
  NOW,
  supplierOf,
  teamOf,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { leadIdText } from '../platform/ids.ts'
import { leadRoutes } from './routes.ts'

interface Stored {
  id: string
  at: Date
  campaignId: number
  supplierId: number
  buyers: number[]
  code: number
  test: boolean
  returned: boolean
}

let world: World
let campaigns: Campaign[]
let suppliers: { supplierId: number; campaign: Campaign }[]
let buyers: { buyerId: number; campaign: Campaign }[]
let customerId: number
let supplierUser: string
const stored: Stored[] = []

/** The same small world each run: what varies is what is asked. */
const CODES = [0, 0, 0, 1005, 1008, 1015]
const AGES_MS = [1_000, 40 * 60_000, 3 * 3_600_000, 30 * 3_600_000, 33 * 86_400_000, 65 * 86_400_000]

beforeAll(async () => {
  world = await aWorld()
  campaigns = [await aCampaign(world), await aCampaign(world)]
  const [supplierClient, buyerClient] = [await aClient(world), await aClient(world)]
  suppliers = []
  buyers = []
  for (const campaign of campaigns) {
    for (const clientId of [supplierClient, undefined])
      suppliers.push({ campaign, supplierId: await aSupplier(world, campaign, { clientId }) })
    buyers.push({ campaign, buyerId: await aBuyer(world, campaign, { clientId: buyerClient, acceptsTests: true }) })
  }
  customerId = await aCustomer(world)
  await mapClient(world, { customerId, clientId: buyerClient })
  supplierUser = await aSupplierUser(world, [supplierClient])
  for (let n = 0; n < 90; n++) await store(n)
  stored.sort((a, b) => (a.id < b.id ? 1 : -1))
})

async function store(n: number): Promise<void> {
  const { supplierId, campaign } = suppliers[n % suppliers.length] ?? fail()
  const code = CODES[n % CODES.length] ?? 0
  // several leads share each millisecond
  const at = new Date(NOW.getTime() - (AGES_MS[n % AGES_MS.length] ?? 0) - Math.floor(n / 12) * 1_000)
  const buyer = buyers.find((one) => one.campaign === campaign) ?? fail()
  const [isTest, returned] = [n % 7 === 0, code === 0 && n % 5 === 0]
  // every third accepted lead was sold twice
  const sold = code === 0 ? (n % 9 === 0 ? [buyer, buyer] : [buyer]) : []
  const sales = sold.map(({ buyerId }) => ({ buyerId, returned }))
  const id = await aLead(world, { campaign, supplierId, at, code, test: isTest, returned, sales })
  const saleBuyers = sold.map(({ buyerId }) => buyerId)
  stored.push({ id, at, campaignId: campaign.campaignId, supplierId, buyers: saleBuyers, code, test: isTest, returned })
}

function fail(): never {
  throw new Error('nothing there')
}

const query = fc.record({
  limit: fc.integer({ min: 1, max: 40 }),
  test: fc.constantFrom('all' as const, 'test' as const, 'live' as const),
  returned: fc.constantFrom('all' as const, 'returned' as const, 'kept' as const),
  status: fc.constantFrom(undefined, 'accepted' as const, 'duplicated' as const, 'failed' as const),
  range: fc.constantFrom(undefined, 'today', 'yesterday', 'last_28', 'last_90'),
  campaign: fc.constantFrom(undefined, 0, 1),
  supplier: fc.constantFrom([], [0], [0, 3], [1, 2]),
  buyer: fc.constantFrom(undefined, 0, 1),
})
type Asked = typeof query extends fc.Arbitrary<infer Q> ? Q : never

const FIRST_DAY = { today: 0, yesterday: 1, last_28: 27, last_90: 89 }
/** Local days are far from the leads' ages at noon in New York, so whole days do. */
function inRange(at: Date, range: keyof typeof FIRST_DAY | undefined): boolean {
  if (!range) return true
  const midnight = Date.parse('2026-11-22T05:00:00Z') - FIRST_DAY[range] * 86_400_000
  const winter = at.getTime() - (range === 'last_28' || range === 'last_90' ? -3_600_000 : 0)
  return winter >= midnight && (range !== 'yesterday' || at.getTime() < midnight + 86_400_000)
}

function matches(lead: Stored, asked: Asked): boolean {
  const status = lead.code === 0 ? 'accepted' : lead.code === 1008 ? 'duplicated' : 'failed'
  return (
    (asked.test === 'all' || (asked.test === 'test') === lead.test) &&
    (asked.returned === 'all' || (asked.returned === 'returned') === lead.returned) &&
    (asked.status === undefined || asked.status === status) &&
    (asked.campaign === undefined || campaigns[asked.campaign]?.campaignId === lead.campaignId) &&
    inRange(lead.at, asked.range as keyof typeof FIRST_DAY | undefined)
  )
}

interface Page {
  items: { id: string }[]
  next: string | null
  estimate: number | null
}

async function everyPage(fetch: (cursor: string | undefined) => Promise<Page>, limit: number): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await fetch(cursor)
    expect(page.items.length).toBeLessThanOrEqual(limit)
    // a page that is not the last is a full one
    if (page.next) expect(page.items).toHaveLength(limit)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor)
  return ids
}

const texts = (leads: Stored[]) => leads.map(({ id }) => leadIdText(id))

describe('all pages together are what matches, once each, newest first', () => {
  test('for the team, by campaign, suppliers and buyer', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const { campaign, supplier, buyer, ...rest } = asked
        const supplierIds = supplier.map((index) => suppliers[index]?.supplierId ?? 0)
        const buyerId = buyer === undefined ? undefined : buyers[buyer]?.buyerId
        const fetch = (cursor: string | undefined) =>
          call(leadRoutes, world.as(teamOf(world)), listLeads, {
            params: { account: world.accountId },
            query: {
              ...rest,
              cursor,
              campaign: campaign === undefined ? undefined : campaigns[campaign]?.campaignId,
              supplier: supplierIds,
              buyer: buyerId,
            },
          })
        const expected = stored
          .filter((lead) => matches(lead, asked))
          .filter((lead) => supplierIds.length === 0 || supplierIds.includes(lead.supplierId))
          .filter((lead) => buyerId === undefined || lead.buyers.includes(buyerId))
        expect(await everyPage(fetch, asked.limit)).toEqual(texts(expected))
      }),
      { numRuns: 60 },
    )
  })

  test('for a supplier', async () => {
    const own = suppliers.filter((_, index) => index % 2 === 0).map(({ supplierId }) => supplierId)
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const { campaign, supplier: _supplier, buyer: _buyer, ...rest } = asked
        const fetch = (cursor: string | undefined) =>
          call(leadRoutes, world.as(supplierOf(supplierUser)), listSupplierLeads, {
            params: { account: world.accountId },
            query: { ...rest, cursor, campaign: campaign === undefined ? undefined : campaigns[campaign]?.campaignId },
          })
        const expected = stored.filter((lead) => own.includes(lead.supplierId) && matches(lead, asked))
        expect(await everyPage(fetch, asked.limit)).toEqual(texts(expected))
      }),
      { numRuns: 30 },
    )
  })

  test('for a customer, a row for each sale', async () => {
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const { campaign, test: tests, returned, range, limit } = asked
        const fetch = (cursor: string | undefined) =>
          call(leadRoutes, world.as(customerOf(world, customerId)), listPortalLeads, {
            query: {
              test: tests,
              returned,
              range,
              limit,
              cursor,
              campaign: campaign === undefined ? undefined : campaigns[campaign]?.campaignId,
            },
          })
        const expected = stored
          .filter((lead) => matches(lead, { ...asked, status: undefined }))
          .flatMap((lead) => lead.buyers.map(() => leadIdText(lead.id)))
        expect(await everyPage(fetch, limit)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
})

describe('search', () => {
  test('finds exactly, whatever the format typed', async () => {
    const [{ supplierId, campaign } = fail()] = suppliers
    const data = { phone: '+12125550187', email: 'grace.hopper@example.org' }
    const id = leadIdText(await aLead(world, { campaign, supplierId, data, at: new Date(NOW.getTime() - 5_000) }))
    const search = async (text: string) => {
      const input = { params: { account: world.accountId }, query: { search: text } }
      return (await call(leadRoutes, world.as(teamOf(world)), listLeads, input)).items.map((item) => item.id)
    }
    const phones = ['212-555-0187', '(212) 555 0187', '+1 212 555 0187', '12125550187', '2125550187', ' 212.555.0187 ']
    const emails = ['grace.hopper@example.org', 'Grace.Hopper@EXAMPLE.org', ' grace.hopper@example.org ']
    for (const text of [...phones, ...emails, id, id.toLowerCase()]) expect(await search(text)).toEqual([id])
    for (const text of ['grace', 'hopper@example.org', '2125550188', '555-0187', '%', `${id.slice(0, 25)}`, "' or 1=1"])
      expect(await search(text)).toEqual([])
  })
})

test('a cursor that is none is refused by name, also when it is half of one', async () => {
  for (const cursor of ['x', '..', `${leadIdText(stored[0]?.id ?? '')}.`, 'a.b.c']) {
    const input = { params: { account: world.accountId }, query: { cursor } }
    await expect(call(leadRoutes, world.as(teamOf(world)), listLeads, input)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'cursor' },
    })
  }
})

test('the estimate is about what there is, and is not told where telling it would take long', async () => {
  const ask = (range: string, cursor?: string) =>
    call(leadRoutes, world.as(teamOf(world)), listLeads, {
      params: { account: world.accountId },
      query: { range, test: 'live', limit: 5, cursor },
    })
  const reply = await ask('last_7')
  const week = stored.filter((lead) => !lead.test && NOW.getTime() - lead.at.getTime() < 5 * 86_400_000)
  // one more was stored for the search
  expect(reply.estimate).toBe(week.length + 1)
  expect((await ask('last_7', reply.next ?? undefined)).estimate).toBeNull()
  expect((await ask('last_90')).estimate).toBeNull()
})
