import { describe, expect, test } from 'vitest'
import { calls, ends, nameOf, TestCourier } from '../../test/factories/courier.ts'
import { aMarket, anIntake, aPayingClient, aPost, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { expectSound } from '../../test/harness/sound.ts'

async function stored({ platform, accountId }: World) {
  const { db } = platform
  const LEAD = ['lead_id', 'code', 'sales', 'revenue', 'payout', 'why', 'detail', 'data', 'version'] as const
  const [leads, attempts, transfers, wallets, reservations, open, counters] = await Promise.all([
    db.selectFrom('leads').select(LEAD).where('account_id', '=', accountId).orderBy('lead_id').execute(),
    db.selectFrom('attempts').selectAll().where('account_id', '=', accountId).orderBy('attempt_id').execute(),
    db.selectFrom('transfers').selectAll().where('account_id', '=', accountId).execute(),
    db.selectFrom('wallets').selectAll().where('account_id', '=', accountId).execute(),
    db.selectFrom('reservations').selectAll().where('account_id', '=', accountId).execute(),
    db.selectFrom('open_leads').selectAll().where('account_id', '=', accountId).execute(),
    db.selectFrom('cap_counters').selectAll().where('account_id', '=', accountId).execute(),
  ])
  return { leads, attempts, transfers, wallets, reservations, open, counters }
}

describe('a buyer that is called', () => {
  test('takes the lead: reserved first, then settled at the price it named', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 10_000 })
    const market = await aMarket(world, { buyers: [{ clientId, price: 4_600, delivery: calls() }] })
    const seen: unknown[] = []
    const courier = new TestCourier(async () => {
      const now = await stored(world)
      seen.push(now.leads[0]?.code, now.attempts[0]?.outcome, now.wallets[0]?.reserved, now.wallets[0]?.balance)
      return ends.accepted(4_000)
    })
    expect(await post(anIntake(world, courier), aPost(market))).toMatchObject({ code: 0, payout: 24 })
    expect(seen).toEqual([1049, 'calling', 4_600, 0])
    const { leads, attempts, transfers, wallets, reservations, open, counters } = await stored(world)
    expect(leads).toMatchObject([{ code: 0, sales: 1, revenue: 4_000, payout: 2_400 }])
    expect(attempts).toMatchObject([{ outcome: 'accepted', price: 4_000, reserved: 4_600 }])
    expect(transfers).toMatchObject([{ amount: 4_000, balance_after: -4_000 }])
    expect(wallets).toMatchObject([{ balance: -4_000, reserved: 0 }])
    expect([...reservations, ...open]).toEqual([])
    const counted = { day_count: 1, day_cents: 4_000, total_cents: 4_000 }
    expect(counters.find((row) => row.subject === 'buyer')).toMatchObject(counted)
    await expectSound(world)
  })

  test('rejects it: everything is given back, and the next one is asked', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 10_000 })
    const market = await aMarket(world, {
      buyers: [{ clientId, price: 4_600, delivery: calls('first') }, { price: 3_000, delivery: calls('second') }, {}],
    })
    const courier = new TestCourier((order) => ends.of(nameOf(order) === 'first' ? 'rejected' : 'errored'))
    expect(await post(anIntake(world, courier), aPost(market))).toMatchObject({ code: 0 })
    const { attempts, wallets, reservations, open, counters } = await stored(world)
    expect(attempts.map((one) => one.outcome).sort()).toEqual(['accepted', 'errored', 'rejected'])
    expect(wallets).toMatchObject([{ balance: 0, reserved: 0 }])
    expect([...reservations, ...open]).toEqual([])
    expect(
      counters
        .filter((row) => row.subject === 'buyer')
        .map((row) => row.total_count)
        .sort(),
    ).toEqual([0, 0, 1])
    expect(counters.find((row) => row.subject === 'supplier')).toMatchObject({ total_count: 1 })
    await expectSound(world)
  })

  test('none of them takes it: 1006, and nothing is left of it but the attempts', async () => {
    const world = await aWorld()
    const market = await aMarket(world, { buyers: [{ delivery: calls('first') }, { delivery: calls('second') }] })
    const intake = anIntake(world, new TestCourier(() => ends.of('duplicated')))
    const body = aPost(market)
    expect(await post(intake, body)).toMatchObject({ status: 'ERROR', code: 1006 })
    const { leads, attempts, open, counters } = await stored(world)
    expect(leads).toMatchObject([{ code: 1006, sales: 0, payout: 0 }])
    expect(attempts).toHaveLength(2)
    expect(open).toEqual([])
    expect(counters.flatMap((row) => [row.day_count, row.total_count, row.total_cents])).toEqual(Array(9).fill(0))
    // nothing was sold, so the same post is no duplicate
    expect(await post(intake, body)).toMatchObject({ code: 1006 })
  })

  test('whose answer is unknown keeps what is held, and the next one is asked', async () => {
    const world = await aWorld()
    const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 10_000 })
    const market = await aMarket(world, {
      buyers: [{ clientId, price: 4_600, delivery: calls('first') }, { delivery: calls('second') }],
    })
    const courier = new TestCourier((order) => (nameOf(order) === 'first' ? ends.of('timed_out') : ends.of('rejected')))
    expect(await post(anIntake(world, courier), aPost(market))).toMatchObject({ code: 1006 })
    const { attempts, wallets, reservations, open, counters } = await stored(world)
    expect(attempts.map((one) => one.outcome).sort()).toEqual(['rejected', 'unknown'])
    expect(wallets).toMatchObject([{ balance: 0, reserved: 4_600 }])
    expect(reservations).toMatchObject([{ state: 'unknown', amount: 4_600 }])
    expect(open).toMatchObject([{ owner: null }])
    expect(counters.find((row) => row.subject === 'supplier')).toMatchObject({ total_count: 1 })
  })

  test('that says stop after an unknown answer is the last to be asked', async () => {
    const world = await aWorld()
    const market = await aMarket(world, { buyers: [{ delivery: calls(), afterUnknown: 'stop' }, {}] })
    const courier = new TestCourier(() => ends.of('unknown'))
    expect(await post(anIntake(world, courier), aPost(market))).toMatchObject({ code: 1006 })
    expect((await stored(world)).leads).toMatchObject([{ code: 1006, why: { ended: 'unknown' } }])
  })

  test('is not asked twice for the same post: 1049 while the first is in process', async () => {
    const world = await aWorld()
    const market = await aMarket(world, { buyers: [{ delivery: calls() }] })
    const { promise, resolve } = Promise.withResolvers<void>()
    const courier = new TestCourier(() => promise.then(() => ends.accepted()))
    const [one, two] = [anIntake(world, courier), anIntake(world, courier)]
    const body = aPost(market)
    const first = post(one, body)
    await expect.poll(() => courier.out).toBe(1)
    expect(await post(two, body)).toEqual({ status: 'ERROR', code: 1049, message: expect.any(String) })
    resolve()
    expect(await first).toMatchObject({ code: 0 })
    expect(await post(two, body)).toMatchObject({ code: 1008 })
    expect(courier.delivered).toHaveLength(1)
  })
})
