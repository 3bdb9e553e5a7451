import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { ReturnLead } from '../../contract/api/returns.ts'
import type { SupplierPart } from '../../contract/settings.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aSupplierUser,
  aWorld,
  mapClient,
  NOW,
  type World,
} from '../../test/factories/world.ts'
import { readCustomerFigures, readSupplierFigures, readTeamFigures } from '../analytics/actions.ts'
import { customerScope, supplierScope } from '../analytics/ops.ts'
import { ledgerChecks } from '../ledger/checks.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import { returnLead, returnLeads } from './actions.ts'
import { returnChecks } from './checks.ts'
import { markReturned } from './ops.ts'

const DAY = 86_400_000
const refusal = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)
const said = (more: Partial<ReturnLead> = {}) => ReturnLead.parse({ reason: 'Wrong number', ...more })

interface Shop {
  world: World
  customerId: number
  leadId: string
}

/** A lead that one buyer bought for $46.00; its supplier gets $24.00. */
async function aShop(supplier: Partial<SupplierPart> = {}): Promise<Shop> {
  const world = await aWorld()
  const clientId = await aClient(world)
  const customerId = await aCustomer(world)
  await mapClient(world, { customerId, clientId, billed: true })
  const campaign = await aCampaign(world)
  const supplierId = await aSupplier(world, campaign, supplier)
  const buyerId = await aBuyer(world, campaign, { clientId })
  const leadId = await aLead(world, { campaign, supplierId, sales: [{ buyerId, walletId: customerId }] })
  return { world, customerId, leadId: leadIdText(leadId) }
}

const walletOf = ({ world }: { world: World }, walletId: number) =>
  world.platform.db
    .selectFrom('wallets')
    .select(['balance', 'seq', 'low'])
    .where('account_id', '=', world.accountId)
    .where('wallet_id', '=', walletId)
    .executeTakeFirstOrThrow()

async function expectSound(world: World): Promise<void> {
  for (const check of [...ledgerChecks, ...returnChecks]) {
    const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(world.platform.db)
    expect(
      rows.filter((row) => row.account_id === world.accountId),
      check.sentence,
    ).toEqual([])
  }
}

test('a return gives the wallet exactly what the sale took, and the figures follow on the lead’s own date', async () => {
  const shop = await aShop()
  const { world, customerId } = shop
  expect(await walletOf(shop, customerId)).toMatchObject({ balance: -4_600 })
  world.clock.advance(3 * DAY)
  const done = await returnLead(asTeam(world), shop.leadId, said())
  expect(done).toEqual({
    lead: shop.leadId,
    returned: true,
    sales: 1,
    price: 4_600,
    credited: 4_600,
    payoutBack: 2_400,
  })
  expect(await walletOf(shop, customerId)).toMatchObject({ balance: 0, seq: 2 })
  const { db } = world.platform
  const range = { range: '2026-11-22..2026-11-22' }
  const ctx = asTeam(world)
  const team = await readTeamFigures(ctx, world.accountId, range)
  expect(team.totals).toMatchObject({
    accepted: 1,
    returned: 1,
    returnedRevenue: 4_600,
    returnedCost: 2_400,
    profit: 0,
  })
  const customer = await readCustomerFigures(ctx, await customerScope(db, world.accountId, customerId), range)
  expect(customer.totals).toMatchObject({ leads: 1, returned: 1, spend: 4_600, netSpend: 0 })
  const supplier = await db
    .selectFrom('suppliers')
    .select('client_id')
    .where('account_id', '=', world.accountId)
    .executeTakeFirstOrThrow()
  const userId = await aSupplierUser(world, [supplier.client_id])
  const supplied = await readSupplierFigures(ctx, await supplierScope(db, world.accountId, userId), range)
  expect(supplied.totals).toMatchObject({ netAccepted: 0, returns: 1, netRevenue: 0 })
  await expectSound(world)
})

test('twice is refused with what happened, and nothing moves', async () => {
  const shop = await aShop()
  await returnLead(asTeam(shop.world), shop.leadId, said())
  const again = await refusal(returnLead(asTeam(shop.world), shop.leadId, said({ refund: false })))
  expect(again).toMatchObject({ code: 'not_allowed_now', message: 'It was returned on Nov 22, 2026 by Mia already.' })
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ balance: 0, seq: 2 })
  await expectSound(shop.world)
})

test('many at once make one credit', async () => {
  const shop = await aShop()
  const ctx = asTeam(shop.world)
  const tries = Array.from({ length: 12 }, (_, nth) =>
    returnLead(ctx, shop.leadId, said({ reason: `Reason ${nth}` })).then(
      () => 'done',
      (error: unknown) => error,
    ),
  )
  const answers = await Promise.all(tries)
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
  for (const answer of answers) if (answer !== 'done') expect(answer).toMatchObject({ code: 'not_allowed_now' })
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ balance: 0, seq: 2 })
  await expectSound(shop.world)
})

test('another account’s lead is not found, and neither is what is no lead', async () => {
  const [shop, other] = [await aShop(), await aWorld()]
  for (const id of [shop.leadId, leadIdText(newId(NOW)), 'nonsense'])
    expect(await refusal(returnLead(asTeam(other), id, said()))).toMatchObject({ code: 'not_found' })
  const ofOther = { ...said(), of: { buyerId: 1 }, by: 'x', accountId: shop.world.accountId }
  const { leadId } = await idOf(shop)
  const ctx = asTeam(shop.world)
  expect(await refusal(ctx.transact((tx) => markReturned(tx, ctx, { ...ofOther, leadId })))).toMatchObject({
    code: 'not_found',
  })
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ balance: -4_600, seq: 1 })
})

async function idOf({ world }: Shop): Promise<{ leadId: string }> {
  return world.platform.db
    .selectFrom('leads')
    .select('lead_id as leadId')
    .where('account_id', '=', world.accountId)
    .executeTakeFirstOrThrow()
}

test('without refund it is marked and counted, credits nothing, and the log says so', async () => {
  const shop = await aShop()
  const done = await returnLead(asTeam(shop.world), shop.leadId, said({ refund: false, note: 'agreed by phone' }))
  expect(done).toMatchObject({ returned: true, credited: 0, payoutBack: 2_400 })
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ balance: -4_600, seq: 1 })
  const log = await auditOf(shop.world)
  expect(log.at(-1)).toMatchObject({
    action: 'lead.returned',
    actor_name: 'Mia',
    target_id: shop.leadId,
    after: { refund: false, reason: 'Wrong number', returned: true },
  })
  await expectSound(shop.world)
})

test('the mapping and the mode of today do not matter: the wallet that paid gets it', async () => {
  const shop = await aShop()
  const { db } = shop.world.platform
  const { accountId } = shop.world
  await sql`delete from mappings where account_id = ${accountId}`.execute(db)
  await sql`update customers set billing_mode = 'none', status = 'closed' where account_id = ${accountId}`.execute(db)
  expect(await returnLead(asTeam(shop.world), shop.leadId, said())).toMatchObject({ credited: 4_600 })
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ balance: 0 })
})

test('a credit lifts a low balance', async () => {
  const shop = await aShop()
  const { db } = shop.world.platform
  await sql`update wallets set minimum_balance = -100, low = true where account_id = ${shop.world.accountId}`.execute(
    db,
  )
  await returnLead(asTeam(shop.world), shop.leadId, said())
  expect(await walletOf(shop, shop.customerId)).toMatchObject({ low: false })
})

test('after the supplier’s days, or with one that takes nothing back, its payout stays; the operator may say otherwise', async () => {
  const late = await aShop()
  late.world.clock.advance(7 * DAY + 1)
  expect(await returnLead(asTeam(late.world), late.leadId, said())).toMatchObject({ credited: 4_600, payoutBack: 0 })
  await expectSound(late.world)
  const never = await aShop({ returns: { accepted: false, days: 7 } })
  const done = await returnLead(asTeam(never.world), never.leadId, said({ toSupplier: true }))
  expect(done).toMatchObject({ payoutBack: 2_400 })
  const kept = await aShop()
  expect(await returnLead(asTeam(kept.world), kept.leadId, said({ toSupplier: false }))).toMatchObject({
    payoutBack: 0,
  })
})

/** A lead sold three times: two paid by two wallets, one not billed; the supplier has a share of 33.33 %. */
async function aSplitLead() {
  const world = await aWorld()
  const [one, two] = [await aCustomer(world), await aCustomer(world)]
  const campaign = await aCampaign(world)
  const supplierId = await aSupplier(world, campaign, { payout: { kind: 'share', rate: 3_333 } })
  const buyers = [await aBuyer(world, campaign), await aBuyer(world, campaign), await aBuyer(world, campaign)] as const
  const uuid = await aLead(world, {
    campaign,
    supplierId,
    payout: 5,
    sales: [
      { buyerId: buyers[0], price: 5, walletId: one },
      { buyerId: buyers[1], price: 5, walletId: two },
      { buyerId: buyers[2], price: 5 },
    ],
  })
  const ctx = asTeam(world)
  const back = (buyerId: number, refund = true) =>
    ctx.transact((tx) =>
      markReturned(tx, ctx, {
        ...said({ refund }),
        accountId: world.accountId,
        leadId: uuid,
        of: { buyerId },
        by: 'Mia',
      }),
    )
  return { world, ctx, supplierId, uuid, wallets: [one, two] as const, buyers, back }
}

test('a lead is returned when all its sales are; each change of a share is booked as the difference', async () => {
  const { world, ctx, wallets, buyers, back, uuid } = await aSplitLead()
  // a share of 15 is 5, of 10 is 3, of 5 is 2
  expect(await back(buyers[2])).toMatchObject({ whole: false, payoutBack: 2 })
  expect(await back(buyers[0])).toMatchObject({ whole: false, payoutBack: 1 })
  expect(await walletOf({ world }, wallets[0])).toMatchObject({ balance: 0 })
  expect(await walletOf({ world }, wallets[1])).toMatchObject({ balance: -5 })
  expect(await returnLead(ctx, leadIdText(uuid), said())).toMatchObject({ returned: true, sales: 1, payoutBack: 2 })
  expect(await walletOf({ world }, wallets[1])).toMatchObject({ balance: 0 })
  const booked = await world.platform.db
    .selectFrom('payout_changes')
    .select('amount')
    .where('account_id', '=', world.accountId)
    .orderBy('booked_at')
    .orderBy('amount')
    .execute()
  expect(booked.map(({ amount }) => amount).toSorted()).toEqual([-1, -2, -2])
  for (const check of returnChecks) {
    const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(world.platform.db)
    expect(rows.filter((row) => row.account_id === world.accountId)).toEqual([])
  }
})

test('different sales of one lead returned at once are each returned once', async () => {
  const { world, buyers, back, wallets } = await aSplitLead()
  await Promise.all(buyers.map((buyerId) => back(buyerId)))
  const lead = await world.platform.db
    .selectFrom('leads')
    .select(['returned', 'returned_payout'])
    .where('account_id', '=', world.accountId)
    .executeTakeFirstOrThrow()
  expect(lead).toEqual({ returned: true, returned_payout: 5 })
  for (const walletId of wallets) expect(await walletOf({ world }, walletId)).toMatchObject({ balance: 0, seq: 2 })
})

test('tests, unsold leads and calls of unknown end cannot be returned, and it is said why', async () => {
  const world = await aWorld()
  const campaign = await aCampaign(world)
  const [supplierId, buyerId] = [await aSupplier(world, campaign), await aBuyer(world, campaign)]
  const common = { campaign, supplierId }
  const test = await aLead(world, { ...common, test: true, sales: [{ buyerId }] })
  const unsold = await aLead(world, common)
  const unknown = await aLead(world, { ...common, sales: [{ buyerId }] })
  await sql`update attempts set outcome = 'unknown' where account_id = ${world.accountId} and lead_id = ${unknown}`.execute(
    world.platform.db,
  )
  const results = await returnLeads(asTeam(world), { ...said(), leads: [test, unsold, unknown].map(leadIdText) })
  expect(results.map(({ refusal: why }) => why)).toEqual([
    'This is a test lead. It cost nothing, so there is nothing to return.',
    'This lead was not sold, so there is nothing to return.',
    'It is not known yet whether the buyer took this lead. Settle that first.',
  ])
})

test('of many leads each is returned for itself', async () => {
  const shop = await aShop()
  const gone = leadIdText(newId(NOW))
  const results = await returnLeads(asTeam(shop.world), { ...said(), leads: [gone, shop.leadId, shop.leadId] })
  expect(results.map(({ done }) => done?.credited ?? null)).toEqual([null, 4_600, null])
  expect(results[0]?.refusal).toBe('There is nothing here.')
  await expectSound(shop.world)
})
