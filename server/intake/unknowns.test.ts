/** What people do with calls whose end nobody knows, and with leads nobody bought. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { BuyerPart } from '../../contract/settings.ts'
import { calls, ends, nameOf, TestCourier } from '../../test/factories/courier.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aMarket, anIntake, aPayingClient, aPost, type Market, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { expectSound } from '../../test/harness/sound.ts'
import { changeSettings } from '../campaigns/actions/settings.ts'
import { currentSettings } from '../campaigns/ops.ts'
import { transact } from '../platform/db.ts'
import { leadIdOf } from '../platform/ids.ts'
import { expireUnknowns } from './jobs.ts'
import { sellTo, sendAgain, settleUnknown } from './ops.ts'

let world: World
let market: Market
let courier: TestCourier
let customerId: number
let leadId: string

const attemptsNow = () =>
  world.platform.db
    .selectFrom('attempts')
    .select(['attempt_id', 'buyer_id', 'outcome', 'price', 'by_name', 'detail'])
    .where('account_id', '=', world.accountId)
    .orderBy('attempt_id')
    .execute()
const leadNow = () =>
  world.platform.db
    .selectFrom('leads')
    .select(['code', 'sales', 'revenue', 'payout'])
    .where('account_id', '=', world.accountId)
    .executeTakeFirstOrThrow()
const walletNow = () =>
  world.platform.db
    .selectFrom('wallets')
    .select(['balance', 'reserved'])
    .where('account_id', '=', world.accountId)
    .where('wallet_id', '=', customerId)
    .executeTakeFirstOrThrow()

/** A lead whose first buyer may have taken it, and whose second did not. */
beforeEach(async () => {
  world = await aWorld()
  const client = await aPayingClient(world, { balance: 0, creditLimit: 5_000 })
  customerId = client.customerId
  market = await aMarket(world, {
    buyers: [
      { clientId: client.clientId, price: 4_600, delivery: calls('first') },
      { price: 3_000, delivery: calls('second') },
    ],
  })
  courier = new TestCourier((order) => ends.of(nameOf(order) === 'first' ? 'unknown' : 'rejected'))
  const intake = anIntake(world, courier)
  const answer = await post(intake, aPost(market))
  leadId = leadIdOf(answer.id ?? '') ?? ''
  await intake.close()
})

const settle = async (as: 'sold' | 'not_sold') => {
  const [unknown] = (await attemptsNow()).filter((one) => one.outcome === 'unknown')
  const attempts = [unknown?.attempt_id ?? '00000000-0000-0000-0000-000000000000']
  const now = world.clock.now()
  return transact(world.platform.db, (tx) => settleUnknown(tx, world.accountId, { attempts, as, by: 'Lena', now }))
}

describe('an unknown', () => {
  test('settled as sold is debited from what was reserved, and the supplier is paid', async () => {
    expect(await settle('sold')).toHaveLength(1)
    expect(await leadNow()).toEqual({ code: 0, sales: 1, revenue: 4_600, payout: 2_400 })
    expect(await walletNow()).toEqual({ balance: -4_600, reserved: 0 })
    const earned = await world.platform.db
      .selectFrom('payout_changes')
      .select(['cause', 'amount'])
      .where('account_id', '=', world.accountId)
      .execute()
    expect(earned).toEqual([{ cause: 'settlement', amount: 2_400 }])
    await expectSound(world)
  })

  test('settled as not sold gives everything back', async () => {
    await settle('not_sold')
    expect(await leadNow()).toMatchObject({ code: 1006, sales: 0, payout: 0 })
    expect(await walletNow()).toEqual({ balance: 0, reserved: 0 })
    expect((await attemptsNow())[0]).toMatchObject({ outcome: 'not_sold', by_name: 'Lena' })
    await expectSound(world)
  })

  test('is settled once, by however many at once', async () => {
    const settled = await Promise.all([settle('sold'), settle('sold'), settle('not_sold')])
    expect(settled.flat()).toHaveLength(1)
    await expectSound(world)
  })

  test('is let go after 72 hours, and not before', async () => {
    const ctx = world.as({ kind: 'system' })
    world.clock.advance(72 * 3_600_000 - 1_000)
    await expireUnknowns(ctx)
    expect((await attemptsNow())[0]).toMatchObject({ outcome: 'unknown' })
    world.clock.advance(2_000)
    await expireUnknowns(ctx)
    expect((await attemptsNow())[0]).toMatchObject({ outcome: 'expired' })
    expect(await walletNow()).toEqual({ balance: 0, reserved: 0 })
    expect(await settle('sold')).toEqual([])
    await expectSound(world)
  })

  // 15:00 UTC: another day, week and month day in Auckland than where it was held
  test.each(['Pacific/Auckland', 'America/Los_Angeles'])(
    'held before its buyer moved to %s gives its place back there',
    async (zone) => {
      const { campaignId } = market.campaign
      const { campaign, buyers } = await currentSettings(world.platform.db, world.accountId, campaignId)
      const buyer = buyers.get(market.buyerIds[0] ?? 0)
      await changeSettings(asTeam(world), campaignId, {
        summary: 'moved',
        parts: [
          { part: 'campaign', id: 0, body: { ...campaign, zone } },
          { part: 'buyer', id: market.buyerIds[0] ?? 0, body: BuyerPart.parse({ ...buyer, zone }) },
        ],
      })
      await expectSound(world)
      await settle('not_sold')
      const counters = await world.platform.db
        .selectFrom('cap_counters')
        .select(['day_count', 'week_count', 'month_count', 'day_cents', 'month_cents', 'total_count'])
        .where('account_id', '=', world.accountId)
        .execute()
      for (const counter of counters)
        expect(counter).toEqual({
          day_count: 0,
          week_count: 0,
          month_count: 0,
          day_cents: 0,
          month_cents: 0,
          total_count: 0,
        })
      await expectSound(world)
    },
  )

  test('of another account is not there', async () => {
    const other = await aWorld()
    const [unknown] = await attemptsNow()
    const wish = { attempts: [unknown?.attempt_id ?? ''], as: 'sold' as const, by: 'Eve', now: other.clock.now() }
    expect(await transact(other.platform.db, (tx) => settleUnknown(tx, other.accountId, wish))).toEqual([])
  })
})

describe('by hand, a lead', () => {
  const wish = (nth: number) => ({ accountId: world.accountId, leadId, buyerId: market.buyerIds[nth] ?? 0, by: 'Lena' })

  test('that nobody bought is sold to a buyer that takes it now', async () => {
    await settle('not_sold')
    courier.onDeliver = () => ends.accepted()
    expect(await sellTo(asTeam(world), wish(1), courier)).toMatchObject({ outcome: 'accepted' })
    expect(await leadNow()).toEqual({ code: 0, sales: 1, revenue: 3_000, payout: 2_400 })
    await expectSound(world)
    await expect(sellTo(asTeam(world), wish(1), courier)).rejects.toMatchObject({ code: 'not_allowed_now' })
  })

  test('that is rejected again stays as it was', async () => {
    expect(await sellTo(asTeam(world), wish(1), courier)).toMatchObject({ outcome: 'rejected', detail: 'rejected' })
    expect(await leadNow()).toMatchObject({ code: 1006, sales: 0 })
    await expectSound(world)
  })

  test('is not sold against a rule: the rule is named', async () => {
    await settle('not_sold')
    await sql`
      update wallets set credit_limit = 100 where account_id = ${world.accountId}`.execute(world.platform.db)
    const message = 'Its customer’s balance could not pay.'
    await expect(sellTo(asTeam(world), wish(0), courier)).rejects.toMatchObject({ code: 'not_allowed_now', message })
    await expectSound(world)
  })

  test('is sold once by two at the same time', async () => {
    await settle('not_sold')
    courier.onDeliver = () => ends.accepted()
    const both = await Promise.allSettled([
      sellTo(asTeam(world), wish(1), courier),
      sellTo(asTeam(world), wish(1), courier),
    ])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    await expectSound(world)
  })

  test('beside others holds one connection while their buyers are called', async () => {
    courier.onDeliver = () => ends.of('rejected')
    const intake = anIntake(world, courier)
    const unsold = await Promise.all([1, 2, 3].map(() => post(intake, aPost(market))))
    await intake.close()
    const gate = Promise.withResolvers<void>()
    courier.onDeliver = () => gate.promise.then(() => ends.accepted())
    const sales = unsold.map(({ id = '' }) =>
      sellTo(asTeam(world), { ...wish(1), leadId: leadIdOf(id) ?? '' }, courier),
    )
    const { pool } = world.platform
    await vi.waitFor(() => expect(courier.out).toBe(3))
    await vi.waitFor(() => expect(pool.totalCount - pool.idleCount).toBe(1))
    gate.resolve()
    for (const sale of sales) expect(await sale).toMatchObject({ outcome: 'accepted' })
    expect(pool.totalCount - pool.idleCount).toBe(0)
    await expectSound(world)
  })

  test('is sent again to its buyer under the same delivery id, and charged nothing', async () => {
    await settle('sold')
    const before = await walletNow()
    courier.onDeliver = () => ends.of('duplicated', 'Known')
    expect(await sendAgain(asTeam(world), wish(0), courier)).toMatchObject({
      outcome: 'resent',
      detail: 'Duplicated: Known',
    })
    expect(courier.delivered.at(-1)?.deliveryId).toBe((await attemptsNow())[0]?.attempt_id)
    expect(await walletNow()).toEqual(before)
    await expect(sendAgain(asTeam(world), wish(1), courier)).rejects.toMatchObject({ code: 'not_found' })
    await expectSound(world)
  })
})
