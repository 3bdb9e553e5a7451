/** Who sees what of a lead. Canaries are values that must not be anywhere in a reply, under any name. */

import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { portalFigures } from '../../contract/api/figures.ts'
import {
  listLeads,
  listPortalLeads,
  listSupplierLeads,
  readLead,
  readPortalLead,
  readSupplierLead,
} from '../../contract/api/leads.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aSupplierUser,
  aVersion,
  aWorld,
  type Campaign,
  customerOf,
  FIELDS,
  mapClient,
  NOW,
  supplierOf,
  teamOf,
  type World,
  writeCampaignPart,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { figureRoutes } from '../analytics/routes.ts'
import type { Ctx } from '../platform/ctx.ts'
import { leadIdText } from '../platform/ids.ts'
import { leadRoutes } from './routes.ts'

const HIDDEN_FROM_BUYERS = 'canary-for-operator'
const HIDDEN_FROM_SPECS = 'canary-appended'
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

type Query<E extends Endpoint> = z.input<NonNullable<E['query']>>

let world: World
let other: World
let campaign: Campaign
let supplierClient: number
let supplierId: number
let clients: { one: number; two: number }
let buyers: { one: number; two: number }
let customers: { one: number; two: number; none: number }
let supplierUser: string
/** Oldest first: to buyer one (1111), to buyer two (2222), failed, tests to both. */
let leads: { one: string; two: string; failed: string; testOne: string; testTwo: string }

const data = { for_operator: HIDDEN_FROM_BUYERS, appended: HIDDEN_FROM_SPECS }

beforeAll(async () => {
  world = await aWorld()
  other = await aWorld()
  campaign = await aCampaign(world, { name: 'canary-internal' })
  supplierClient = await aClient(world, 'Clearpath')
  supplierId = await aSupplier(world, campaign, { clientId: supplierClient, name: 'Clear' })
  clients = { one: await aClient(world, 'canary-client-one'), two: await aClient(world, 'canary-client-two') }
  buyers = {
    one: await aBuyer(world, campaign, { clientId: clients.one, name: 'canary-buyer-one', acceptsTests: true }),
    two: await aBuyer(world, campaign, { clientId: clients.two, name: 'canary-buyer-two' }),
  }
  customers = { one: await aCustomer(world), two: await aCustomer(world), none: await aCustomer(world) }
  await mapClient(world, { customerId: customers.one, clientId: clients.one, billed: true })
  await mapClient(world, { customerId: customers.two, clientId: clients.two, visibleFrom: minutesAgo(30) })
  supplierUser = await aSupplierUser(world, [supplierClient])
  const common = { campaign, supplierId, data }
  const sale = { buyerId: buyers.one, price: 1_111, walletId: customers.one }
  leads = {
    one: await aLead(world, { ...common, at: minutesAgo(50), sales: [sale] }),
    two: await aLead(world, { ...common, at: minutesAgo(40), sales: [{ buyerId: buyers.two, price: 2_222 }] }),
    failed: await aLead(world, { ...common, at: minutesAgo(20), code: 1015, detail: 'appended: wrong' }),
    testOne: await aLead(world, { ...common, at: minutesAgo(10), test: true, sales: [{ buyerId: buyers.one }] }),
    testTwo: await aLead(world, { ...common, at: minutesAgo(9), test: true, sales: [{ buyerId: buyers.two }] }),
  }
})

const ids = (reply: { items: { id: string }[] }) => reply.items.map(({ id }) => id)
const texts = (...uuids: string[]) => uuids.map(leadIdText)
const asCustomer = (id: number, role: 'owner' | 'viewer' = 'owner') => world.as(customerOf(world, id, role))
const asSupplier = () => world.as(supplierOf(supplierUser))
const account = () => ({ account: world.accountId })

describe('a customer', () => {
  const list = (ctx: Ctx, query: Query<typeof listPortalLeads> = {}) =>
    call(leadRoutes, ctx, listPortalLeads, { query })
  const read = (ctx: Ctx, lead: string) => call(leadRoutes, ctx, readPortalLead, { params: { lead: leadIdText(lead) } })

  test('sees its own sales and the tests its buyer takes', async () => {
    const reply = await list(asCustomer(customers.one))
    expect(ids(reply)).toEqual(texts(leads.testOne, leads.one))
    expect(reply.items[1]).toMatchObject({ price: 1_111, test: false, campaign: { name: 'Public name' } })
    expect(ids(await list(asCustomer(customers.one), { test: 'live' }))).toEqual(texts(leads.one))
  })

  test('sees nothing from before its mapping shows, no test its buyer does not take, and nothing unmapped', async () => {
    expect(ids(await list(asCustomer(customers.two)))).toEqual([])
    expect(ids(await list(asCustomer(customers.none)))).toEqual([])
    for (const customer of [customers.two, customers.none])
      for (const lead of Object.values(leads))
        await expect(read(asCustomer(customer), lead)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('has as many in its list as in its figures, from whatever minute its mapping shows', async () => {
    const buyerId = await aBuyer(world, campaign, { clientId: await aClient(world) })
    const clientId = await aClient(world)
    const shared = await aBuyer(world, campaign, { clientId })
    const supplier = await aSupplier(world, campaign)
    for (let minutes = 0; minutes < 60; minutes += 4) {
      const sales = [{ buyerId: shared }]
      await aLead(world, { campaign, supplierId: supplier, at: minutesAgo(minutes), sales })
      await aLead(world, { campaign, supplierId: supplier, at: minutesAgo(minutes), sales: [{ buyerId }] })
    }
    const seen = new Set<number>()
    for (const minutes of [3, 17, 22, 30, 41, 58]) {
      const customerId = await aCustomer(world)
      await mapClient(world, { customerId, clientId, visibleFrom: minutesAgo(minutes) })
      const query = { range: 'today' }
      const { items } = await list(asCustomer(customerId), query)
      const { totals } = await call(figureRoutes, asCustomer(customerId), portalFigures, { query })
      expect(items).toHaveLength(totals.leads)
      seen.add(totals.leads)
    }
    expect(seen.size).toBeGreaterThan(3)
  })

  test('finds only its own, by id, phone and e-mail', async () => {
    for (const search of [leadIdText(leads.two), leadIdText(leads.failed)])
      expect(ids(await list(asCustomer(customers.one), { search }))).toEqual([])
    expect(ids(await list(asCustomer(customers.one), { search: leadIdText(leads.one) }))).toEqual(texts(leads.one))
    expect(ids(await list(asCustomer(customers.one), { search: '(530) 555-0142' }))).toEqual(
      texts(leads.testOne, leads.one),
    )
    expect(ids(await list(asCustomer(customers.two), { search: 'ada@example.com' }))).toEqual([])
  })

  test('never meets a hidden field, a supplier, another buyer, a payout or an internal name', async () => {
    const drawer = await read(asCustomer(customers.one), leads.one)
    const replies = JSON.stringify([await list(asCustomer(customers.one)), drawer])
    for (const canary of [HIDDEN_FROM_BUYERS, 'for_operator', 'canary-', 'Clear', '203.0.113.7', 'sub-one', '2400'])
      expect(replies.replaceAll(HIDDEN_FROM_SPECS, '')).not.toContain(canary)
    expect(drawer.fields.map(({ name }) => name)).toEqual(['first_name', 'phone', 'email', 'appended', 'received_at'])
    expect(drawer.sales).toMatchObject([{ price: 1_111, debit: { amount: 1_111, balanceAfter: -1_111 } }])
  })

  test('a viewer, who may not see the wallet, sees no debit', async () => {
    const drawer = await read(asCustomer(customers.one, 'viewer'), leads.one)
    expect(drawer.sales).toMatchObject([{ price: 1_111, debit: null }])
  })

  test('another customer of the same Client does not see whose wallet paid', async () => {
    const sharer = await aCustomer(world)
    await mapClient(world, { customerId: sharer, clientId: clients.one })
    const drawer = await read(asCustomer(sharer), leads.one)
    expect(drawer.sales).toMatchObject([{ price: 1_111, debit: null }])
  })

  test('of another account finds nothing with the same numbers', async () => {
    const stranger = other.as(customerOf(other, customers.one))
    expect(ids(await list(stranger))).toEqual([])
    await expect(read(stranger, leads.one)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a field', () => {
  test('that holds the person but is hidden answers no search', async () => {
    const hidden = FIELDS.map((field) => (field.name === 'phone' ? { ...field, hiddenFromBuyers: true } : field))
    const own = await aCampaign(world, { fields: hidden })
    const clientId = await aClient(world)
    const buyerId = await aBuyer(world, own, { clientId })
    const customerId = await aCustomer(world)
    await mapClient(world, { customerId, clientId })
    const lead = await aLead(world, { campaign: own, supplierId: await aSupplier(world, own), sales: [{ buyerId }] })
    const search = async (text: string) =>
      ids(await call(leadRoutes, asCustomer(customerId), listPortalLeads, { query: { search: text } }))
    expect(await search('+1 530 555 0142')).toEqual([])
    expect(await search('ADA@Example.com')).toEqual([leadIdText(lead)])
  })

  test('hidden today is hidden of the leads of yesterday', async () => {
    const own = await aCampaign(world)
    const clientId = await aClient(world)
    const buyerId = await aBuyer(world, own, { clientId })
    const customerId = await aCustomer(world)
    await mapClient(world, { customerId, clientId })
    await aLead(world, { campaign: own, supplierId: await aSupplier(world, own), sales: [{ buyerId }] })
    const list = () => call(leadRoutes, asCustomer(customerId), listPortalLeads, {})
    expect(JSON.stringify(await list())).toContain('ada@example.com')
    const hidden = FIELDS.map((field) => (field.name === 'email' ? { ...field, hiddenFromBuyers: true } : field))
    await writeCampaignPart(world, await aVersion(world, own.campaignId, 2), { fields: hidden })
    const after = await list()
    expect(after.items).toHaveLength(1)
    expect(JSON.stringify(after)).not.toContain('email')
    expect(JSON.stringify(after)).not.toContain('ada@example.com')
  })
})

describe('a supplier', () => {
  test('sees its leads with its payout, tests too, and never buyers, prices or hidden fields', async () => {
    const reply = await call(leadRoutes, asSupplier(), listSupplierLeads, { params: account() })
    expect(ids(reply)).toEqual(texts(leads.testTwo, leads.testOne, leads.failed, leads.two, leads.one))
    expect(reply.items.at(-1)).toMatchObject({ status: 'accepted', revenue: 2_400, supplier: { name: 'Clear' } })
    const drawers = []
    for (const lead of Object.values(leads)) {
      const params = { ...account(), lead: leadIdText(lead) }
      drawers.push(await call(leadRoutes, asSupplier(), readSupplierLead, { params }))
    }
    const replies = JSON.stringify([reply, drawers]).replaceAll(HIDDEN_FROM_BUYERS, '')
    for (const canary of ['canary-', 'appended', '1111', '2222', '4600']) expect(replies).not.toContain(canary)
  })

  test('sees no rival’s lead, in no list, drawer or search', async () => {
    const rival = await aSupplier(world, campaign)
    const lead = await aLead(world, { campaign, supplierId: rival, data: { email: 'rival@example.com' } })
    const list = (query: Query<typeof listSupplierLeads>) =>
      call(leadRoutes, asSupplier(), listSupplierLeads, { params: account(), query })
    expect(ids(await list({}))).not.toContain(leadIdText(lead))
    for (const query of [{ search: leadIdText(lead) }, { search: 'rival@example.com' }, { supplier: [rival] }])
      expect(ids(await list(query))).toEqual([])
    const params = { ...account(), lead: leadIdText(lead) }
    await expect(call(leadRoutes, asSupplier(), readSupplierLead, { params })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('finds nothing in an account that did not invite it', async () => {
    const params = { account: other.accountId }
    await expect(call(leadRoutes, asSupplier(), listSupplierLeads, { params })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the team', () => {
  const list = (ctx: Ctx, query: Query<typeof listLeads> = {}) =>
    call(leadRoutes, ctx, listLeads, { params: account(), query })

  test('sees everything of its account and nothing of another', async () => {
    const reply = await list(world.as(teamOf(world)), { campaign: campaign.campaignId, buyer: buyers.two })
    expect(ids(reply)).toEqual(texts(leads.testTwo, leads.two))
    const drawer = await call(leadRoutes, world.as(teamOf(world)), readLead, {
      params: { ...account(), lead: leadIdText(leads.one) },
    })
    expect(drawer).toMatchObject({
      profit: 1_111 - 2_400,
      sales: [{ buyer: { name: 'canary-buyer-one' }, debit: { amount: 1_111, customer: { id: customers.one } } }],
    })
    expect(drawer.fields?.find(({ name }) => name === 'for_operator')).toMatchObject({
      value: HIDDEN_FROM_BUYERS,
      hiddenFromBuyers: true,
    })
    const foreign = other.as(teamOf(other))
    expect(ids(await list(foreign))).toEqual([])
    expect(ids(await list(foreign, { campaign: campaign.campaignId }))).toEqual([])
    expect(ids(await list(foreign, { buyer: buyers.one }))).toEqual([])
    expect(ids(await list(foreign, { supplier: [supplierId] }))).toEqual([])
    const params = { ...account(), lead: leadIdText(leads.one) }
    await expect(call(leadRoutes, foreign, readLead, { params })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('Billing sees id, date, campaign and price, and cannot ask by more', async () => {
    const billing = world.as(teamOf(world, 'billing'))
    const reply = await list(billing, { campaign: campaign.campaignId })
    expect(reply.items.length).toBeGreaterThan(4)
    for (const item of reply.items) expect(Object.keys(item).sort()).toEqual(['at', 'campaign', 'can', 'id', 'revenue'])
    expect(reply.columns).toEqual([])
    const params = { ...account(), lead: leadIdText(leads.one) }
    const drawer = await call(leadRoutes, billing, readLead, { params })
    expect(Object.keys(drawer).sort()).toEqual(['currency', 'lead', 'returning', 'zone'])
    // what it may return, and not who bought it
    expect(drawer.returning?.sales).toMatchObject([{ price: 1_111, credit: 1_111 }])
    expect(JSON.stringify(drawer)).not.toContain('canary-buyer')
    const refused = [
      { search: 'ada@example.com' },
      { buyer: buyers.one },
      { status: 'failed' as const },
      { supplier: [1] },
      { code: 0 },
      { waiting: 'unknown' as const },
    ]
    for (const query of refused) await expect(list(billing, query)).rejects.toMatchObject({ code: 'forbidden' })
    expect(ids(await list(billing, { search: leadIdText(leads.one) }))).toEqual(texts(leads.one))
  })

  test('other roles of other realms are refused at the gate', async () => {
    await expect(list(asCustomer(customers.one))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(list(asSupplier())).rejects.toMatchObject({ code: 'forbidden' })
  })
})
