import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { noCourier } from '../../dev/no-courier.ts'
import { aMarket, anIntake, aPayingClient, aPost, type Market, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { leadIdOf } from '../platform/ids.ts'
import { openIntake } from './intake.ts'

async function stored({ platform, accountId }: World) {
  const { db } = platform
  const leads = await db
    .selectFrom('leads')
    .select(['lead_id', 'code', 'revenue', 'payout', 'sales', 'why', 'data', 'detail'])
    .where('account_id', '=', accountId)
    .orderBy('lead_id')
    .execute()
  const sales = await db
    .selectFrom('attempts')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('attempt_id')
    .execute()
  const transfers = await db.selectFrom('transfers').selectAll().where('account_id', '=', accountId).execute()
  const wallets = await db.selectFrom('wallets').selectAll().where('account_id', '=', accountId).execute()
  return { leads, sales, transfers, wallets }
}

const bump = async (market: Market) => {
  await market.world.platform.db
    .updateTable('campaigns')
    .set({ revision: sql`revision + 1` })
    .where('account_id', '=', market.world.accountId)
    .execute()
}

describe('a posted lead', () => {
  test('is sold, debited and counted in one commit', async () => {
    const world = await aWorld()
    const { clientId, customerId } = await aPayingClient(world, { balance: 10_000 })
    const market = await aMarket(world, { buyers: [{ clientId, price: 4_600 }] })
    const answer = await post(anIntake(world), aPost(market))
    expect(answer).toMatchObject({ status: 'ACCEPTED', code: 0, message: 'Lead accepted', payout: 24 })
    expect(answer.id).toBe(answer.lead_id)
    const { leads, sales, transfers, wallets } = await stored(world)
    expect(leads).toMatchObject([
      { lead_id: leadIdOf(answer.id ?? ''), code: 0, revenue: 4_600, payout: 2_400, sales: 1 },
    ])
    expect(sales).toMatchObject([
      { buyer_id: market.buyerIds[0], price: 4_600, wallet_id: customerId, outcome: 'accepted' },
    ])
    expect(transfers).toMatchObject([
      {
        kind: 'sale',
        source: sales[0]?.attempt_id,
        amount: 4_600,
        balance_after: 5_400,
        wallet_seq: 1,
        wallet_id: customerId,
      },
    ])
    expect(wallets).toMatchObject([{ balance: 5_400, seq: 1, low: false }])
  })

  test('posted again within a minute is a duplicate of the first, later it is a lead again', async () => {
    const world = await aWorld()
    const market = await aMarket(world)
    const intake = anIntake(world)
    const body = aPost(market)
    const first = await post(intake, body)
    expect(await post(intake, body)).toMatchObject({ status: 'DUPLICATED', code: 1008, duplicate_of: first.id })
    world.clock.advance(60_000)
    expect(await post(intake, body)).toMatchObject({ status: 'ACCEPTED' })
  })

  test('is refused by name before it is a lead', async () => {
    const world = await aWorld()
    const market = await aMarket(world)
    const intake = anIntake(world)
    const body = aPost(market)
    const refused = async (change: Record<string, unknown>) => (await post(intake, { ...body, ...change })).code
    expect(await refused({ lp_key: 'wrong' })).toBe(1002)
    expect(await refused({ lp_campaign_id: 1 })).toBe(1002)
    expect(await refused({ lp_supplier_id: 1 })).toBe(1002)
    expect(await refused({ lp_key: undefined })).toBe(1001)
    expect(await refused({ phone: ['a'] })).toBe(1004)
    expect((await post(intake, '{"a":')).code).toBe(1004)
    expect((await stored(world)).leads).toEqual([])
  })

  test('with a wrong field fails by its name, and is kept', async () => {
    const world = await aWorld()
    const market = await aMarket(world)
    const intake = anIntake(world)
    const answer = await post(intake, aPost(market, { phone: '12' }))
    expect(answer).toMatchObject({ status: 'ERROR', code: 1015 })
    expect(answer.message).toContain('phone')
    const nul = await post(intake, aPost(market, { first_name: 'A\u0000b', unknown_key: 'x' }))
    expect(nul.message).toContain('first_name')
    const half = await post(intake, aPost(market, { first_name: 'A\ud800b' }))
    expect(half.code).toBe(1015)
    const { leads } = await stored(world)
    expect(leads.map((lead) => lead.code)).toEqual([1015, 1015, 1015])
    expect(JSON.stringify(leads)).not.toContain('unknown_key')
  })
})

test('a byte-order mark in front of a post is not part of it', async () => {
  const world = await aWorld()
  const market = await aMarket(world)
  expect(await post(anIntake(world), `\uFEFF${JSON.stringify(aPost(market))}`)).toMatchObject({ code: 0 })
})

describe('a market', () => {
  test('sells by position, or to the highest price', async () => {
    const world = await aWorld()
    const buyers = [{ price: 3_000 }, { price: 5_000 }]
    const waterfall = await aMarket(world, { buyers })
    const auction = await aMarket(world, { buyers, campaign: { distribution: 'highest_bidder' } })
    const intake = anIntake(world)
    await post(intake, aPost(waterfall))
    await post(intake, aPost(auction))
    const { sales } = await stored(world)
    expect(sales.map((sale) => [sale.buyer_id, sale.price])).toEqual([
      [waterfall.buyerIds[0], 3_000],
      [auction.buyerIds[1], 5_000],
    ])
  })

  test('keeps what moved on the lead that nobody could take', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 100 })
    const market = await aMarket(world, {
      buyers: [
        { clientId, price: 4_600 },
        { caps: { day: 1, weekdays: {}, week: 0, month: 0, total: 0 } },
        { price: 100 },
      ],
    })
    await world.platform.db
      .insertInto('buyer_pauses')
      .values({
        account_id: world.accountId,
        buyer_id: market.buyerIds[2] ?? 0,
        owner: 'operator',
        since: world.clock.now(),
        by_name: 'Lena',
        reason: 'test',
      })
      .execute()
    const intake = anIntake(world)
    expect(await post(intake, aPost(market))).toMatchObject({ code: 0 })
    expect(await post(intake, aPost(market))).toMatchObject({ code: 1005, status: 'ERROR' })
    const last = (await stored(world)).leads.find((lead) => lead.code === 1005)
    expect(last?.why).toEqual({
      balance: [market.buyerIds[0]],
      cap: { day: [market.buyerIds[1]] },
      paused: [market.buyerIds[2]],
    })
  })

  test('tests a lead without taking anything', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 5_000 })
    const market = await aMarket(world, { buyers: [{ clientId, price: 4_600 }] })
    const intake = anIntake(world)
    const body = aPost(market, { lp_action: 'test' })
    expect(await post(intake, body)).toMatchObject({ code: 0, test: true })
    expect(await post(intake, body)).toMatchObject({ code: 0, test: true })
    const { wallets, transfers, sales } = await stored(world)
    expect(wallets).toMatchObject([{ balance: 5_000 }])
    expect(transfers).toEqual([])
    expect(sales.map((sale) => sale.test)).toEqual([true, true])
  })

  test('never sells one person twice to a customer, nor a duplicate by the campaign’s check', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 1_000_000 })
    const market = await aMarket(world, { buyers: [{ clientId }] })
    const checked = await aMarket(world, {
      buyers: [{}],
      campaign: { duplicates: { days: 30, fields: ['email'], match: 'any', scope: 'campaign' } },
    })
    const intake = anIntake(world)
    await post(intake, aPost(market, { phone: '530-555-0199' }))
    expect(await post(intake, aPost(market, { phone: '+1 (530) 555 0199' }))).toMatchObject({ code: 1005 })
    const first = await post(intake, aPost(checked, { email: 'One@example.com' }))
    expect(await post(intake, aPost(checked, { email: 'one@EXAMPLE.com' }))).toMatchObject({
      code: 1008,
      duplicate_of: first.id,
    })
    world.clock.advance(31 * 86_400_000)
    expect(await post(intake, aPost(checked, { email: 'one@example.com' }))).toMatchObject({ code: 0 })
    expect(await post(intake, aPost(market, { phone: '5305550199' }))).toMatchObject({ code: 0 })
  })
})

const onePhone = {
  campaign: { duplicates: { days: 30, fields: ['phone'], match: 'any' as const, scope: 'campaign' as const } },
}

describe('64 posts at once', () => {
  const racing: [
    string,
    (world: World) => Promise<{ market: Market; same?: Record<string, unknown>; before?: number }>,
  ][] = [
    [
      'with one place left',
      async (world) => ({
        market: await aMarket(world, { buyers: [{ caps: { day: 0, weekdays: {}, week: 0, month: 0, total: 1 } }] }),
      }),
    ],
    [
      'with money for one',
      async (world) => {
        const { clientId } = await aPayingClient(world, { balance: 4_600 })
        return { market: await aMarket(world, { buyers: [{ clientId, price: 4_600 }] }) }
      },
    ],
    ['with one phone', async (world) => ({ market: await aMarket(world, onePhone), same: { phone: '5305550100' } })],
    [
      'with one phone that was sold longer ago than the look-back',
      async (world) => {
        const market = await aMarket(world, onePhone)
        const same = { phone: '5305550100' }
        await post(anIntake(world), aPost(market, same))
        world.clock.advance(31 * 86_400_000)
        return { market, same, before: 1 }
      },
    ],
  ]
  for (const [name, make] of racing)
    for (const processes of [1, 2])
      test(`${name}, on ${processes}: exactly one is accepted`, async () => {
        const world = await aWorld()
        const { market, same, before = 0 } = await make(world)
        const intakes = Array.from({ length: processes }, () => anIntake(world))
        const answers = await Promise.all(
          Array.from({ length: 64 }, (_, nth) =>
            post(intakes[nth % processes] ?? anIntake(world), aPost(market, same)),
          ),
        )
        expect(answers.filter((answer) => answer.code === 0)).toHaveLength(1)
        expect(answers.filter((answer) => answer.code === 1020)).toEqual([])
        expect((await stored(world)).leads).toHaveLength(64 + before)
      })
})

test('a change answered before a lead came is seen by it, on a process that was not told', async () => {
  const world = await aWorld()
  const market = await aMarket(world)
  const other = anIntake(world)
  expect(await post(other, aPost(market))).toMatchObject({ code: 0 })
  const { db } = world.platform
  await db.updateTable('campaigns').set({ status: 'paused' }).where('account_id', '=', world.accountId).execute()
  await bump(market)
  expect(await post(other, aPost(market))).toMatchObject({ code: 1003 })
  await db.updateTable('campaigns').set({ status: 'active' }).where('account_id', '=', world.accountId).execute()
  await bump(market)
  expect(await post(other, aPost(market))).toMatchObject({ code: 0 })
})

test('a pause that ends between a lead’s coming and its decision keeps nobody out', async () => {
  const world = await aWorld()
  const market = await aMarket(world)
  const ends = new Date(world.clock.now().getTime() + 1)
  await world.platform.db
    .insertInto('buyer_pauses')
    .values({
      account_id: world.accountId,
      buyer_id: market.buyerIds[0] ?? 0,
      owner: 'operator',
      since: world.clock.now(),
      until: ends,
      by_name: 'Lena',
      reason: 'test',
    })
    .execute()
  // the post is read before the end, everything after it behind it
  let asked = 0
  const now = () => (asked++ === 0 ? world.clock.now() : ends)
  expect(await post(openIntake({ ...world.platform, now }, { courier: noCourier }), aPost(market))).toMatchObject({
    code: 0,
  })
})
