import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/recharge.ts'
import { asCents } from '../../contract/money.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { aBuyer, aCampaign, aClient, mapClient } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { insertCounter } from '../campaigns/tables/caps.ts'
import { addCredit, changeLimits, subtractCredit } from '../ledger/actions.ts'
import { readWallet } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { rechargeRoutes } from './routes/recharge.ts'
import { setDepositFee } from './tables/terms.ts'

const HOUR = 3_600_000

let till: RechargingTill
let params: { account: number; customer: number }
beforeEach(async () => {
  till = await aRechargingTill()
  params = { account: till.world.accountId, customer: till.customerId }
})
afterEach(() => till.leave())

const id = () => newId(till.world.clock.now())
/** 103.00 charged: 100.00 for the balance and 3.00 of fee. */
async function aCharge(amount = 10_000) {
  await till.team.transact((tx) => setDepositFee(tx, till.world.accountId, 300))
  await till.saveCard()
  const charge = await till.chargeByOperator(amount)
  await till.work()
  return { charge: charge.chargeId, payment: charge.paymentIntentId ?? '' }
}
const refund = (charge: string, amount: number, keepFee = false, wish = id()) =>
  call(rechargeRoutes, till.team, api.refundCharge, {
    params: { ...params, charge },
    body: { id: wish, amount, keepFee, reason: 'sorry' },
  })
const reversals = async () =>
  (await call(rechargeRoutes, till.team, api.customerReversals, { params, query: {} })).items.toReversed()
const wallet = () => readWallet(till.world.platform.db, till.world.accountId, till.customerId)
const mails = async (kind: string) => (await till.mails()).filter((mail) => mail.kind === kind)
async function closeCustomer(status: 'closed' | 'active' = 'closed') {
  const { platform, accountId } = till.world
  const row = platform.db.updateTable('customers').set({ status }).where('account_id', '=', accountId)
  await row.where('customer_id', '=', till.customerId).execute()
}

describe('a refund', () => {
  test('of 103.00 made at Stripe takes 100.00 from the balance and 3.00 from the fee, told once or five times', async () => {
    const { payment } = await aCharge()
    till.simulator.control.refund(payment)
    await till.work()
    for (const { event } of till.simulator.control.pendingWebhooks()) till.simulator.control.loseWebhook(event)
    expect(await till.entries()).toEqual(['deposit 10000', 'fee 300', 'refund 10000', 'refund_fee 300'])
    expect(await reversals()).toMatchObject([{ state: 'booked', amount: 10_300, wallet: 10_000, fee: 300, loss: 0 }])
    await till.holds()
  })

  test('in 103 pieces takes just as much', async () => {
    const { payment } = await aCharge()
    till.simulator.control.holdWebhooks()
    for (let n = 0; n < 103; n++) till.simulator.control.refund(payment, 100)
    // each of these tells of all refunds so far: what the others tell one by one
    for (const { event, type } of till.simulator.control.pendingWebhooks())
      if (type === 'charge.refunded') till.simulator.control.loseWebhook(event)
    await till.simulator.control.releaseWebhooks()
    await till.work()
    expect(await till.balance()).toBe(0)
    const all = await till.entries()
    const sum = (kind: string) =>
      all.filter((one) => one.startsWith(`${kind} `)).reduce((total, one) => total + Number(one.split(' ')[1]), 0)
    expect([sum('refund'), sum('refund_fee'), sum('refund_loss')]).toEqual([10_000, 300, 0])
    await till.holds()
  })

  test('by the operator is made once, however often it is asked for, and names who', async () => {
    const { charge } = await aCharge()
    const wish = id()
    const [one, two] = await Promise.all([refund(charge, 5_150, false, wish), refund(charge, 5_150, false, wish)])
    await till.work()
    await refund(charge, 5_150, false, wish)
    expect(one.id).toBe(two.id)
    expect(await reversals()).toMatchObject([
      { state: 'booked', wallet: 5_000, fee: 150, byName: 'Mia', reason: 'sorry' },
    ])
    expect(till.asked('POST /v1/refunds')).toBe(1)
    await expect(refund(charge, 5_000, false, wish)).rejects.toMatchObject({ code: 'conflict' })
    await expect(refund(charge, 5_151)).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'amount' } })
  })

  test('that keeps the fee takes all of it from the balance, at most what is left of the credit', async () => {
    const { charge } = await aCharge()
    await expect(refund(charge, 10_001, true)).rejects.toMatchObject({ details: { field: 'amount' } })
    expect(await refund(charge, 10_000, true)).toMatchObject({ state: 'booked', wallet: 10_000, fee: 0, loss: 0 })
    expect(await till.balance()).toBe(0)
    await till.holds()
  })

  test.each(['hang', 'error_500_done', 'in_use', 'error_500'] as const)(
    'comes through %s: made once, booked once',
    async (kind) => {
      const { charge } = await aCharge()
      till.simulator.control.fault({ kind, on: 'POST /v1/refunds', ms: 50 })
      await refund(charge, 10_300)
      await till.later(60_000, 8)
      const [only, ...others] = await reversals()
      expect(others).toEqual([])
      // a 500 that Stripe keeps under the key, and did nothing: the operator reads that it was not made
      expect(only).toMatchObject({ state: kind === 'error_500' ? 'failed' : 'booked' })
      expect(await till.balance()).toBe(kind === 'error_500' ? 10_000 : 0)
      await till.holds()
    },
  )

  test('that fails at Stripe gives back exactly what it took', async () => {
    const { charge, payment } = await aCharge()
    await refund(charge, 3_333)
    const made = till.simulator.control.refund(payment, 1_000)
    await till.work()
    till.simulator.control.endRefund(made.id, 'failed')
    await till.work()
    const [first, second] = await reversals()
    expect(second).toMatchObject({ state: 'undone', amount: 1_000 })
    expect(await till.balance()).toBe(10_000 - (first?.wallet ?? 0))
    expect(await refund(charge, 10_300 - 3_333)).toMatchObject({ state: 'booked', loss: 0 })
    expect(await till.balance()).toBe(0)
    await till.holds()
  })

  test('of another account’s charge, or another customer’s, is not found', async () => {
    const { charge } = await aCharge()
    const other = await till.another()
    const body = { id: id(), amount: 100, keepFee: false, reason: 'x' }
    for (const customer of [other.customerId, 1]) {
      const asked = call(rechargeRoutes, till.team, api.refundCharge, { params: { ...params, customer, charge }, body })
      await expect(asked).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('a dispute', () => {
  async function disputed() {
    const client = await aClient(till.world)
    await mapClient(till.world, { customerId: till.customerId, clientId: client, billed: true })
    const campaign = await aCampaign(till.world)
    const buyer = await aBuyer(till.world, campaign, { clientId: client })
    const bystander = await aBuyer(till.world, campaign)
    await till.team.transact(async (tx) => {
      for (const one of [buyer, bystander]) await insertCounter(tx, till.world.accountId, 'buyer', one)
    })
    const { payment } = await aCharge()
    await subtractCredit(till.team, till.customerId, { id: id(), amount: 4_000, reason: 'leads' })
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(0), creditLimit: asCents(0) })
    const dispute = till.simulator.control.dispute(payment)
    await till.work()
    const held = async () =>
      (
        await till.world.platform.db
          .selectFrom('buyer_pauses')
          .select('buyer_id')
          .where('account_id', '=', till.world.accountId)
          .where('owner', '=', 'dispute')
          .execute()
      ).map((row) => row.buyer_id)
    return { dispute, buyer, bystander, held }
  }
  const lift = () => call(rechargeRoutes, till.team, api.liftDispute, { params, body: { reason: 'they pay' } })

  test('takes the balance below zero and holds the buyers up; won, it credits back, and the rest waits for a person', async () => {
    const { dispute, buyer, held } = await disputed()
    expect(await till.balance()).toBe(-4_000)
    expect(await wallet()).toMatchObject({ low: true })
    expect(await held()).toEqual([buyer])
    expect(await mails('billing.dispute_opened')).toHaveLength(1)
    expect(await mails('billing.disputed')).toHaveLength(1)
    till.simulator.control.endDispute(dispute.id, 'won')
    await till.work()
    expect(await till.balance()).toBe(6_000)
    expect((await till.entries()).slice(-4)).toEqual([
      'dispute 10000',
      'dispute_fee 300',
      'dispute_won 10000',
      'dispute_won_fee 300',
    ])
    expect(await held()).toEqual([buyer])
    expect(await lift()).toEqual({ buyers: 1 })
    expect(await held()).toEqual([])
    expect(await lift()).toEqual({ buyers: 0 })
    await till.holds()
  })

  test('that is lost stays; told again, it holds nobody up a second time', async () => {
    const { dispute, held } = await disputed()
    await lift()
    till.simulator.control.endDispute(dispute.id, 'lost')
    await till.later(HOUR)
    expect(await till.balance()).toBe(-4_000)
    expect(await held()).toEqual([])
    expect(await reversals()).toMatchObject([{ kind: 'dispute', state: 'booked' }])
    await till.holds()
  })

  test('of a refunded payment is the operator’s loss', async () => {
    const { charge, payment } = await aCharge()
    await refund(charge, 10_300)
    till.simulator.control.dispute(payment, { amount: 10_300 })
    await till.work()
    expect(await till.balance()).toBe(0)
    expect((await reversals()).at(-1)).toMatchObject({ kind: 'dispute', wallet: 0, fee: 0, loss: 10_300 })
    await till.holds()
  })
})

describe('a closed customer’s balance', () => {
  const settle = (way: api.ClosingWay, wish = id()) =>
    call(rechargeRoutes, till.team, api.settleClosed, { params, body: { id: wish, way, reason: 'closing' } })
  const owed = () =>
    call(rechargeRoutes, till.team, api.owedByClosed, { params: { account: till.world.accountId }, query: {} })

  test('is refunded over its payments, the newest first, and what they do not cover is written off', async () => {
    await aCharge(10_000)
    till.world.clock.advance(HOUR)
    await till.chargeByOperator(5_000)
    await addCredit(till.team, till.customerId, { id: id(), amount: 700, reason: 'thanks' })
    await expect(settle('refund')).rejects.toMatchObject({ code: 'not_allowed_now' })
    await closeCustomer()
    expect(await owed()).toMatchObject({ owedTo: 15_700, owedBy: 0, items: [{ balance: 15_700, refunding: 0 }] })
    const wish = id()
    const [one, two] = await Promise.all([settle('refund', wish), settle('refund', wish)])
    expect([one.refunding, two.refunding].every((left) => left <= 15_000)).toBe(true)
    await till.work()
    expect(await reversals()).toMatchObject([
      { amount: 5_000, wallet: 5_000, keepFee: true },
      { amount: 10_000, wallet: 10_000, keepFee: true },
    ])
    expect(await till.balance()).toBe(700)
    await expect(settle('refund')).rejects.toMatchObject({ code: 'not_allowed_now' })
    const last = id()
    await settle('write_off', last)
    await settle('write_off', last)
    expect((await till.entries()).at(-1)).toBe('write_off 700')
    expect(await owed()).toMatchObject({ owedTo: 0, owedBy: 0, items: [] })
    await till.holds()
  })

  test('below zero is owed by it until it is paid outside; a late return is listed again', async () => {
    await subtractCredit(till.team, till.customerId, { id: id(), amount: 2_500, reason: 'leads' })
    await closeCustomer()
    expect(await owed()).toMatchObject({ owedTo: 0, owedBy: 2_500 })
    await settle('paid_outside')
    expect(await till.entries()).toEqual(['debit 2500', 'paid_in 2500'])
    await expect(settle('paid_outside')).rejects.toMatchObject({ code: 'not_allowed_now' })
    await addCredit(till.team, till.customerId, { id: id(), amount: 900, reason: 'a late return' })
    expect(await owed()).toMatchObject({ owedTo: 900 })
    await till.holds()
  })
})

describe('raised limits', () => {
  const account = () => ({ account: till.world.accountId })
  const raise = (amount: number, hours: number) =>
    call(rechargeRoutes, till.team, api.raiseLimits, { params: account(), body: { amount, hours } })

  test('hold for all Real-Time customers until their end, beside what is agreed, and do not add up', async () => {
    const other = await till.another()
    await raise(10_000, 1)
    expect((await raise(20_000, 2)).raise).toMatchObject({ amount: 20_000, customers: 2 })
    await changeLimits(till.team, till.customerId, { minimumBalance: null, creditLimit: asCents(700) })
    expect(await wallet()).toMatchObject({ creditLimit: 20_700, creditRaised: 20_000 })
    const { db } = till.world.platform
    expect(await readWallet(db, till.world.accountId, other.customerId)).toMatchObject({ creditLimit: 20_000 })
    await till.later(2 * HOUR - 1)
    expect(await wallet()).toMatchObject({ creditLimit: 20_700 })
    await till.later(1)
    expect(await wallet()).toMatchObject({ creditLimit: 700, creditRaised: 0 })
    expect(await readWallet(db, till.world.accountId, other.customerId)).toMatchObject({ creditLimit: 0 })
  })

  test('are taken back by hand, twice is once', async () => {
    await raise(10_000, 5)
    for (let n = 0; n < 2; n++)
      expect(await call(rechargeRoutes, till.team, api.endRaise, { params: account() })).toMatchObject({ raise: null })
    expect(await wallet()).toMatchObject({ creditLimit: 0 })
  })
})
