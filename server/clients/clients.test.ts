import { describe, expect, test } from 'vitest'
import * as api from '../../contract/api/clients.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aClient, aCustomer, aSupplier, aWorld, mapClient, NOW } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { clientRoutes } from './routes.ts'

async function anAccount() {
  const world = await aWorld()
  const ctx = asTeam(world)
  const account = { account: world.accountId }
  return {
    world,
    ctx,
    create: (name: string, as = ctx) => call(clientRoutes, as, api.createClient, { params: account, body: { name } }),
    rename: (client: number, name: string, as = ctx) =>
      call(clientRoutes, as, api.renameClient, { params: { ...account, client }, body: { name } }),
    read: (client: number, as = ctx, query: { range?: string } = {}) =>
      call(clientRoutes, as, api.readClient, { params: { ...account, client }, query }),
    list: (query: Parameters<typeof call<typeof api.listClients>>[3]['query'] = {}, as = ctx) =>
      call(clientRoutes, as, api.listClients, { params: account, query }),
  }
}

describe('names', () => {
  test('a Client is made, renamed and audited', async () => {
    const { world, create, rename, read } = await anAccount()
    const { id } = await create('  Acme  Homes ')
    expect(await rename(id, 'ACME Homes')).toMatchObject({ id, name: 'ACME Homes' })
    expect(await read(id)).toMatchObject({ name: 'ACME Homes', campaigns: [], customers: [] })
    await rename(id, 'ACME Homes')
    expect(await auditOf(world)).toMatchObject([
      { action: 'client.created', target_id: String(id), after: { name: 'Acme  Homes' } },
      { action: 'client.renamed', before: { name: 'Acme  Homes' }, after: { name: 'ACME Homes' } },
    ])
  })

  test('a name is taken once in an account, whatever its case and blanks', async () => {
    const { create, rename } = await anAccount()
    await create('Acme Homes')
    const taken = { code: 'already_exists', details: { field: 'name' } }
    await expect(create('acme   HOMES')).rejects.toMatchObject(taken)
    const { id } = await create('Other')
    await expect(rename(id, 'ACME homes')).rejects.toMatchObject(taken)
    const neighbour = await anAccount()
    expect(await neighbour.create('Acme Homes')).toMatchObject({ name: 'Acme Homes' })
  })

  test('of many at once one gets the name, and no id is given twice', async () => {
    const { create, list } = await anAccount()
    const same = await Promise.allSettled(Array.from({ length: 8 }, () => create('Acme')))
    expect(same.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const different = await Promise.all(Array.from({ length: 8 }, (_, n) => create(`Number ${n}`)))
    expect(new Set(different.map(({ id }) => id)).size).toBe(8)
    expect((await list()).items).toHaveLength(9)
  })

  test.each(['', '   ', 'x'.repeat(121)])('"%s" is no name', async (name) => {
    const { create } = await anAccount()
    await expect(create(name)).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'name' } })
  })
})

test('a list is searched and paged by name', async () => {
  const { create, list } = await anAccount()
  for (const name of ['delta', 'Alpha', 'charlie', 'Bravo', '50% off']) await create(name)
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: 2, cursor })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(names).toEqual(['50% off', 'Alpha', 'Bravo', 'charlie', 'delta'])
  expect((await list({ search: 'HA' })).items.map(({ name }) => name)).toEqual(['Alpha', 'charlie'])
  expect((await list({ search: '%' })).items.map(({ name }) => name)).toEqual(['50% off'])
})

test('a Client tells the campaigns it is in and the customers mapped to it', async () => {
  const { world, read, list } = await anAccount()
  const clientId = await aClient(world)
  const [first, second] = [await aCampaign(world, { name: 'Solar' }), await aCampaign(world, { name: 'Roofs' })]
  await aBuyer(world, first, { clientId })
  await aBuyer(world, first, { clientId })
  await aSupplier(world, second, { clientId })
  await aBuyer(world, second)
  const customerId = await aCustomer(world, 'Homes Inc')
  await mapClient(world, { customerId, clientId, billed: true })

  const client = await read(clientId)
  expect(new Map(client.campaigns.map(({ name, suppliers, buyers }) => [name, [suppliers, buyers]]))).toEqual(
    new Map([
      ['Solar', [0, 2]],
      ['Roofs', [1, 0]],
    ]),
  )
  expect(client.customers).toEqual([{ id: customerId, company: 'Homes Inc', billed: true }])
  const row = (await list()).items.find(({ id }) => id === clientId)
  expect(row).toMatchObject({ suppliers: 1, buyers: 2, customers: 1 })
})

test('a Client tells what it supplied and bought, in all and with each supplier and buyer', async () => {
  const { world, read, list } = await anAccount()
  const [both, neither] = [await aClient(world, 'Both'), await aClient(world, 'Neither')]
  const campaign = await aCampaign(world, { name: 'Solar' })
  const supplierId = await aSupplier(world, campaign, { clientId: both })
  const buyerId = await aBuyer(world, campaign, { clientId: both })
  const at = new Date(NOW.getTime() - 3_600_000)
  const other = await aBuyer(world, campaign)
  await aLead(world, { campaign, supplierId, at, sales: [{ buyerId, price: 5_000 }] })
  await aLead(world, { campaign, supplierId, at, returned: true, sales: [{ buyerId: other, returned: true }] })
  await aLead(world, { campaign, supplierId, at })
  await aLead(world, { campaign, supplierId, at: new Date(NOW.getTime() - 40 * 86_400_000), sales: [{ buyerId }] })
  const supplied = { leads: 3, accepted: 2, returned: 1, earned: 2_400 }
  const bought = { leads: 1, returned: 0, paid: 5_000 }
  expect(await read(both)).toMatchObject({
    supplied,
    bought,
    members: [
      { kind: 'supplier', id: supplierId, campaign: { name: 'Solar' }, supplied, bought: null },
      { kind: 'buyer', id: buyerId, supplied: null, bought },
    ],
  })
  expect(await read(both, undefined, { range: 'last_90' })).toMatchObject({ bought: { leads: 2, paid: 9_600 } })
  const { items } = await list({ figures: 'last_28' })
  expect(items.find(({ id }) => id === both)).toMatchObject({ campaigns: 1, supplied, bought })
  expect(items.find(({ id }) => id === neither)).toMatchObject({ campaigns: 0, supplied: { leads: 0 } })
  const names = async (role: 'buys' | 'supplies') => (await list({ role })).items.map(({ id }) => id)
  expect(await names('buys')).toContain(both)
  expect(await names('supplies')).toEqual([both])
})

test('nobody reads or renames a Client of another account', async () => {
  const { create, read, rename, list } = await anAccount()
  const { id } = await create('Acme')
  const { ctx: foreign } = await anAccount()
  await expect(read(id, foreign)).rejects.toMatchObject({ code: 'not_found' })
  await expect(rename(id, 'Mine', foreign)).rejects.toMatchObject({ code: 'not_found' })
  expect((await list({}, foreign)).items).toEqual([])
  expect(await read(id)).toMatchObject({ name: 'Acme' })
})

test('Billing and Viewer read Clients and do not write them', async () => {
  const { world, create, list } = await anAccount()
  for (const role of ['billing', 'viewer'] as const) {
    expect((await list({}, asTeam(world, role))).items).toEqual([])
    await expect(create('Acme', asTeam(world, role))).rejects.toMatchObject({ code: 'forbidden' })
  }
})
