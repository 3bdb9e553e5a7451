/** A thousand leads by each method: who gets how many is exact, on one process and on two (spec 2.2). */
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { BuyerPart, CampaignPart, Distribution } from '../../contract/settings.ts'
import { calls, ends, nameOf, TestCourier } from '../../test/factories/courier.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aMarket, anIntake, aPost, type Market, post } from '../../test/factories/intake.ts'
import { aWorld } from '../../test/factories/world.ts'
import { expectSound } from '../../test/harness/sound.ts'
import { pauseBuyer, resumeBuyer } from '../campaigns/actions/buyers.ts'

const LEADS = process.env.SOAK ? 1_000 : 200

/** How many leads each buyer has, in their order. */
async function sharesOf({ world, buyerIds }: Market): Promise<number[]> {
  const { rows } = await sql<{ id: number; sales: number }>`
    select buyer_id as id, count(*) as sales from attempts
    where account_id = ${world.accountId} and outcome = 'accepted' group by buyer_id`.execute(world.platform.db)
  return buyerIds.map((id) => rows.find((row) => row.id === id)?.sales ?? 0)
}

interface Setting {
  distribution: Distribution
  buyers: Partial<BuyerPart>[]
  campaign?: Partial<CampaignPart>
  processes: number
  courier?: TestCourier
}

async function open({ distribution, buyers, campaign, processes, courier }: Setting) {
  const world = await aWorld()
  const market = await aMarket(world, { campaign: { distribution, ...campaign }, buyers })
  const intakes = Array.from({ length: processes }, () => anIntake(world, courier))
  const intakeOf = (nth: number) => {
    const intake = intakes[nth % processes]
    if (!intake) throw new Error('no process')
    return intake
  }
  let serial = 0
  const sell = async (count: number, name: (nth: number) => string = () => 'Ada') => {
    const posts = Array.from({ length: count }, (_, nth) => {
      const fields = { first_name: name(nth), phone: '', email: '', for_operator: `${++serial}` }
      return post(intakeOf(nth), aPost(market, fields))
    })
    return (await Promise.all(posts)).map(({ code }) => code)
  }
  const close = () => Promise.all(intakes.map((intake) => intake.close()))
  return { world, market, sell, close, first: intakeOf(0) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

describe.each([1, 2])('on %i processes', (processes) => {
  test('Waterfall and Highest bidder: all to the first that takes them', async () => {
    const buyers = [{ price: 1_000 }, { price: 3_000 }, { price: 2_000 }]
    for (const [distribution, expected] of [
      ['waterfall', [LEADS, 0, 0]],
      ['highest_bidder', [0, LEADS, 0]],
    ] as const) {
      const { market, sell, close } = await open({ distribution, buyers, processes })
      await sell(LEADS)
      expect(await sharesOf(market)).toEqual(expected)
      await close()
    }
  })

  test('Round robin: the same to each', async () => {
    const { world, market, sell, close } = await open({
      distribution: 'round_robin',
      buyers: [{}, {}, {}, {}],
      processes,
    })
    await sell(LEADS)
    const shares = await sharesOf(market)
    expect(sum(shares)).toBe(LEADS)
    // two batches of one process, or of two, may be decided by the same credits: what they had in flight is even again after
    for (const share of shares) expect(Math.abs(share - LEADS / 4)).toBeLessThanOrEqual(2 * processes)
    await expectSound(world)
    await close()
  })

  test('Weighted: to each its weight', async () => {
    const buyers = [{ weight: 50 }, { weight: 30 }, { weight: 20 }]
    const { world, market, sell, close } = await open({ distribution: 'weighted', buyers, processes })
    await sell(LEADS)
    const shares = await sharesOf(market)
    expect(sum(shares)).toBe(LEADS)
    for (const [at, weight] of [50, 30, 20].entries())
      expect(Math.abs((shares[at] ?? 0) - (LEADS * weight) / 100)).toBeLessThanOrEqual(2 * processes)
    await expectSound(world)
    await close()
  })

  test('Send to all: to each up to the sell limit, in order', async () => {
    const { world, market, sell, close } = await open({
      distribution: 'send_to_all',
      campaign: { sellLimit: 2 },
      buyers: [{}, { delivery: calls('rejects') }, { delivery: calls('takes') }, {}],
      processes,
      courier: new TestCourier((order) => (nameOf(order) === 'takes' ? ends.accepted() : ends.of('rejected'))),
    })
    expect(new Set(await sell(LEADS))).toEqual(new Set([0]))
    expect(await sharesOf(market)).toEqual([LEADS, 0, LEADS, 0])
    await expectSound(world)
    await close()
  })

  test('Round robin over buyers that are called: rejections move nothing', async () => {
    let nth = 0
    const { world, market, sell, close } = await open({
      distribution: 'round_robin',
      buyers: [{ delivery: calls('picky') }, { delivery: calls('always') }, {}],
      processes,
      // every third offer is turned down
      courier: new TestCourier((order) =>
        nameOf(order) === 'picky' && ++nth % 3 === 0 ? ends.of('rejected') : ends.accepted(),
      ),
    })
    for (let round = 0; round < LEADS / 20; round++) await sell(20)
    const shares = await sharesOf(market)
    expect(sum(shares)).toBe(LEADS)
    for (const share of shares) expect(share).toBeGreaterThan(0)
    await expectSound(world)
    await close()
  })
})

test('one after the other, in turn: A, B, C, A, B, C', async () => {
  const { market, first, close } = await open({ distribution: 'round_robin', buyers: [{}, {}, {}], processes: 1 })
  for (let nth = 0; nth < 6; nth++) await post(first, aPost(market))
  const { rows } = await sql<{ id: number }>`
    select buyer_id as id from attempts where account_id = ${market.world.accountId} order by attempt_id`.execute(
    market.world.platform.db,
  )
  expect(rows.map(({ id }) => market.buyerIds.indexOf(id))).toEqual([0, 1, 2, 0, 1, 2])
  await close()
})

test('a buyer whose filter lets 30 % through shares in those, and the others share the rest', async () => {
  const filters = [
    { mode: 'allow' as const, conditions: [{ op: 'any_of' as const, field: 'first_name', values: ['Yes'] }] },
  ]
  const { world, market, sell, close } = await open({
    distribution: 'round_robin',
    buyers: [{ filters }, {}, {}],
    processes: 1,
  })
  await sell(LEADS, (nth) => (nth % 10 < 3 ? 'Yes' : 'No'))
  const [picky = 0, one = 0, other = 0] = await sharesOf(market)
  // at each of the 30 % it gains a third; nothing at the others
  expect(Math.abs(picky - LEADS * 0.1)).toBeLessThanOrEqual(2)
  expect(Math.abs(one - other)).toBeLessThanOrEqual(2)
  await expectSound(world)
  await close()
})

test('a buyer that comes back from a pause catches nothing up', async () => {
  const { world, market, sell, close } = await open({ distribution: 'round_robin', buyers: [{}, {}, {}], processes: 2 })
  const ctx = asTeam(world)
  const [paused = 0] = market.buyerIds
  await sell(60)
  await pauseBuyer(ctx, paused, { reason: 'test', until: null })
  await sell(60)
  await resumeBuyer(ctx, paused)
  await sell(60)
  const [back = 0, one = 0, other = 0] = await sharesOf(market)
  expect(Math.abs(back - 40)).toBeLessThanOrEqual(4)
  expect(Math.abs(one - 70)).toBeLessThanOrEqual(4)
  expect(Math.abs(other - 70)).toBeLessThanOrEqual(4)
  await expectSound(world)
  await close()
})
