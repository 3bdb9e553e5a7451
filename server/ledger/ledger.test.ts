import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import * as api from '../../contract/api/ledger.ts'
import { asCustomer, asTeam, auditOf } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aCustomer, aSupplier, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import { ledgerRoutes } from './routes.ts'
import { firstSeqSince } from './tables/transfers.ts'

const HOUR = 3_600_000
const wish = (amount: number, id = newId(NOW)) => ({ id, amount, reason: 'by wire' })

async function aCounter() {
  const world = await aWorld()
  const customer = await aCustomer(world)
  const params = { account: world.accountId, customer }
  const ctx = asTeam(world)
  return {
    world,
    customer,
    params,
    ctx,
    add: (body: api.Correction, as = ctx) => call(ledgerRoutes, as, api.addCredit, { params, body }),
    subtract: (body: api.Correction, as = ctx) => call(ledgerRoutes, as, api.subtractCredit, { params, body }),
    list: (query: z.input<typeof api.TransactionQuery> = {}) =>
      call(ledgerRoutes, ctx, api.customerTransactions, { params, query }),
  }
}

/** Sales of one wallet at these hours before now, the oldest first. */
async function sales(world: World, walletId: number, hoursAgo: number[], price = 100) {
  const campaign = await aCampaign(world)
  const [supplierId, buyerId] = [await aSupplier(world, campaign), await aBuyer(world, campaign)]
  const leads = []
  for (const hours of hoursAgo) {
    const at = new Date(NOW.getTime() - hours * HOUR)
    leads.push(await aLead(world, { campaign, supplierId, at, sales: [{ buyerId, price, walletId }] }))
  }
  return leads
}

describe('corrections', () => {
  test('credit is added, subtracted, told and audited', async () => {
    const { world, customer, add, subtract, list } = await aCounter()
    expect((await add(wish(5_000))).wallet.balance).toBe(5_000)
    const { transaction, wallet } = await subtract({ ...wish(6_000), reason: 'typo of yesterday' })
    expect(wallet.balance).toBe(-1_000)
    expect(transaction).toMatchObject({
      kind: 'debit',
      amount: -6_000,
      balanceAfter: -1_000,
      seq: 2,
      actorName: 'Mia',
    })
    expect((await list()).items.map(({ amount, note }) => [amount, note])).toEqual([
      [-6_000, 'typo of yesterday'],
      [5_000, 'by wire'],
    ])
    expect(await auditOf(world)).toMatchObject([
      { action: 'wallet.credit_added', target_id: String(customer), before: { balance: 0 }, after: { balance: 5_000 } },
      { action: 'wallet.credit_subtracted', after: { balance: -1_000, amount: -6_000, reason: 'typo of yesterday' } },
    ])
  })

  test('twice is once, and answered with what was booked', async () => {
    const { world, add } = await aCounter()
    const body = wish(5_000)
    const first = await add(body)
    const second = await add(body)
    expect([first.repeated, second.repeated]).toEqual([false, true])
    expect(second.transaction).toEqual(first.transaction)
    expect(second.wallet.balance).toBe(5_000)
    expect(await auditOf(world)).toHaveLength(1)
  })

  test('many at once are once', async () => {
    const { world, add } = await aCounter()
    const body = wish(5_000)
    const answers = await Promise.all(Array.from({ length: 12 }, () => add(body)))
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect(new Set(answers.map(({ wallet }) => wallet.balance))).toEqual(new Set([5_000]))
    expect(await auditOf(world)).toHaveLength(1)
  })

  test('one id is one wish: another amount, or another wallet at the same time, is refused', async () => {
    const { world, add, list } = await aCounter()
    const body = wish(5_000)
    await add(body)
    await expect(add({ ...body, amount: 5_001 })).rejects.toMatchObject({ code: 'conflict', details: { field: 'id' } })
    expect((await list()).items).toHaveLength(1)

    const [one, other] = [await aCustomer(world), await aCustomer(world)]
    const same = wish(700)
    const both = await Promise.allSettled(
      [one, other].map((customer) =>
        call(ledgerRoutes, asTeam(world), api.addCredit, {
          params: { account: world.accountId, customer },
          body: same,
        }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('no amount below one or above the most, no blank reason, no id that is none', async () => {
    const { add } = await aCounter()
    for (const [field, body] of [
      ['amount', wish(0)],
      ['amount', wish(-5)],
      ['amount', wish(1.5)],
      ['amount', wish(api.MOST_AT_ONCE + 1)],
      ['reason', { ...wish(5), reason: '  ' }],
      ['id', wish(5, 'yesterday')],
    ] as const) {
      await expect(add(body)).rejects.toMatchObject({ code: 'invalid_input', details: { field } })
    }
  })

  test('only Administrator and Billing, and only in their own account', async () => {
    const { world, add, params } = await aCounter()
    for (const role of ['member', 'viewer'] as const) {
      await expect(add(wish(5), asTeam(world, role))).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(add(wish(5), asTeam(await aWorld()))).rejects.toMatchObject({ code: 'not_found' })
    const foreign = asTeam(await aWorld())
    await expect(call(ledgerRoutes, foreign, api.customerTransactions, { params })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await add(wish(5), asTeam(world, 'billing'))).wallet.balance).toBe(5)
  })
})

describe('limits', () => {
  const limits = (minimum: number | null, credit = 0) => ({ minimumBalance: minimum, creditLimit: credit })

  test('set, they decide whether the wallet is low, and money decides again', async () => {
    const { world, params, ctx, add, subtract } = await aCounter()
    const set = (body: ReturnType<typeof limits>) => call(ledgerRoutes, ctx, api.setWalletLimits, { params, body })
    await add(wish(1_000))
    expect(await set(limits(1_001, 300))).toMatchObject({ low: true, minimumBalance: 1_001, creditLimit: 300 })
    expect((await add(wish(1))).wallet.low).toBe(false)
    expect((await subtract(wish(1))).wallet.low).toBe(true)
    expect(await set(limits(null))).toMatchObject({ low: false, minimumBalance: null, balance: 1_000 })
    const before = await auditOf(world)
    await set(limits(null))
    expect(await auditOf(world)).toEqual(before)
    expect(before.filter(({ action }) => action === 'wallet.limits_changed')).toHaveLength(2)
  })

  test('a minimum set while money moves loses neither', async () => {
    const { params, ctx, add } = await aCounter()
    const work = [1, 2, 3, 4].flatMap((n) => [
      add(wish(n * 100)),
      call(ledgerRoutes, ctx, api.setWalletLimits, { params, body: limits(n) }),
    ])
    await Promise.all(work)
    const { wallet } = await add(wish(1))
    expect(wallet.balance).toBe(1_001)
    expect(wallet.minimumBalance).toBeGreaterThan(0)
  })

  test('foreign, or negative, is refused', async () => {
    const { world, params, ctx } = await aCounter()
    const set = (body: ReturnType<typeof limits>, as = ctx) =>
      call(ledgerRoutes, as, api.setWalletLimits, { params, body })
    await expect(set(limits(-1))).rejects.toMatchObject({ details: { field: 'minimumBalance' } })
    await expect(set(limits(1), asTeam(await aWorld()))).rejects.toMatchObject({ code: 'not_found' })
    await expect(set(limits(1), asTeam(world, 'member'))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('transactions', () => {
  test('page by page, newest first, nothing twice and nothing left out', async () => {
    const { add, list } = await aCounter()
    for (let n = 1; n <= 7; n++) await add(wish(n))
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 3, cursor })
      seen.push(...page.items.map(({ amount }) => amount))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1])
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ details: { field: 'cursor' } })
  })

  test('by kind, and by time with the end left out', async () => {
    const { world, customer, add, list } = await aCounter()
    const leads = await sales(world, customer, [72, 48, 24])
    await add(wish(1_000))
    const amounts = async (query: z.input<typeof api.TransactionQuery>) =>
      (await list(query)).items.map(({ amount }) => amount)
    expect(await amounts({ kind: 'credit' })).toEqual([1_000])
    expect(await amounts({ kind: ['credit', 'sale'] })).toEqual([1_000, -100, -100, -100])
    const at = (hours: number) => new Date(NOW.getTime() - hours * HOUR).toISOString()
    const middle = await list({ from: at(48), to: at(24) })
    expect(middle.items).toMatchObject([{ leadId: leadIdText(leads[1] ?? ''), kind: 'sale', balanceAfter: -200 }])
    expect(await amounts({ from: at(24) })).toEqual([1_000, -100])
    expect(await amounts({ to: at(72) })).toEqual([])
    expect(await amounts({ from: at(-1) })).toEqual([])
    const rest = await list({ from: at(72), to: at(24), limit: 1 })
    expect(await amounts({ from: at(72), to: at(24), cursor: rest.next ?? '' })).toEqual([-100])
  })

  test('the first entry of any instant is found by halving', async () => {
    const { world, customer } = await aCounter()
    const hours = [9, 8, 8, 8, 5, 3, 1]
    await sales(world, customer, hours)
    for (const ago of [10, 9, 8.5, 8, 6, 5, 4, 3, 1, 0.5]) {
      const expected = hours.findIndex((hour) => hour <= ago)
      const since = new Date(NOW.getTime() - ago * HOUR)
      expect(await firstSeqSince(world.platform.db, world.accountId, customer, since)).toBe(
        expected === -1 ? hours.length + 1 : expected + 1,
      )
    }
  })
})

describe("the customer's side", () => {
  test('its balance, and how long it lasts at the pace of seven days', async () => {
    const { world, customer, add } = await aCounter()
    await sales(world, customer, [24 * 8, 24 * 3, 24])
    await add(wish(1_300))
    const wallet = await call(ledgerRoutes, asCustomer(world, customer), api.portalWallet, {})
    // 200 in seven days, 1,000 left
    expect(wallet).toMatchObject({ balance: 1_000, currency: 'USD', low: false, daysLeft: 35 })
  })

  test("its own entries without the operator's names, and nobody else's", async () => {
    const { world, customer, add } = await aCounter()
    await add(wish(1_300))
    const own = await call(ledgerRoutes, asCustomer(world, customer), api.portalTransactions, {})
    expect(own.items).toMatchObject([{ amount: 1_300, note: 'by wire' }])
    expect(JSON.stringify(own)).not.toContain('Mia')
    const neighbour = asCustomer(world, await aCustomer(world))
    expect((await call(ledgerRoutes, neighbour, api.portalTransactions, {})).items).toEqual([])
    // the same number in another account's portal
    const foreign = asCustomer(await aWorld(), customer)
    await expect(call(ledgerRoutes, foreign, api.portalWallet, {})).rejects.toMatchObject({ code: 'not_found' })
    const viewer = asCustomer(world, customer, 'viewer')
    await expect(call(ledgerRoutes, viewer, api.portalWallet, {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})
