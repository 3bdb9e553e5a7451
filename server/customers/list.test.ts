/** The table of customers: its order, its filters, its file. */
import { describe, expect, test } from 'vitest'
import type * as api from '../../contract/api/customers.ts'
import { asCents } from '../../contract/money.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { anAccount, wish } from '../../test/factories/customer-account.ts'
import { aClient, NOW, type World } from '../../test/factories/world.ts'
import { manualCredit, post } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { customersFile } from './actions/list.ts'

async function credit(world: World, walletId: number, amount: number) {
  const entry = { walletId, source: newId(world.clock.now()), currency: 'USD', note: 'test', actorName: 'Mia' }
  const ctx = asTeam(world)
  await ctx.transact((tx) => post(tx, world.accountId, ctx.now(), manualCredit({ ...entry, amount: asCents(amount) })))
}

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
      made_at: NOW,
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
