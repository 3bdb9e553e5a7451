import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/billing.ts'
import { asTeam, auditOf } from '../../test/factories/customer.ts'
import { aTill, type Till } from '../../test/factories/stripe.ts'
import { aWorld } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { newId } from '../platform/ids.ts'
import { billingRoutes } from './routes.ts'

let till: Till
beforeEach(async () => {
  till = await aTill()
})
afterEach(() => till.close())

const at = () => ({ params: { account: till.world.accountId } })
const stripeId = (seed = till.world.accountId) => `51${String(seed).padStart(14, 'A')}`
const keys = (name = 'new', { seed = till.world.accountId, mode = 'test' } = {}) => ({
  publishableKey: `pk_${mode}_${stripeId(seed)}pub`,
  secretKey: `sk_${mode}_${stripeId(seed)}${name}`,
})
const connect = (body = keys(), as = till.team) => call(billingRoutes, as, api.connectStripe, { ...at(), body })
const state = (as = till.team) => call(billingRoutes, as, api.readStripe, at())
const disconnect = () => call(billingRoutes, till.team, api.disconnectStripe, at())
const card = async () => (await call(billingRoutes, till.payer, api.portalBilling, {})).card
const endpoints = () => till.simulator.control.merchants.flatMap(({ shelves }) => shelves.endpoints.toJSON())
const stored = () =>
  till.world.platform.db
    .selectFrom('stripe_accounts')
    .selectAll()
    .where('account_id', '=', till.world.accountId)
    .executeTakeFirstOrThrow()

describe('keys', () => {
  test('are sealed, shown by their last four, and in no reply, log line or audit entry', async () => {
    const told = await connect(keys('SECRETwxyz'))
    expect(told.connection).toMatchObject({
      mode: 'test',
      secretKeyLast4: 'wxyz',
      publishableKeyLast4: expect.stringMatching(/^.pub$/),
    })
    const row = await stored()
    for (const text of [told, row, await auditOf(till.world)].map((one) => JSON.stringify(one)))
      expect(text).not.toContain('SECRETwxyz')
    expect(row.webhook_secret_sealed).not.toContain('whsec')
  })

  test.each([
    ['pk_test_51AAAAAAAAAAAAAApub', 'pk_test_51AAAAAAAAAAAAAApub', 'secretKey'],
    ['sk_test_51AAAAAAAAAAAAAAsec', 'sk_test_51AAAAAAAAAAAAAAsec', 'publishableKey'],
    ['pk_live_51AAAAAAAAAAAAAApub', 'sk_test_51AAAAAAAAAAAAAAsec', 'publishableKey'],
    ['pk_test_51AAAAAAAAAAAAAApub', 'nonsense', 'secretKey'],
    ['pk_test_51BBBBBBBBBBBBBBpub', 'sk_test_51AAAAAAAAAAAAAAsec', 'publishableKey'],
  ])('%s with %s are refused at %s, and nothing changes', async (publishableKey, secretKey, field) => {
    const before = await stored()
    await expect(connect({ publishableKey, secretKey })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { field },
    })
    expect(await stored()).toEqual(before)
  })

  test('that Stripe does not know, or that lack a permission, are refused by name', async () => {
    const { control } = till.simulator
    control.revokeKey(keys('gone').secretKey)
    await expect(connect(keys('gone'))).rejects.toMatchObject({ message: expect.stringContaining('revoked') })
    const restricted = { ...keys(), secretKey: `rk_test_${stripeId()}less` }
    control.restrictKey(restricted.secretKey, ['rak_webhook_read', 'rak_webhook_write'])
    await expect(connect(restricted)).rejects.toMatchObject({ message: expect.stringContaining('Webhook Endpoints') })
    control.fault({ kind: 'down', times: 0 })
    await expect(connect()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('of the same account replace each other: cards stay, and one endpoint is left', async () => {
    await till.saveCard()
    await connect(keys('second'))
    await connect(keys('third'))
    expect(await card()).toMatchObject({ last4: '4242' })
    expect(endpoints().map(({ url }) => url)).toEqual([(await state()).connection?.webhook.url])
  })

  test('of another account drop test cards, but never live ones', async () => {
    await till.saveCard()
    await connect(keys('live', { mode: 'live' })).catch((error: unknown) => error)
    expect((await state()).connection?.mode).toBe('live')
    expect(await card()).toBeNull()
    await till.saveCard()
    await expect(connect(keys('back'))).rejects.toMatchObject({ code: 'not_allowed_now' })
    expect(await card()).not.toBeNull()
  })

  test('are nobody’s but an Administrator’s of the account', async () => {
    for (const role of ['member', 'billing', 'viewer'] as const)
      await expect(connect(keys(), asTeam(till.world, role))).rejects.toMatchObject({ code: 'forbidden' })
    const other = await aWorld()
    expect(
      (await call(billingRoutes, asTeam(other), api.readStripe, { params: { account: other.accountId } })).connection,
    ).toBeNull()
  })
})

describe('disconnecting', () => {
  test('forgets cards and removes the endpoint; again it changes nothing', async () => {
    await till.saveCard()
    expect(await disconnect()).toMatchObject({ connection: null, cards: 0 })
    expect(await disconnect()).toMatchObject({ connection: null })
    expect(endpoints()).toEqual([])
    expect(await card()).toBeNull()
  })

  test('waits for what is with Stripe, and closes pages that are open', async () => {
    const pay = (id: string) => call(billingRoutes, till.payer, api.makeDeposit, { body: { id, amount: 10_000 } })
    const page = newId(till.world.clock.now())
    await pay(page)
    await till.saveCard()
    till.simulator.control.fault({ kind: 'down', on: 'POST /v1/payment_intents', times: 5 })
    const body = { id: newId(till.world.clock.now()), amount: 5_000, reason: 'as agreed' }
    const { accountId: account } = till.world
    const params = { account, customer: till.customerId }
    await call(billingRoutes, till.team, api.chargeCustomer, { params, body })
    await expect(disconnect()).rejects.toMatchObject({ code: 'not_allowed_now' })
    await till.later(60_000, 10)
    expect(await disconnect()).toMatchObject({ connection: null, undecided: 0 })
    const charge = await call(billingRoutes, till.payer, api.readDeposit, { params: { charge: page } })
    expect(charge.state).toBe('expired')
    expect(await till.entries()).toEqual(['deposit 5000'])
    await till.holds()
  })
})
