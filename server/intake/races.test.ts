/** Many at once over two processes, and processes that die: nothing over a cap, nothing twice, nothing lost. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { NO_CAPS } from '../../contract/settings.ts'
import { asks, calls, ends, fails, nameOf, passes, TestCourier } from '../../test/factories/courier.ts'
import { aMarket, anIntake, aPayingClient, aPost, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { expectSound } from '../../test/harness/sound.ts'

const leadsOf = ({ platform, accountId }: World) =>
  platform.db
    .selectFrom('leads')
    .select(['code', 'sales', 'why', 'detail', 'data'])
    .where('account_id', '=', accountId)
    .orderBy('lead_id')
    .execute()

test('64 posts race for one place of a buyer that is called', async () => {
  const world = await aWorld()
  const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 1_000_000 })
  const market = await aMarket(world, {
    buyers: [{ clientId, price: 1_000, delivery: calls('one'), caps: { ...NO_CAPS, day: 1 } }, { price: 1 }],
  })
  let most = 0
  const courier: TestCourier = new TestCourier(async () => {
    most = Math.max(most, courier.out)
    await pause(20)
    return ends.accepted()
  })
  const processes = [anIntake(world, courier), anIntake(world, courier)]
  const posts = Array.from({ length: 64 }, (_, nth) => post(processes[nth % 2] ?? anIntake(world), aPost(market)))
  const codes = (await Promise.all(posts)).map((answer) => answer.code)
  expect(new Set(codes)).toEqual(new Set([0]))
  expect(most).toBe(1)
  expect(courier.delivered).toHaveLength(1)
  await expectSound(world)
  await Promise.all(processes.map((intake) => intake.close()))
})

test('a process that is gone: its calls are unknown, its leads are brought to an end by another', async () => {
  const world = await aWorld()
  const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 1_000_000 })
  const market = await aMarket(world, {
    buyers: [{ clientId, price: 1_000, delivery: calls('hangs') }, { delivery: calls('takes') }],
  })
  const hung = Promise.withResolvers<void>()
  const courier = new TestCourier(async (order) => {
    if (nameOf(order) === 'hangs') await hung.promise
    return ends.accepted()
  })
  const dying = anIntake(world, courier)
  const answer = post(dying, aPost(market))
  await expect.poll(() => courier.out).toBe(1)
  const heir = anIntake(world, courier)
  await heir.sweep()
  // it is alive: nothing is taken from it
  expect(await leadsOf(world)).toMatchObject([{ code: 1049 }])
  // as if its process had died: nobody holds its lock any more
  await sql`update open_leads set owner = 0 where account_id = ${world.accountId}`.execute(world.platform.db)
  await heir.sweep()
  await expect.poll(() => leadsOf(world)).toMatchObject([{ code: 0, sales: 1 }])
  await expectSound(world)
  // and its answer comes after all: what is true is booked
  hung.resolve()
  expect(await answer).toMatchObject({ code: 1020 })
  await expect.poll(() => leadsOf(world)).toMatchObject([{ code: 0, sales: 2 }])
  await expectSound(world)
  await Promise.all([dying.close(), heir.close()])
})

test('after its deadline no buyer is called, and the supplier is answered while a call is still out', async () => {
  const world = await aWorld()
  const market = await aMarket(world, {
    campaign: { deadlineSeconds: 1 },
    buyers: [{ delivery: calls('slow') }, { delivery: calls('never') }],
  })
  const slow = Promise.withResolvers<void>()
  const courier = new TestCourier(async () => {
    await slow.promise
    return ends.accepted()
  })
  const intake = anIntake(world, courier)
  const answering = post(intake, aPost(market))
  await expect.poll(() => courier.out).toBe(1)
  world.clock.advance(1_000)
  expect(await answering).toMatchObject({ code: 1006 })
  slow.resolve()
  await expect.poll(() => leadsOf(world)).toMatchObject([{ code: 0, sales: 1 }])
  expect(courier.delivered).toHaveLength(1)
  await expectSound(world)
  await intake.close()
})

test('outside checks: in order, before buyers; they pass, reject, save, and fail as they say', async () => {
  const world = await aWorld()
  const filters = [
    { mode: 'allow' as const, conditions: [{ op: 'any_of' as const, field: 'appended', values: ['good'] }] },
  ]
  const market = await aMarket(world, {
    campaign: { checks: [asks('score'), asks('litigator', 'pass')] },
    buyers: [{ filters, checks: [asks('own')] }, {}],
  })
  const courier = new TestCourier()
  const intake = anIntake(world, courier)
  const post1 = async (onCheck: TestCourier['onCheck']) => {
    courier.onCheck = onCheck
    return post(intake, aPost(market))
  }
  const isOf = (name: string, order: { check: { name: string } }) => order.check.name === name
  const saved = [{ field: 'appended', value: 'good' }]
  expect(await post1((order) => (isOf('score', order) ? passes(saved) : passes()))).toMatchObject({ code: 0 })
  expect(courier.checked.map((order) => order.check.name)).toEqual(['score', 'litigator', 'own'])
  expect(await post1(() => fails('reject'))).toMatchObject({ code: 1015, message: 'score: Listed' })
  expect(await post1((order) => (isOf('litigator', order) ? fails('failed') : passes()))).toMatchObject({ code: 0 })
  expect(await post1(() => fails('failed'))).toMatchObject({ code: 1015 })
  expect(await post1((order) => (isOf('own', order) ? fails('reject') : passes(saved)))).toMatchObject({ code: 0 })
  const leads = await leadsOf(world)
  expect(leads.map((lead) => lead.code)).toEqual([0, 1015, 0, 1015, 0])
  expect(leads.at(-1)).toMatchObject({ why: { check: [market.buyerIds[0]] } })
  const buyers = await world.platform.db
    .selectFrom('attempts')
    .select('buyer_id')
    .where('account_id', '=', world.accountId)
    .orderBy('attempt_id')
    .execute()
  expect(buyers.map((row) => market.buyerIds.indexOf(row.buyer_id))).toEqual([0, 1, 1])
  await expectSound(world)
  await intake.close()
})

test('a test lead calls who takes tests, and simulates who does not', async () => {
  const world = await aWorld()
  const { clientId } = await aPayingClient(world, { balance: 0, creditLimit: 1_000_000 })
  const market = await aMarket(world, {
    buyers: [{ clientId, delivery: calls('takes'), acceptsTests: true }, { delivery: calls('does-not') }],
  })
  const courier = new TestCourier(() => ends.of('rejected'))
  const intake = anIntake(world, courier)
  expect(await post(intake, aPost(market, { lp_action: 'test' }))).toMatchObject({ code: 0, test: true })
  expect(courier.delivered.map((order) => [nameOf(order), order.test])).toEqual([['takes', true]])
  await expectSound(world)
  await intake.close()
})
