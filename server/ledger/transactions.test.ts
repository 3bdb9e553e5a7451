import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/ledger.ts'
import { asCents } from '../../contract/money.ts'
import { asCustomer, asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aCustomer, aSupplier, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { RequestCtx } from '../platform/http/route.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import { addCredit } from './actions.ts'
import { deposit, fee, postAll, reversed } from './ops.ts'
import { ledgerRoutes } from './routes.ts'

const HOUR = 3_600_000
let world: World
let customer: number
let leadId: string

const own = (query: object = {}, as = asCustomer(world, customer)) =>
  call(ledgerRoutes, as, api.portalTransactions, { query })

/** A charge of a card, booked as its success books it, with the operator's part of a refund beside it. */
async function aDeposit(): Promise<string> {
  const { db } = world.platform
  const chargeId = newId(NOW)
  await sql`
    insert into charges (account_id, charge_id, customer_id, kind, state, amount, fee, fee_bp, currency, mode,
      stripe_account_id, payment_method_id, card_brand, card_last4, actor_kind, created_at, decided_at)
    values (${world.accountId}, ${chargeId}, ${customer}, 'recharge', 'succeeded', 10000, 300, 300, 'USD', 'test',
      'acct_1', 'pm_1', 'visa', '4242', 'system', ${NOW}, ${NOW})`.execute(db)
  const entry = { walletId: customer, source: chargeId, currency: 'USD' }
  const amounts = [deposit({ ...entry, amount: asCents(10_000) }), fee({ ...entry, fee: asCents(300) })] as const
  const loss = reversed('refund', entry, { wallet: asCents(0), fee: asCents(0), loss: asCents(5) })
  await asTeam(world).transact((tx) => postAll(tx, world.accountId, NOW, [...amounts, ...loss]))
  return chargeId
}

beforeEach(async () => {
  world = await aWorld()
  customer = await aCustomer(world)
  const campaign = await aCampaign(world, { name: 'Cheap roofs', publicName: 'Roofing' })
  const [supplierId, buyerId] = [await aSupplier(world, campaign), await aBuyer(world, campaign)]
  // 15:00 UTC is 10:00 in New York; twelve hours before is still the evening before there
  const at = new Date(NOW.getTime() - 12 * HOUR)
  leadId = await aLead(world, { campaign, supplierId, at, sales: [{ buyerId, price: 4_600, walletId: customer }] })
  await addCredit(asTeam(world), customer, { id: newId(NOW), amount: 500, reason: '=1+1, really' })
})

describe('an entry', () => {
  test('names the lead’s campaign, to each side as it knows it', async () => {
    const id = leadIdText(leadId)
    expect((await own()).items[1]).toMatchObject({ leadId: id, campaign: 'Roofing', charge: null, amount: -4_600 })
    const params = { account: world.accountId, customer }
    const desk = await call(ledgerRoutes, asTeam(world), api.customerTransactions, { params })
    expect(desk.items[1]).toMatchObject({ leadId: id, campaign: 'Cheap roofs' })
  })

  test('names the card payment of a deposit and of its fee, which the balance does not feel', async () => {
    const id = await aDeposit()
    const charge = { id, kind: 'recharge', total: 10_300, fee: 300, card: { brand: 'visa', last4: '4242' } }
    expect((await own({ limit: 2 })).items).toMatchObject([
      { kind: 'fee', amount: 0, moved: 300, balanceAfter: 5_900, charge },
      { kind: 'deposit', amount: 10_000, balanceAfter: 5_900, charge },
    ])
  })

  test('names the payment that a refund was taken back of', async () => {
    const chargeId = await aDeposit()
    const source = newId(NOW)
    await sql`
      insert into charge_reversals (account_id, reversal_id, customer_id, charge_id, kind, state, amount, wallet_part,
        fee_part, stripe_id, created_at, booked_at)
      values (${world.accountId}, ${source}, ${customer}, ${chargeId}, 'refund', 'booked', 1030, 1000, 30, ${source},
        ${NOW}, ${NOW})`.execute(world.platform.db)
    const split = { wallet: asCents(1_000), fee: asCents(30), loss: asCents(0) }
    const [first, ...rest] = reversed('refund', { walletId: customer, source, currency: 'USD' }, split)
    if (!first) throw new Error('a refund without entries')
    await asTeam(world).transact((tx) => postAll(tx, world.accountId, NOW, [first, ...rest]))
    expect((await own({ limit: 2 })).items).toMatchObject([
      { kind: 'refund_fee', amount: 0, moved: 30, charge: { id: chargeId } },
      { kind: 'refund', amount: -1_000, charge: { id: chargeId, total: 10_300 } },
    ])
  })

  test('that the operator bears is not the customer’s to read, nor to ask for', async () => {
    await aDeposit()
    expect((await own()).items.map(({ kind }) => kind)).toEqual(['fee', 'deposit', 'credit', 'sale'])
    await expect(own({ kind: ['refund_loss'] })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('belongs to a day of the account’s zone', async () => {
    const kinds = async (range: string) => (await own({ range })).items.map(({ kind }) => kind)
    expect(await kinds('today')).toEqual(['credit'])
    expect(await kinds('yesterday')).toEqual(['sale'])
    expect(await kinds('2026-11-21..2026-11-22')).toEqual(['credit', 'sale'])
    expect(await kinds('last_month')).toEqual([])
  })
})

describe('the pace', () => {
  test('is what sales took in seven days', async () => {
    const wallet = await call(ledgerRoutes, asCustomer(world, customer), api.portalWallet, {})
    expect(wallet).toMatchObject({ spentLately: 4_600, underWay: 0 })
  })
})

describe('the file', () => {
  async function file(path: string, ctx: Ctx, input: { params?: object; query?: object }): Promise<string> {
    const found = ledgerRoutes.find((route) => route.kind === 'content' && route.path === path)
    if (found?.kind !== 'content') throw new Error(`no file at ${path}`)
    const params = found.params?.parse(input.params)
    const query = found.query?.parse(input.query ?? {})
    // what belongs to HTTP is not asked for a file
    const { body } = await found.run(ctx as unknown as RequestCtx, { params, query, nonce: '' })
    return typeof body === 'string' ? body : text(body as NodeJS.ReadableStream)
  }
  const ownFile = (query = {}, as = asCustomer(world, customer)) =>
    file(api.TRANSACTIONS_CSV_PATHS.portal, as, { query })

  test('has what the page has, in the account’s time, exact, and no formula', async () => {
    await aDeposit()
    const id = leadIdText(leadId)
    expect((await ownFile()).split('\r\n')).toEqual([
      'Entry,Date (America/New_York),What,Lead,Campaign,Card payment,Note,Amount,Beside the balance,Balance,Currency',
      '4,2026-11-22 10:00:00,Card fee,,,visa 4242,,0.00,3.00,59.00,USD',
      '3,2026-11-22 10:00:00,Deposit,,,visa 4242,,100.00,,59.00,USD',
      `2,2026-11-22 10:00:00,Credit,,,,"'=1+1, really",5.00,,-41.00,USD`,
      `1,2026-11-21 22:00:00,Lead,${id},Roofing,,,-46.00,,-46.00,USD`,
      '',
    ])
  })

  test('has what is asked for only, and the operator’s own has the operator’s names', async () => {
    expect((await ownFile({ kind: 'credit' })).split('\r\n')).toHaveLength(3)
    expect((await ownFile({ range: 'yesterday' })).split('\r\n')).toHaveLength(3)
    const params = { account: world.accountId, customer }
    expect(await file(api.TRANSACTIONS_CSV_PATHS.console, asTeam(world), { params })).toContain(',Cheap roofs,')
  })

  test('is longer than what is read at once', async () => {
    const many = await aCustomer(world)
    await sql`
      insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
        wallet_seq, balance_after, booked_at)
      select ${world.accountId}::integer, 'credit', gen_random_uuid(), 'operator_credit', 'wallet', 1, 'USD', ${many}, n, n, ${NOW}
      from generate_series(1, 2001) n`.execute(world.platform.db)
    const numbers = (await ownFile({}, asCustomer(world, many)))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0]))
    expect(numbers).toEqual(Array.from({ length: 2_001 }, (_, nth) => 2_001 - nth))
  })

  test('of another account’s customer is not there', async () => {
    await expect(ownFile({}, asCustomer(await aWorld(), customer))).rejects.toMatchObject({ code: 'not_found' })
  })
})
