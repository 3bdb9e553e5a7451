import { describe, expect, test } from 'vitest'
import * as api from '../../contract/api/customers.ts'
import { asCents } from '../../contract/money.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aClient, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { manualCredit, post } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { customersFile } from './actions/list.ts'
import { customerRoutes } from './routes.ts'

let people = 0
const wish = (company: string, more: object = {}) => ({
  company,
  billingEmail: 'Pay@Example.com',
  owner: { name: 'Cora Lane', email: `cora${++people}@example.com` },
  ...more,
})

async function anAccount() {
  const world = await aWorld()
  const ctx = asTeam(world)
  const account = { account: world.accountId }
  const of = (customer: number) => ({ ...account, customer })
  return {
    world,
    ctx,
    create: (body: ReturnType<typeof wish>, as = ctx) =>
      call(customerRoutes, as, api.createCustomer, { params: account, body }),
    read: (customer: number, as = ctx) => call(customerRoutes, as, api.readCustomer, { params: of(customer) }),
    edit: (customer: number, body: api.CustomerEdit, as = ctx) =>
      call(customerRoutes, as, api.editCustomer, { params: of(customer), body }),
    list: (query: Parameters<typeof listOf>[1] = {}, as = ctx) => listOf(as, query),
  }
}
const listOf = (
  ctx: ReturnType<typeof asTeam>,
  query: Partial<Omit<api.CustomerQuery, 'limit'>> & { limit?: number },
) => call(customerRoutes, ctx, api.listCustomers, { params: { account: ctx.actor.accountId }, query })

async function credit(world: World, walletId: number, amount: number) {
  const entry = { walletId, source: newId(world.clock.now()), currency: 'USD', note: 'test', actorName: 'Mia' }
  const ctx = asTeam(world)
  await ctx.transact((tx) => post(tx, world.accountId, ctx.now(), manualCredit({ ...entry, amount: asCents(amount) })))
}

describe('making one', () => {
  test("it has an empty wallet in the account's currency, an owner who is invited, and its mappings", async () => {
    const { world, create } = await anAccount()
    const clientId = await aClient(world, 'Homes')
    const body = wish('Homes Inc', { clients: [clientId, clientId], billingMode: 'manual' })
    const customer = await create(body)
    expect(customer).toMatchObject({
      company: 'Homes Inc',
      billingEmail: 'pay@example.com',
      billingMode: 'manual',
      status: 'active',
      wallet: { balance: 0, currency: 'USD', creditLimit: 0, minimumBalance: null, low: false },
      standing: 'invited',
      users: [],
      mappings: [{ client: { id: clientId, name: 'Homes' }, billed: true, billedTo: { company: 'Homes Inc' } }],
    })
    const invited = await world.platform.db
      .selectFrom('invitations')
      .select(['email', 'name', 'role', 'customer_id'])
      .where('account_id', '=', world.accountId)
      .execute()
    expect(invited).toEqual([{ ...body.owner, role: 'owner', customer_id: customer.id }])
    const mails = await world.platform.db
      .selectFrom('mail_outbox')
      .select(['to_address', 'kind'])
      .where('account_id', '=', world.accountId)
      .execute()
    expect(mails).toEqual([{ to_address: body.owner.email, kind: 'people.customer_invitation' }])
    expect(await auditOf(world)).toMatchObject([
      { action: 'customer.created', target_id: String(customer.id), before: null },
      { action: 'invitation.sent', after: { email: body.owner.email, role: 'owner' } },
    ])
  })

  test('an e-mail address belongs to one customer of an account: twice, and many at once', async () => {
    const { create, list } = await anAccount()
    const body = wish('Homes Inc')
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => create(body)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const taken = { code: 'already_exists', details: { field: 'owner.email' } }
    await expect(create(body)).rejects.toMatchObject(taken)
    // nothing half-made is left
    expect((await list()).items).toHaveLength(1)
    const neighbour = await anAccount()
    expect(await neighbour.create(body)).toMatchObject({ company: 'Homes Inc' })
  })

  test('with a Client of another account, nothing is made', async () => {
    const { create, list } = await anAccount()
    const foreign = await aClient(await aWorld())
    await expect(create(wish('A', { clients: [foreign] }))).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field: 'clients' },
    })
    expect((await list()).items).toEqual([])
  })

  test('a Viewer or a Member without the grant makes none', async () => {
    const { world, create } = await anAccount()
    for (const role of ['viewer', 'member', 'billing'] as const) {
      await expect(create(wish('A'), asTeam(world, role))).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

test('company and billing e-mail are edited, once and audited', async () => {
  const { world, create, edit } = await anAccount()
  const { id } = await create(wish('Homes'))
  expect(await edit(id, { company: 'Homes Inc' })).toMatchObject({
    company: 'Homes Inc',
    billingEmail: 'pay@example.com',
  })
  await edit(id, { company: 'Homes Inc' })
  await edit(id, { billingEmail: 'books@example.com' })
  expect((await auditOf(world)).slice(2)).toMatchObject([
    { action: 'customer.edited', before: { company: 'Homes' }, after: { company: 'Homes Inc' } },
    { before: { billingEmail: 'pay@example.com' }, after: { billingEmail: 'books@example.com' } },
  ])
})

test('what statements print is edited too, and an edit that changes nothing is not told', async () => {
  const { world, create, edit, read } = await anAccount()
  const { id } = await create(wish('Homes'))
  const papers = { legalName: 'Homes LLC', address: '1 Main St\nPortland, OR', taxId: '12-345' }
  await edit(id, papers)
  await edit(id, { taxId: '12-345' })
  expect(await read(id)).toMatchObject(papers)
  expect((await auditOf(world)).filter(({ action }) => action === 'customer.edited')).toHaveLength(1)
})

test('edits at once lose none', async () => {
  const { create, edit, read } = await anAccount()
  const { id } = await create(wish('Homes'))
  await Promise.all([edit(id, { company: 'Homes Inc' }), edit(id, { billingEmail: 'books@example.com' })])
  expect(await read(id)).toMatchObject({ company: 'Homes Inc', billingEmail: 'books@example.com' })
})

test('a foreign customer is not there', async () => {
  const { create, read, edit, list } = await anAccount()
  const { id } = await create(wish('Homes'))
  const foreign = asTeam(await aWorld())
  await expect(read(id, foreign)).rejects.toMatchObject({ code: 'not_found' })
  await expect(edit(id, { company: 'Mine' }, foreign)).rejects.toMatchObject({ code: 'not_found' })
  expect((await list({ search: 'homes' }, foreign)).items).toEqual([])
})

async function aCard(world: World, customerId: number, card: { exp_year: number; exp_month: number; state?: string }) {
  await world.platform.db
    .insertInto('cards')
    .values({
      account_id: world.accountId,
      customer_id: customerId,
      payment_method_id: `pm_${customerId}`,
      brand: 'visa',
      last4: '4242',
      funding: 'credit',
      saved_at: NOW,
      ...card,
    })
    .execute()
}

async function aRecharge(world: World, customerId: number, stopped: 'declines' | null) {
  await world.platform.db
    .insertInto('auto_recharges')
    .values({
      account_id: world.accountId,
      customer_id: customerId,
      is_on: true,
      threshold: 100,
      amount: 100,
      most_charges_a_day: 5,
      consent_text: 'yes',
      consented_by: 'Cora',
      consented_at: NOW,
      stopped_reason: stopped,
      stopped_at: stopped && NOW,
    })
    .execute()
}

const map = (world: World, customerId: number, clientId: number) =>
  world.platform.db
    .insertInto('mappings')
    .values({
      account_id: world.accountId,
      customer_id: customerId,
      client_id: clientId,
      billed: false,
      created_at: NOW,
    })
    .execute()

const aUser = (world: World, customerId: number) =>
  world.platform.db
    .insertInto('customer_users')
    .values({
      account_id: world.accountId,
      user_id: newId(NOW),
      customer_id: customerId,
      email: `in${customerId}@example.com`,
      name: 'In',
      role: 'owner',
      password_hash: 'x',
      created_at: NOW,
    })
    .execute()

describe('the list', () => {
  async function several() {
    const account = await anAccount()
    const balances: Record<string, number> = { 'delta homes': 300, Alpha: 100, Charlie: 300, 'bravo homes': 200 }
    for (const [company, amount] of Object.entries(balances)) {
      const { id } = await account.create(wish(company, { billingMode: company === 'Alpha' ? 'none' : 'manual' }))
      await credit(account.world, id, amount)
    }
    return account
  }
  type List = Awaited<ReturnType<typeof anAccount>>['list']

  async function all(list: List, sort: api.CustomerQuery['sort'], limit: number): Promise<string[]> {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ sort, limit, cursor })
      seen.push(...page.items.map(({ company }) => company))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    return seen
  }

  test('is sorted by company or balance, both ways, page by page', async () => {
    const { list } = await several()
    const byCompany = ['Alpha', 'bravo homes', 'Charlie', 'delta homes']
    const byBalance = ['Alpha', 'bravo homes', 'delta homes', 'Charlie']
    for (const limit of [1, 3, 50]) {
      expect(await all(list, 'company', limit)).toEqual(byCompany)
      expect(await all(list, '-company', limit)).toEqual([...byCompany].reverse())
      expect(await all(list, 'balance', limit)).toEqual(byBalance)
      expect(await all(list, '-balance', limit)).toEqual([...byBalance].reverse())
    }
    const { next } = await list({ sort: 'company', limit: 1 })
    await expect(list({ sort: 'balance', cursor: next ?? '' })).rejects.toMatchObject({ details: { field: 'cursor' } })
  })

  test('is sorted by the name of the owner, also of one who was only invited', async () => {
    const account = await anAccount()
    const named = async (company: string, name: string) => {
      const body = wish(company)
      await account.create({ ...body, owner: { ...body.owner, name } })
    }
    await named('A', 'zoe')
    await named('B', 'Ann')
    await named('C', 'mo')
    expect(await all(account.list, 'name', 1)).toEqual(['B', 'C', 'A'])
    expect(await all(account.list, '-name', 2)).toEqual(['A', 'C', 'B'])
  })

  test('tells cards, recharges and mappings apart, and who has not come in yet', async () => {
    const { world, create, list } = await anAccount()
    const clientId = await aClient(world)
    const ids: number[] = []
    for (const company of ['none', 'good', 'expired', 'failing']) ids.push((await create(wish(company))).id)
    const [, good = 0, expired = 0, failing = 0] = ids
    await aCard(world, good, { exp_year: 2026, exp_month: 11 })
    await aCard(world, expired, { exp_year: 2026, exp_month: 10 })
    await aCard(world, failing, { exp_year: 2030, exp_month: 1, state: 'declined' })
    await aRecharge(world, good, null)
    await aRecharge(world, failing, 'declines')
    await map(world, good, clientId)
    await aUser(world, good)
    const companies = async (query: Parameters<typeof list>[0]) => (await list(query)).items.map((row) => row.company)
    expect(await companies({ card: 'none' })).toEqual(['none'])
    expect(await companies({ card: 'on_file' })).toEqual(['good'])
    expect(await companies({ card: 'expired' })).toEqual(['expired'])
    expect(await companies({ card: 'failing' })).toEqual(['failing'])
    expect(await companies({ mapping: 'none' })).toEqual(['expired', 'failing', 'none'])
    expect(await companies({ mapping: 'any' })).toEqual(['good'])
    expect(await companies({ mapping: clientId })).toEqual(['good'])
    expect(await companies({ mapping: 1 })).toEqual([])
    expect(await companies({ status: 'active' })).toEqual(['good'])
    expect(await companies({ status: 'invited' })).toEqual(['expired', 'failing', 'none'])
    const recharges = (await list()).items.map(({ company, recharge }) => [company, recharge])
    expect(recharges).toEqual([
      ['expired', 'off'],
      ['failing', 'stopped'],
      ['good', 'on'],
      ['none', 'off'],
    ])
  })

  test('is written to a file as it is filtered, and the log says who took it', async () => {
    const { world, ctx } = await several()
    const choice = { search: 'homes', sort: '-company', status: undefined } as const
    const text = (await (await customersFile(ctx, choice)).toArray()).join('')
    const [head, ...rows] = text.trimEnd().split('\r\n')
    expect(head).toContain('Company,Name,E-mail')
    expect(rows.map((row) => row.split(',')[1])).toEqual(['delta homes', 'bravo homes'])
    expect(rows[0]).toContain(',3.00,USD,none,off,manual,0,')
    expect((await auditOf(world)).at(-1)).toMatchObject({ action: 'customers.exported', after: { search: 'homes' } })
  })

  test('is searched by company and e-mail, and filtered by mode and status', async () => {
    const { list } = await several()
    const companies = async (query: Parameters<List>[0]) => (await list(query)).items.map(({ company }) => company)
    expect(await companies({ search: 'HOMES' })).toEqual(['bravo homes', 'delta homes'])
    expect(await companies({ billingMode: 'none' })).toEqual(['Alpha'])
    expect(await companies({ status: 'closed' })).toEqual([])
    expect(await companies({ search: 'homes', billingMode: 'none' })).toEqual([])
    const [first] = (await list({ search: 'charlie' })).items
    expect(first).toMatchObject({
      balance: 300,
      low: false,
      mappings: 0,
      owner: { name: 'Cora Lane' },
      currency: 'USD',
    })
    expect(await companies({ search: first?.owner?.email.toUpperCase() })).toEqual(['Charlie'])
  })
})
