/** Who pays for a Client's buyers, however it changes, and that intake is told each time. */
import { describe, expect, test, vi } from 'vitest'
import * as api from '../../contract/api/customers.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { payerOf } from '../../test/factories/customer-account.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aWorld,
  NOW,
  outwardId,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { samePersonKeys } from '../duplicates/ops.ts'
import { personHash } from '../fields/rules.ts'
import { customerRoutes } from './routes.ts'

async function aMarket() {
  const world = await aWorld()
  const clientId = await aClient(world, 'Homes')
  const campaign = await aCampaign(world)
  const buyerId = await aBuyer(world, campaign, { clientId })
  const ctx = asTeam(world)
  const at = (customer: number, client = clientId) => ({ params: { account: world.accountId, customer, client } })
  const of = (customer: number) => ({ params: { account: world.accountId, customer } })
  return {
    world,
    clientId,
    campaign,
    buyerId,
    map: (customer: number, client?: number, as = ctx, visibleFrom: string | null = null) =>
      call(customerRoutes, as, api.mapClient, { ...at(customer, client), body: { visibleFrom } }),
    unmap: (customer: number, as = ctx) => call(customerRoutes, as, api.unmapClient, at(customer)),
    bill: (customer: number, as = ctx) => call(customerRoutes, as, api.billClient, at(customer)),
    mode: (customer: number, billingMode: api.BillingMode, as = ctx) =>
      call(customerRoutes, as, api.setBillingMode, { ...of(customer), body: { billingMode } }),
    status: (customer: number, status: api.CustomerStatus, as = ctx) =>
      call(customerRoutes, as, api.setCustomerStatus, { ...of(customer), body: { status } }),
  }
}

async function revisionOf({ world, campaign }: { world: World; campaign: { campaignId: number } }): Promise<number> {
  const row = await world.platform.db
    .selectFrom('campaigns')
    .select('revision')
    .where('account_id', '=', world.accountId)
    .where('campaign_id', '=', campaign.campaignId)
    .executeTakeFirstOrThrow()
  return row.revision
}

describe('the bill of a Client', () => {
  test('goes to the first customer with a billing mode and stays there', async () => {
    const { world, clientId, map, mode } = await aMarket()
    const [first, second, third] = [await aCustomer(world), await aCustomer(world), await aCustomer(world)]
    await mode(first, 'none')
    expect((await map(first)).mappings).toMatchObject([{ billed: false, billedTo: null }])
    await map(second)
    await map(third)
    expect(await payerOf(world, clientId)).toEqual([second])
    const late = await mode(first, 'manual')
    expect(late.mappings).toMatchObject([{ billed: false, billedTo: { id: second } }])
    await mode(second, 'none')
    expect(await payerOf(world, clientId)).toEqual([second])
  })

  test('goes to a mapped customer that gets a billing mode while nobody pays', async () => {
    const { world, map, mode } = await aMarket()
    const customer = await aCustomer(world)
    await mode(customer, 'none')
    await map(customer)
    await map(customer, await aClient(world))
    expect((await mode(customer, 'manual')).mappings.map(({ billed }) => billed)).toEqual([true, true])
  })

  test('is moved explicitly, to a customer that can pay, and twice is once', async () => {
    const { world, clientId, map, bill, mode, status } = await aMarket()
    const [payer, next] = [await aCustomer(world), await aCustomer(world)]
    await map(payer)
    await expect(bill(next)).rejects.toMatchObject({ code: 'not_found' })
    await map(next)
    await mode(next, 'none')
    await expect(bill(next)).rejects.toMatchObject({
      code: 'not_allowed_now',
      message: expect.stringContaining('mode'),
    })
    await mode(next, 'manual')
    await status(next, 'closed')
    await expect(bill(next)).rejects.toMatchObject({ message: expect.stringContaining('closed') })
    await status(next, 'active')
    await bill(next)
    await bill(next)
    expect(await payerOf(world, clientId)).toEqual([next])
    const moved = (await auditOf(world)).filter(({ action }) => action === 'customer.bill_moved')
    expect(moved).toMatchObject([{ before: { billedTo: payer }, after: { billedTo: next } }])
  })

  test('has one payer whoever asks at once', async () => {
    const { world, clientId, map, bill, mode } = await aMarket()
    const customers = await Promise.all(Array.from({ length: 6 }, () => aCustomer(world)))
    await Promise.all(customers.map((customer) => map(customer)))
    expect(await payerOf(world, clientId)).toHaveLength(1)
    await Promise.all(customers.map((customer) => bill(customer)))
    expect(await payerOf(world, clientId)).toHaveLength(1)
    await Promise.all(customers.map((customer) => mode(customer, 'none')))
    await Promise.all(customers.map((customer) => mode(customer, 'manual')))
    expect(await payerOf(world, clientId)).toHaveLength(1)
  })

  test('leaves with its mapping, and nobody inherits it by itself', async () => {
    const { world, clientId, map, unmap } = await aMarket()
    const [payer, other] = [await aCustomer(world), await aCustomer(world)]
    await map(payer)
    await map(other)
    expect((await unmap(payer)).mappings).toEqual([])
    expect(await payerOf(world, clientId)).toEqual([])
    await expect(unmap(payer)).rejects.toMatchObject({ code: 'not_found' })
    await unmap(other)
    await map(other)
    expect(await payerOf(world, clientId)).toEqual([other])
  })
})

test('every change of the payer reaches the campaigns of the Client, and only those', async () => {
  const market = await aMarket()
  const { world, map, mode, bill, unmap, status } = market
  const [one, other] = [await aCustomer(world), await aCustomer(world)]
  const elsewhere = await aCampaign(world)
  const before = await revisionOf({ world, campaign: elsewhere })
  for (const change of [
    () => map(one),
    () => map(other),
    () => bill(other),
    () => mode(other, 'none'),
    () => status(other, 'closed'),
    () => status(other, 'active'),
    () => unmap(other),
  ]) {
    const seen = await revisionOf(market)
    await change()
    expect(await revisionOf(market)).toBeGreaterThan(seen)
  }
  expect(await revisionOf({ world, campaign: elsewhere })).toBe(before)
})

test('mapping twice is once; another date is a change', async () => {
  const { world, map } = await aMarket()
  const customer = await aCustomer(world)
  await Promise.all([map(customer), map(customer), map(customer)])
  const from = '2026-11-01T00:00:00.000Z'
  expect((await map(customer, undefined, undefined, from)).mappings).toMatchObject([
    { visibleFrom: from, billed: true },
  ])
  const actions = (await auditOf(world)).map(({ action }) => action)
  expect(actions).toEqual(['customer.client_mapped', 'customer.mapping_changed'])
})

test('who was sold to the Client lately counts as sold to its new customer', async () => {
  const { world, campaign, buyerId, map } = await aMarket()
  const supplierId = await aSupplier(world, campaign)
  const at = (days: number) => new Date(NOW.getTime() - days * 86_400_000)
  await aLead(world, {
    campaign,
    supplierId,
    at: at(5),
    data: { phone: '+15305550101', email: null },
    sales: [{ buyerId }],
  })
  await aLead(world, {
    campaign,
    supplierId,
    at: at(40),
    data: { phone: '+15305550102', email: null },
    sales: [{ buyerId }],
  })
  const customer = await aCustomer(world)
  await map(customer)
  const known = async (phone: string) => {
    const keys = samePersonKeys(customer, personHash(world.hashKey, 'phone', phone), null)
    const rows = await world.platform.db
      .selectFrom('duplicate_keys')
      .select('lead_id')
      .where('account_id', '=', world.accountId)
      // keys are 64 bits wide, which a number is not
      .where('key', 'in', keys.map(String) as unknown as number[])
      .execute()
    return rows.length
  }
  expect(await known('+15305550101')).toBe(1)
  expect(await known('+15305550102')).toBe(0)
})

test('a campaign that the Client entered while its payer changes is not left with the old one', async () => {
  const { world, clientId, map } = await aMarket()
  const customer = await aCustomer(world)
  const other = await aCampaign(world)
  let answer: Promise<unknown> = Promise.resolve()
  await asTeam(world).transact(async (tx) => {
    await tx
      .insertInto('buyers')
      .values({
        account_id: world.accountId,
        buyer_id: outwardId(),
        campaign_id: other.campaignId,
        client_id: clientId,
        name: 'New',
        created_at: NOW,
      })
      .execute()
    answer = map(customer).catch((error: unknown) => error)
    // it stands at the Client's lock now, with the campaigns it knew already told
    await vi.waitFor(async () => expect(await waiting(world)).toBe(true), { timeout: 5_000, interval: 20 })
  })
  expect(await answer).toMatchObject({ code: 'stale' })
  const seen = await revisionOf({ world, campaign: other })
  await map(customer)
  expect(await revisionOf({ world, campaign: other })).toBeGreaterThan(seen)
})

/** Whether anybody waits for a lock on a Client in this worker's database. */
async function waiting({ platform }: World): Promise<boolean> {
  const { rows } = await platform.pool.query(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%"clients"%'`,
  )
  return rows.length > 0
}

describe('refused', () => {
  test('every change from another account', async () => {
    const { world, clientId, map, bill, mode, unmap, status } = await aMarket()
    const customer = await aCustomer(world)
    await map(customer)
    const foreign = asTeam(await aWorld())
    for (const change of [
      () => map(customer, clientId, foreign),
      () => unmap(customer, foreign),
      () => bill(customer, foreign),
      () => mode(customer, 'none', foreign),
      () => status(customer, 'closed', foreign),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await payerOf(world, clientId)).toEqual([customer])
  })

  test('a Client of another account, however it is asked for', async () => {
    const { world, map } = await aMarket()
    const theirs = await aClient(await aWorld())
    await expect(map(await aCustomer(world), theirs)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('closing, but for Administrator and Billing', async () => {
    const { world, status } = await aMarket()
    const customer = await aCustomer(world)
    await expect(status(customer, 'closed', asTeam(world, 'member'))).rejects.toMatchObject({ code: 'forbidden' })
    expect(await status(customer, 'closed', asTeam(world, 'billing'))).toMatchObject({ status: 'closed' })
  })
})
