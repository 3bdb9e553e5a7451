import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/billing.ts'
import { readReconciliation } from '../../contract/api/reconciliation.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { aTill } from '../../test/factories/stripe.ts'
import { aWorld } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { setStatus } from '../customers/actions/customers.ts'
import { readWallet } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { billingRoutes } from './routes.ts'

const CREATE = 'POST /v1/payment_intents'
const HOUR = 3_600_000

let till: RechargingTill
beforeEach(async () => {
  till = await aRechargingTill()
  await call(billingRoutes, till.team, api.setDepositFee, { ...at(), body: { feeBp: 300 } })
})
afterEach(() => till.close())

const at = () => ({ params: { account: till.world.accountId } })
const of = (customer = till.customerId) => ({ params: { account: till.world.accountId, customer } })
const id = () => newId(till.world.clock.now())
const wallet = () => readWallet(till.world.platform.db, till.world.accountId, till.customerId)

const charge = (amount = 10_000, wish = id(), as = till.team) =>
  call(billingRoutes, as, api.chargeCustomer, { ...of(), body: { id: wish, amount, reason: 'as agreed' } })
const deposit = (body: Partial<api.NewDeposit> = {}, as = till.payer) =>
  call(billingRoutes, as, api.makeDeposit, { body: { id: id(), amount: 10_000, ...body } })
const own = (chargeId: string, as = till.payer) =>
  call(billingRoutes, as, api.readDeposit, { params: { charge: chargeId } })

/** What stands in the end, whatever happened on the way: one payment, one credit, nothing under way. */
async function paidOnce(amount = 10_000): Promise<void> {
  const fee = (amount * 3) / 100
  expect(till.paid()).toEqual([amount + fee])
  expect(await till.entries()).toEqual([`deposit ${amount}`, `fee ${fee}`])
  expect(await wallet()).toMatchObject({ balance: amount, underWay: 0 })
  await till.holds()
}

async function paidNothing(): Promise<void> {
  expect(till.paid()).toEqual([])
  expect(await till.entries()).toEqual([])
  expect(await wallet()).toMatchObject({ balance: 0, underWay: 0 })
  await till.holds()
}

describe('a charge of the card on file', () => {
  test('credits the amount, books the fee, and tells the billing address once', async () => {
    await till.saveCard()
    const done = await charge()
    expect(done).toMatchObject({ state: 'succeeded', amount: 10_000, fee: 300, total: 10_300, byName: 'Mia' })
    await till.work()
    await paidOnce()
    const receipts = (await till.mails()).filter(({ kind }) => kind === 'billing.deposit_receipt')
    expect(receipts).toMatchObject([{ to: 'pay@example.com' }])
    expect(receipts[0]?.text).toContain('$100.00 + 3% = $103.00')
  })

  test('twice, two at once, and under one id with another amount', async () => {
    await till.saveCard()
    const wish = id()
    const both = await Promise.all([charge(10_000, wish), charge(10_000, wish)])
    expect(new Set(both.map((one) => one.id))).toEqual(new Set([wish]))
    expect(await charge(10_000, wish)).toMatchObject({ state: 'succeeded' })
    await expect(charge(20_000, wish)).rejects.toMatchObject({ code: 'conflict', details: { field: 'id' } })
    await till.work()
    await paidOnce()
  })

  test('needs a card, a role, an open customer of the own account, and an amount that Stripe takes', async () => {
    await expect(charge()).rejects.toMatchObject({ code: 'not_allowed_now' })
    await till.saveCard()
    for (const amount of [49, 97_087_379])
      await expect(charge(amount)).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'amount' } })
    await expect(charge(10_000, id(), asTeam(till.world, 'member'))).rejects.toMatchObject({ code: 'forbidden' })
    const foreign = asTeam(await aWorld())
    await expect(charge(10_000, id(), foreign)).rejects.toMatchObject({ code: 'not_found' })
    await setStatus(till.team, till.customerId, 'closed')
    await expect(charge()).rejects.toMatchObject({ code: 'not_allowed_now' })
    await paidNothing()
  })

  test.each([
    ['insufficient_funds', 'declined', false],
    ['lost_card', 'declined', false],
    ['authentication_required', 'authentication', true],
  ])('declined as %s is over, and the card says so', async (answer, cardState, wantsAuthentication) => {
    till.simulator.control.orderCard(await till.saveCard(), answer)
    const done = await charge()
    expect(done).toMatchObject({ state: 'declined', declineCode: answer, declined: { wantsAuthentication } })
    const { card } = await call(billingRoutes, till.team, api.customerBilling, of())
    expect(card?.state).toBe(cardState)
    await till.later(HOUR)
    await paidNothing()
  })
})

describe('whatever happens at Stripe', () => {
  test.each([
    ['hang', 2],
    ['cut_done', 2],
    ['cut', 2],
    ['in_use', 1],
    ['rate_limit', 3],
    ['down', 5],
    ['error_500_done', 1],
  ] as const)('%s: one charge and one credit, by itself', async (kind, times) => {
    await till.saveCard()
    till.simulator.control.fault({ kind, on: CREATE, times, ms: 20 })
    await charge()
    await till.later(HOUR / 20, 10)
    await paidOnce()
  })

  test('a failure that Stripe stored under the key, with nothing done, ends as nothing charged', async () => {
    await till.saveCard()
    till.simulator.control.fault({ kind: 'error_500', on: CREATE })
    const { id: chargeId } = await charge()
    expect(await wallet()).toMatchObject({ underWay: 10_000 })
    await till.later(HOUR / 20, 10)
    expect(await own(chargeId)).toMatchObject({ state: 'cancelled', declined: { wantsAuthentication: false } })
    await paidNothing()
  })

  test('an outage is shown, counts as no decline, and ends by itself', async () => {
    await till.saveCard()
    till.simulator.control.fault({ kind: 'down', times: 0 })
    const { id: chargeId, state } = await charge()
    expect(state).toBe('sent')
    const delayed = async () => (await call(billingRoutes, till.payer, api.portalBilling, {})).delayed
    expect(await delayed()).toBe(true)
    await expect(deposit()).rejects.toMatchObject({ code: 'unavailable' })
    await till.later(HOUR / 10, 10)
    expect(await own(chargeId)).toMatchObject({ state: 'sent', declined: null })
    till.simulator.control.clearFaults()
    // seen within a minute, and what was put off for longer goes with it
    await till.later(HOUR / 59, 2)
    expect(await delayed()).toBe(false)
    await paidOnce()
  })

  test('a key that was revoked on the way charges once it is replaced', async () => {
    await till.saveCard()
    const of14 = `51${String(till.world.accountId).padStart(14, 'A')}`
    till.simulator.control.revokeKey(`sk_test_${of14}sec`)
    await charge()
    await till.later(HOUR / 10, 3)
    const body = { publishableKey: `pk_test_${of14}pub`, secretKey: `sk_test_${of14}new` }
    await call(billingRoutes, till.team, api.connectStripe, { ...at(), body })
    await till.later(HOUR / 10, 3)
    await paidOnce()
  })

  test('a day later it is looked up, never sent again', async () => {
    await till.saveCard()
    till.simulator.control.fault({ kind: 'cut_done', on: CREATE, times: 2 })
    till.simulator.control.fault({ kind: 'down', times: 0 })
    await charge()
    const asked = till.asked(CREATE)
    till.world.clock.advance(30 * HOUR)
    till.simulator.control.clearFaults()
    await till.later(HOUR, 2)
    expect(till.asked(CREATE)).toBe(asked)
    await paidOnce()
  })
})

describe('a deposit', () => {
  test('on the page: amount, fee and total are shown, and it is credited from whichever tells first', async () => {
    const { charge: opened, url } = await deposit({ saveCard: true })
    expect(opened).toMatchObject({ state: 'open', total: 10_300 })
    await till.payOnPage(url ?? '', '4242424242424242')
    const [back] = await Promise.all([own(opened.id), till.work()])
    expect(back).toMatchObject({ state: 'succeeded', card: { last4: '4242' } })
    expect(await call(billingRoutes, till.payer, api.portalBilling, {})).toMatchObject({ card: { last4: '4242' } })
    const { items } = await call(billingRoutes, till.team, readReconciliation, { ...at(), query: {} })
    expect(items).toMatchObject([{ state: 'matched', amount: 10_300, charge: { id: opened.id } }])
    await till.later(HOUR)
    await paidOnce()
  })

  test('pressed twice, and in two tabs, is one page', async () => {
    const wish = id()
    const both = await Promise.all([deposit({ id: wish }), deposit({ id: wish })])
    expect(new Set(both.map(({ url }) => url)).size).toBe(1)
    await till.payOnPage(both[0]?.url ?? '', '4242424242424242')
    await till.work()
    expect(await deposit({ id: wish })).toMatchObject({ charge: { state: 'succeeded' }, url: null })
    await paidOnce()
  })

  test('without any event is found by the reconciler', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    const { url } = await deposit()
    await till.payOnPage(url ?? '', '4242424242424242')
    for (const { event } of control.pendingWebhooks()) control.loseWebhook(event)
    await till.later(HOUR / 10, 3)
    await paidOnce()
  })

  test('with events five times, out of order and two days late is credited once', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    const { url } = await deposit()
    await till.payOnPage(url ?? '', '4242424242424242')
    till.world.clock.advance(48 * HOUR)
    for (const { event } of control.pendingWebhooks().toReversed()) {
      expect(await control.sendWebhook(event, { times: 5 })).toEqual([200, 200, 200, 200, 200])
    }
    await till.work()
    await paidOnce()
  })

  test('declined on the page stays open for another card', async () => {
    const { url, charge: opened } = await deposit()
    await expect(till.payOnPage(url ?? '', '4000000000009995')).rejects.toThrow()
    await till.work()
    expect(await own(opened.id)).toMatchObject({ state: 'open' })
    await till.payOnPage(url ?? '', '4242424242424242')
    await till.work()
    await paidOnce()
  })

  test('with the card on file, which has to be confirmed: says so, and nothing is charged', async () => {
    await till.saveCard('4000002760003184')
    expect(await deposit({ with: 'saved_card' })).toMatchObject({
      url: null,
      charge: { state: 'declined', declined: { wantsAuthentication: true } },
    })
    await paidNothing()
  })

  test('that is left ends as expired', async () => {
    const { charge: opened } = await deposit()
    await till.later(3 * HOUR, 2)
    expect(await own(opened.id)).toMatchObject({ state: 'expired' })
    await paidNothing()
  })

  test('is refused below the minimum, for a closed or manual customer, and never another customer’s', async () => {
    const terms = { minimumDeposit: 5_000, feeBp: 0, rechargeRequired: false }
    await call(billingRoutes, till.team, api.setBillingTerms, { ...of(), body: terms })
    await expect(deposit({ amount: 4_999 })).rejects.toMatchObject({ details: { field: 'amount' } })
    const { charge: opened } = await deposit({ amount: 5_000 })
    expect(opened).toMatchObject({ fee: 0, total: 5_000 })
    const other = await till.another()
    await expect(own(opened.id, other.payer)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deposit({ id: opened.id, amount: 5_000 }, other.payer)).rejects.toMatchObject({ code: 'not_found' })
    await setStatus(till.team, till.customerId, 'closed')
    await expect(deposit({ amount: 5_000 })).rejects.toMatchObject({ code: 'not_allowed_now' })
  })
})

test('two accounts with the same customer’s card never meet', async () => {
  const second = await aTill()
  await Promise.all([till.saveCard(), second.saveCard()])
  await charge()
  expect(await second.entries()).toEqual([])
  expect(second.paid()).toEqual([])
  await second.close()
})
