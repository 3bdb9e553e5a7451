import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/recharge.ts'
import { consentSentence } from '../../contract/consent.ts'
import { asCents } from '../../contract/money.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { call } from '../../test/harness/call.ts'
import { addCredit, changeLimits, subtractCredit } from '../ledger/actions.ts'
import { readWallet } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { startRecharge } from './actions/due.ts'
import { readRecharge } from './actions/own-recharge.ts'
import { rechargeRoutes } from './routes/recharge.ts'

const HOUR = 3_600_000
const DECLINES = { soft: 'insufficient_funds', hard: 'lost_card', authentication: 'authentication_required' } as const
const terms = { threshold: 5_000, amount: 10_000, mostChargesADay: 5, mostAmountADay: null }

let till: RechargingTill
beforeEach(async () => {
  till = await aRechargingTill()
})
afterEach(() => till.leave())

const agree = (wish: Partial<api.RechargeTerms> & { on?: boolean; consent?: string } = {}) => {
  const { on = true, consent, ...rest } = wish
  const all = { ...terms, ...rest }
  const company = till.company
  const around = { company, currency: 'USD', feeBp: 0, minimumDeposit: 50 }
  const body = { ...all, on, consent: consent ?? consentSentence(all, around) }
  return call(rechargeRoutes, till.payer, api.setRecharge, { body })
}
const take = (amount: number) =>
  subtractCredit(till.team, till.customerId, { id: newId(till.world.clock.now()), amount, reason: 'sales' })
const give = (amount: number) =>
  addCredit(till.team, till.customerId, { id: newId(till.world.clock.now()), amount, reason: 'by wire' })
const wallet = () => readWallet(till.world.platform.db, till.world.accountId, till.customerId)
const state = () => call(rechargeRoutes, till.payer, api.portalRecharge, {})
const mails = async (kind: string) => (await till.mails()).filter((mail) => mail.kind === kind)

describe('a charge', () => {
  test('is made once the balance is under the threshold, and only once', async () => {
    await till.saveCard()
    await give(5_000)
    await agree()
    await till.work()
    expect(till.paid()).toEqual([])
    await take(1)
    await till.work()
    await till.later(HOUR, 3)
    expect(till.paid()).toEqual([10_000])
    expect(await till.entries()).toEqual(['credit 5000', 'debit 1', 'deposit 10000'])
    expect(await wallet()).toMatchObject({ balance: 14_999, underWay: 0, rechargeBelow: 5_000, low: false })
    expect(await state()).toMatchObject({ works: true, today: { charges: 1, amount: 10_000 } })
    await till.holds()
  })

  test('is made below the minimum balance too, when that was set above the threshold later, and no more once it is lower', async () => {
    await till.saveCard()
    await give(7_000)
    await agree()
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(8_000), creditLimit: asCents(0) })
    await till.work()
    expect(till.paid()).toEqual([10_000])
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(1_000), creditLimit: asCents(0) })
    await take(11_000)
    await till.work()
    expect(till.paid()).toEqual([10_000])
    await till.holds()
  })

  test('closes a gap larger than its amount at once', async () => {
    await till.saveCard()
    await take(42_000)
    await agree()
    await till.work()
    expect(till.paid()).toEqual([47_000])
  })

  test('asked for by many at once is one; while it is under way there is no other', async () => {
    const { accountId } = till.world
    await till.saveCard()
    till.simulator.control.fault({ kind: 'in_use', on: 'POST /v1/payment_intents', times: 2 })
    await agree()
    await Promise.all([1, 2, 3, 4].map(() => startRecharge(till.system, accountId, till.customerId)))
    expect(await wallet()).toMatchObject({ underWay: 10_000 })
    await take(3_000)
    expect(await startRecharge(till.system, accountId, till.customerId)).toBe(false)
    await till.later(10_000, 4)
    // what came on top while it was under way is the next one's
    expect(till.paid()).toEqual([10_000])
    expect(await wallet()).toMatchObject({ balance: 7_000, underWay: 0 })
  })

  test('is counted as under way by whoever charges beside it: nothing is charged that is coming anyway', async () => {
    await till.saveCard()
    till.simulator.control.fault({ kind: 'down', on: 'POST /v1/payment_intents', times: 0 })
    await till.chargeByOperator(20_000)
    await agree()
    await till.work()
    till.simulator.control.clearFaults()
    await till.later(HOUR, 2)
    expect(till.paid()).toEqual([20_000])
  })

  test('waits for Stripe: an outage counts no decline, and is charged once when it is over', async () => {
    await till.saveCard()
    till.simulator.control.fault({ kind: 'down', times: 0 })
    await agree()
    await till.later(60_000, 5)
    expect(await state()).toMatchObject({ works: true, declines: 0, underWay: 10_000 })
    till.simulator.control.clearFaults()
    await till.later(300_000, 2)
    expect(till.paid()).toEqual([10_000])
  })
})

describe('the limits of a day', () => {
  test('stop it until the account’s midnight', async () => {
    await till.saveCard()
    await agree({ mostChargesADay: 2 })
    for (let n = 0; n < 4; n++) {
      await take(10_000)
      await till.work()
    }
    expect(till.paid()).toHaveLength(2)
    expect(await state()).toMatchObject({ works: false, idle: 'limit_today' })
    // 10:00 in New York; the day is over fourteen hours later
    await till.later(13 * HOUR)
    expect(till.paid()).toHaveLength(2)
    await till.later(HOUR)
    expect(till.paid()).toHaveLength(3)
  })

  test('cut the last charge; with less room than a deposit there is none, and the wallet is low', async () => {
    await till.saveCard()
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(1_000), creditLimit: asCents(0) })
    await agree({ mostAmountADay: 12_000 })
    await till.work()
    await take(10_000)
    expect(await wallet()).toMatchObject({ low: false })
    await till.work()
    expect(till.paid()).toEqual([10_000, 2_000])
    await take(3_000)
    await till.work()
    expect(await wallet()).toMatchObject({ low: true, rechargeBelow: null })
  })
})

describe('a decline', () => {
  const declining = async (answer: string) => {
    till.simulator.control.orderCard(await till.saveCard(), answer)
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(0), creditLimit: asCents(50_000) })
    await agree()
    await take(1_000)
    await till.work()
  }

  test('backs off; the third one stops it, both sides are told, the wallet is low; a new card lifts all of it', async () => {
    await declining(DECLINES.soft)
    expect(await state()).toMatchObject({ works: true, declines: 1 })
    expect(await wallet()).toMatchObject({ low: false, underWay: 0 })
    await till.later(HOUR - 60_000)
    expect(await state()).toMatchObject({ declines: 1 })
    await till.later(60_000)
    expect(await state()).toMatchObject({ works: true, declines: 2 })
    await till.later(6 * HOUR)
    expect(await state()).toMatchObject({ works: false, idle: 'declines', declines: 3, nextTryAt: null })
    expect(await wallet()).toMatchObject({ low: true })
    await till.later(24 * HOUR)
    expect(till.asked('POST /v1/payment_intents')).toBe(3)
    expect(await mails('billing.recharge_failed')).toHaveLength(3)
    expect(await mails('billing.recharge_failed_staff')).toHaveLength(3)
    expect(await mails('billing.low_balance')).toHaveLength(1)
    await till.saveCard('5555555555554444')
    expect(await wallet()).toMatchObject({ low: false })
    await till.work()
    expect(till.paid()).toEqual([10_000])
    expect(await state()).toMatchObject({ works: true, declines: 0, stoppedAt: null })
  })

  test('that is hard stops it at once; agreeing again tries the card again', async () => {
    await declining(DECLINES.hard)
    await till.later(24 * HOUR)
    expect(await state()).toMatchObject({ works: false, idle: 'hard_decline' })
    expect(till.asked('POST /v1/payment_intents')).toBe(1)
    await agree()
    await till.work()
    expect(till.asked('POST /v1/payment_intents')).toBe(2)
  })

  test('for want of authentication mails a link that pays without a log-in, once, on this portal only', async () => {
    await declining(DECLINES.authentication)
    expect(await state()).toMatchObject({ works: false, idle: 'authentication' })
    const [mail] = await mails('billing.recharge_failed')
    const token = /\/pay#(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const body = { token }
    expect(await call(rechargeRoutes, till.visitor, api.lookAtPayLink, { body })).toMatchObject({
      total: 10_000,
      paid: false,
    })
    const { url } = await call(rechargeRoutes, till.visitor, api.openPayLink, { body })
    expect((await call(rechargeRoutes, till.visitor, api.openPayLink, { body })).url).toBe(url)
    const elsewhere = await aRechargingTill()
    const refused = { code: 'token_invalid' }
    await expect(call(rechargeRoutes, elsewhere.visitor, api.lookAtPayLink, { body })).rejects.toMatchObject(refused)
    await elsewhere.leave()
    await till.payOnPage(url, '4000002500003155')
    await till.work()
    expect(till.paid()).toEqual([10_000])
    expect(await state()).toMatchObject({ works: true, idle: null })
    expect(await call(rechargeRoutes, till.visitor, api.lookAtPayLink, { body })).toMatchObject({ paid: true })
    await expect(call(rechargeRoutes, till.visitor, api.openPayLink, { body })).rejects.toMatchObject({
      code: 'not_allowed_now',
    })
    till.world.clock.advance(8 * 24 * HOUR)
    await expect(call(rechargeRoutes, till.visitor, api.lookAtPayLink, { body })).rejects.toMatchObject(refused)
  })
})

describe('agreeing', () => {
  test('is refused under the minimum balance, over the day, and to another sentence than is true now', async () => {
    await changeLimits(till.team, till.customerId, { minimumBalance: asCents(6_000), creditLimit: asCents(0) })
    await expect(agree()).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'threshold' } })
    await expect(agree({ threshold: 6_000, mostAmountADay: 9_999 })).rejects.toMatchObject({
      details: { field: 'mostAmountADay' },
    })
    await expect(agree({ threshold: 6_000, consent: 'I agree.' })).rejects.toMatchObject({ code: 'stale' })
    expect(await agree({ threshold: 6_000 })).toMatchObject({ works: false, idle: 'no_card', set: { on: true } })
    expect(await agree({ threshold: 6_000, on: false, consent: '' })).toMatchObject({
      idle: 'off',
      set: { on: false, consent: expect.stringContaining('I allow') },
    })
  })

  test('is each customer’s own', async () => {
    await till.saveCard()
    await agree()
    const other = await till.another()
    const { db } = till.world.platform
    expect(await readRecharge(db, till.system, till.world.accountId, other.customerId)).toMatchObject({ idle: 'off' })
    const theirs = await aRechargingTill()
    const params = { account: theirs.world.accountId, customer: till.customerId }
    await expect(call(rechargeRoutes, theirs.team, api.customerRecharge, { params })).rejects.toMatchObject({
      code: 'not_found',
    })
    await theirs.leave()
  })
})
