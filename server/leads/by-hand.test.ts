/** A person settles, sells and is told who could buy: once each, in their own account, with everybody's figures right. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { buyersForLead, sellTo, settleCalls } from '../../contract/api/lead-actions.ts'
import { listLeads, readLead } from '../../contract/api/leads.ts'
import { calls, ends, nameOf, TestCourier } from '../../test/factories/courier.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aMarket, anIntake, aPayingClient, aPost, type Market, post } from '../../test/factories/intake.ts'
import { aWorld, onlyNamed, teamOf, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { intakeChecks } from '../intake/checks.ts'
import { ledgerChecks } from '../ledger/checks.ts'
import { returnLead } from '../returns/actions.ts'
import { returnChecks } from '../returns/checks.ts'
import { leadRoutes } from './routes.ts'

let world: World
let market: Market
let customerId: number
let lead: string

/** A lead of which nobody knows whether the first buyer took it, and which the second was sold. */
async function open(second: 'accepted' | 'rejected' = 'rejected'): Promise<void> {
  world = await aWorld()
  const client = await aPayingClient(world, { balance: 0, creditLimit: 50_000 })
  customerId = client.customerId
  market = await aMarket(world, {
    buyers: [
      { clientId: client.clientId, price: 4_600, delivery: calls('first') },
      { price: 3_000, delivery: calls('second') },
      { price: 2_000, position: 9, filters: [onlyNamed('Nobody')] },
    ],
  })
  const courier = new TestCourier((order) => {
    if (nameOf(order) === 'first') return ends.of('unknown')
    return second === 'accepted' ? ends.accepted() : ends.of('rejected')
  })
  const intake = anIntake(world, courier)
  lead = (await post(intake, aPost(market))).id ?? ''
  await intake.close()
}
beforeEach(() => open())

const params = () => ({ account: world.accountId })
const settle = (sold: boolean, ids: readonly string[] = [lead], of: World = world) =>
  call(leadRoutes, of.as(teamOf(of)), settleCalls, {
    params: { account: of.accountId },
    body: { calls: ids.map((id) => ({ lead: id })), sold },
  })
const read = () => call(leadRoutes, world.as(teamOf(world)), readLead, { params: { ...params(), lead } })
const balance = async () =>
  world.platform.db
    .selectFrom('wallets')
    .select(['balance', 'reserved'])
    .where('account_id', '=', world.accountId)
    .where('wallet_id', '=', customerId)
    .executeTakeFirstOrThrow()

async function expectSound(): Promise<void> {
  for (const check of [...ledgerChecks, ...intakeChecks, ...returnChecks]) {
    const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(world.platform.db)
    expect(
      rows.filter((row) => row.account_id === world.accountId),
      check.sentence,
    ).toEqual([])
  }
}

test('settled as sold: it is a sale, paid from what was held, and both are told with who said so', async () => {
  const listed = await call(leadRoutes, world.as(teamOf(world)), listLeads, {
    params: params(),
    query: { waiting: 'unknown' },
  })
  expect(listed.items).toMatchObject([{ id: lead, unknown: true, can: ['settle'] }])
  expect(await balance()).toEqual({ balance: 0, reserved: 4_600 })
  world.clock.advance(3_600_000)
  expect(await settle(true)).toEqual({ results: [{ lead, refusal: null }] })
  expect(await balance()).toEqual({ balance: -4_600, reserved: 0 })
  const { lead: after, timeline = [], unknowns } = await read()
  expect(after).toMatchObject({ status: 'accepted', revenue: 4_600, unknown: false, can: ['return', 'send_again'] })
  expect(unknowns).toEqual([])
  expect(timeline.find(({ kind }) => kind === 'settled')).toMatchObject({ by: 'Lena Marsh', tone: 'good' })
  expect((await auditOf(world)).at(-1)).toMatchObject({ action: 'lead.settled_as_sold', target_id: lead })
  await expectSound()
})

test('settled as not sold: what was held is let go', async () => {
  await settle(false)
  expect(await balance()).toEqual({ balance: 0, reserved: 0 })
  expect((await read()).lead).toMatchObject({ status: 'failed', unknown: false })
  await expectSound()
})

test('twice, and many at once, it is settled once, and the others are told by whom', async () => {
  const answers = await Promise.all([settle(true), settle(false), settle(true)])
  const refusals = answers.flatMap(({ results }) => results.map(({ refusal }) => refusal))
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(1)
  expect(await settle(false)).toEqual({ results: [{ lead, refusal: 'Lena Marsh has settled it already.' }] })
  await expectSound()
})

test('of many each is settled for itself, and another account’s is not found', async () => {
  const other = await aWorld()
  expect(await settle(true, [lead], other)).toEqual({ results: [{ lead, refusal: 'There is nothing here.' }] })
  expect(await settle(true, ['nonsense', lead])).toEqual({
    results: [
      { lead: 'nonsense', refusal: 'There is nothing here.' },
      { lead, refusal: null },
    ],
  })
})

test('a sale that comes after the return of the others: the lead is returned no more, and its supplier is owed again', async () => {
  await open('accepted')
  const ctx = asTeam(world)
  await returnLead(ctx, lead, { reason: 'Wrong number', note: null, refund: true, toSupplier: null, sales: undefined })
  expect((await read()).lead).toMatchObject({ returned: true, payout: 2_400, returnedPayout: 2_400 })
  await settle(true)
  expect((await read()).lead).toMatchObject({ returned: false, payout: 2_400, returnedPayout: 0, revenue: 7_600 })
  await expectSound()
})

test('a lead that nobody bought is offered to a buyer of choice, once, and the chooser says who cannot', async () => {
  await settle(false)
  const [first = 0, second = 0, third = 0] = market.buyerIds
  const ask = (role: 'member' | 'viewer') =>
    call(leadRoutes, world.as(teamOf(world, role)), buyersForLead, { params: { ...params(), lead } })
  expect((await ask('member')).items).toMatchObject([
    { buyer: { id: first }, price: 4_600, obstacle: null },
    { buyer: { id: second }, price: 3_000, obstacle: null },
    { buyer: { id: third }, price: null, obstacle: 'Filter 1: Allow when first_name is Nobody.' },
  ])
  await expect(ask('viewer')).rejects.toMatchObject({ code: 'forbidden' })
  const sell = (buyer: number) =>
    call(leadRoutes, world.as(teamOf(world)), sellTo, { params: { ...params(), lead }, body: { buyer } })
  await expect(sell(third)).rejects.toMatchObject({ code: 'not_allowed_now' })
  await expect(sell(1)).rejects.toMatchObject({ code: 'not_found' })
  await expectSound()
})
