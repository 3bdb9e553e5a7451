/** After returns every list says to the cent what the figures of its side say, and each side is told what it may know. */
import { beforeAll, expect, test } from 'vitest'
import { consoleFigures, portalFigures, supplierFigures } from '../../contract/api/figures.ts'
import {
  listLeads,
  listPortalLeads,
  listSupplierLeads,
  readLead,
  readPortalLead,
  readSupplierLead,
} from '../../contract/api/leads.ts'
import { returnLead } from '../../contract/api/returns.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aSupplierUser,
  aWorld,
  customerOf,
  mapClient,
  NOW,
  supplierOf,
  teamOf,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { figureRoutes } from '../analytics/routes.ts'
import { leadIdText } from '../platform/ids.ts'
import { returnRoutes } from '../returns/routes.ts'
import { leadRoutes } from './routes.ts'

let world: World
let customerId: number
let supplierUser: string
let leads: { split: string; kept: string; borne: string; sold: string }

const DAY_AGO = new Date(NOW.getTime() - 86_400_000)
const team = (role: 'administrator' | 'member' | 'viewer' = 'administrator') => world.as(teamOf(world, role))
const customer = () => world.as(customerOf(world, customerId))
const supplier = () => world.as(supplierOf(supplierUser))
const account = () => ({ account: world.accountId })
const RANGE = { range: 'last_7' }

beforeAll(async () => {
  world = await aWorld()
  const campaign = await aCampaign(world)
  const [clientId, source] = [await aClient(world), await aClient(world)]
  customerId = await aCustomer(world, 'Summit Ridge Solar')
  await mapClient(world, { customerId, clientId, billed: true })
  supplierUser = await aSupplierUser(world, [source])
  const terms = { payout: { kind: 'share' as const, rate: 5_000 } }
  const supplierId = await aSupplier(world, campaign, { clientId: source, name: 'Clearpath', ...terms })
  const [one, two] = [
    await aBuyer(world, campaign, { clientId, name: 'Summit' }),
    await aBuyer(world, campaign, { name: 'Redwood' }),
  ]
  const sell = async (sales: { buyerId: number; price: number; walletId?: number }[]) => {
    const payout = Math.round(sales.reduce((sum, { price }) => sum + price, 0) / 2)
    return leadIdText(await aLead(world, { campaign, supplierId, payout, sales, at: DAY_AGO }))
  }
  const paid = (price: number) => ({ buyerId: one, price, walletId: customerId })
  leads = {
    split: await sell([paid(4_601), { buyerId: two, price: 2_000 }]),
    kept: await sell([paid(3_003)]),
    borne: await sell([paid(1_501)]),
    sold: await sell([paid(999)]),
  }
  const back = (lead: string, body: object) =>
    call(returnRoutes, team(), returnLead, {
      params: { ...account(), lead },
      body: { reason: 'Wrong number', ...body },
    })
  const { sales = [] } = await call(leadRoutes, team(), readLead, { params: { ...account(), lead: leads.split } })
  await back(leads.split, { sales: sales.filter(({ price }) => price === 4_601).map(({ id }) => id) })
  await back(leads.kept, { toSupplier: false })
  await back(leads.borne, { note: 'Agreed by phone', reason: 'Disconnected number' })
})

const sumOf = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((sum, item) => sum + of(item), 0)

test('the team’s list adds up to its figures', async () => {
  const list = await call(leadRoutes, team(), listLeads, { params: account(), query: RANGE })
  const { totals } = await call(figureRoutes, team(), consoleFigures, { params: account(), query: RANGE })
  expect(totals).toMatchObject({ returned: 2, returnedRevenue: 4_601 + 3_003 + 1_501 })
  const { items } = list
  expect(items.filter(({ returned }) => returned)).toHaveLength(totals.returned)
  expect(sumOf(items, (lead) => lead.revenue)).toBe(totals.revenue)
  expect(sumOf(items, (lead) => lead.returnedRevenue ?? 0)).toBe(totals.returnedRevenue)
  expect(sumOf(items, (lead) => (lead.payout ?? 0) - (lead.returnedPayout ?? 0))).toBe(
    totals.cost - totals.returnedCost,
  )
})

test('the supplier’s list adds up to its net revenue, which a return it does not bear leaves alone', async () => {
  const list = await call(leadRoutes, supplier(), listSupplierLeads, { params: account(), query: RANGE })
  const { totals } = await call(figureRoutes, supplier(), supplierFigures, { params: account(), query: RANGE })
  expect(totals).toMatchObject({ netAccepted: 2, returns: 2 })
  expect(sumOf(list.items, (lead) => lead.revenue)).toBe(totals.netRevenue)
  // half of 2,000, of 3,003 (rounded up), of 999
  expect(totals.netRevenue).toBe(1_000 + 1_502 + 500)
  const drawer = await call(leadRoutes, supplier(), readSupplierLead, { params: { ...account(), lead: leads.borne } })
  expect(drawer).toMatchObject({
    returnReason: 'Disconnected number',
    takenBack: 751,
    lead: { returned: true, revenue: 0 },
  })
  expect(JSON.stringify(drawer)).not.toMatch(/Agreed|Summit|Lena/)
})

test('the customer’s list adds up to its figures, and its drawer shows what was given back', async () => {
  const list = await call(leadRoutes, customer(), listPortalLeads, { query: RANGE })
  const { totals } = await call(figureRoutes, customer(), portalFigures, { query: RANGE })
  expect(totals).toMatchObject({ leads: 4, returned: 3 })
  expect(sumOf(list.items, (sale) => sale.price)).toBe(totals.spend)
  expect(
    sumOf(
      list.items.filter(({ returned }) => !returned),
      (sale) => sale.price,
    ),
  ).toBe(totals.netSpend)
  const { sales } = await call(leadRoutes, customer(), readPortalLead, { params: { lead: leads.borne } })
  expect(sales).toMatchObject([
    { returnReason: 'Disconnected number', debit: { amount: 1_501 }, credit: { amount: 1_501, balanceAfter: -999 } },
  ])
})

test('the lead tells who returned it, why, what was credited and who bears it', async () => {
  const {
    timeline = [],
    sales,
    profit,
  } = await call(leadRoutes, team(), readLead, {
    params: { ...account(), lead: leads.borne },
  })
  expect(timeline.slice(-2)).toMatchObject([
    {
      kind: 'returned',
      tone: 'returned',
      title: 'Returned from Summit',
      text: 'Disconnected number. “Agreed by phone” Clearpath takes it back.',
      by: 'Lena Marsh',
    },
    { kind: 'credit', title: '$15.01 credited', text: 'Summit Ridge Solar: balance -$25.00 to -$9.99.' },
  ])
  expect(profit).toBe(0)
  expect(sales).toMatchObject([
    { returned: { reason: 'Disconnected number', by: 'Lena Marsh', credit: { amount: 1_501 } } },
  ])
})

test('a return is offered where there is something to return, to those who may', async () => {
  const offered = async (lead: string, role: 'administrator' | 'member' | 'viewer') =>
    (await call(leadRoutes, team(role), readLead, { params: { ...account(), lead } })).returning
  expect(await offered(leads.sold, 'administrator')).toMatchObject({
    sales: [{ price: 999, credit: 999, toSupplier: true, buyer: { name: 'Summit' } }],
    payoutBack: 500,
  })
  expect(await offered(leads.split, 'administrator')).toMatchObject({ sales: [{ price: 2_000, credit: 0 }] })
  expect(await offered(leads.borne, 'administrator')).toBeNull()
  expect(await offered(leads.sold, 'member')).toBeNull()
  expect(await offered(leads.sold, 'viewer')).toBeNull()
})
