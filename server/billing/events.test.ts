import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/billing.ts'
import { readReconciliation } from '../../contract/api/reconciliation.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { aTill } from '../../test/factories/stripe.ts'
import { call } from '../../test/harness/call.ts'
import { newId } from '../platform/ids.ts'
import { reconcile } from './actions/reconcile.ts'
import { billingRoutes } from './routes.ts'

const MINUTE = 60_000

let till: RechargingTill
beforeEach(async () => {
  till = await aRechargingTill()
})
afterEach(() => till.close())

const id = () => newId(till.world.clock.now())
const at = () => ({ params: { account: till.world.accountId } })
const of = () => ({ params: { account: till.world.accountId, customer: till.customerId } })
const openPage = async (amount = 10_000) =>
  (await call(billingRoutes, till.payer, api.makeDeposit, { body: { id: id(), amount } })).url ?? ''
const paidPage = async () => till.payOnPage(await openPage(), '4242424242424242')
const card = async () => (await call(billingRoutes, till.payer, api.portalBilling, {})).card
const inbox = async () =>
  (
    await till.world.platform.db
      .selectFrom('stripe_events')
      .select(['type', 'done_at'])
      .where('account_id', '=', till.world.accountId)
      .execute()
  ).map(({ type, done_at }) => `${type} ${done_at ? 'done' : 'waits'}`)
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url.replace('//localhost', '//127.0.0.1'), { method: 'POST', body, headers }).then(({ status }) => status)

describe('what Stripe posts', () => {
  test('wrongly signed, with another account’s secret or long ago is refused and stored nowhere', async () => {
    const other = await aTill()
    const { control } = till.simulator
    control.holdWebhooks()
    await paidPage()
    const [{ event } = { event: '' }] = control.pendingWebhooks()
    const secrets = other.simulator.control.merchants.flatMap(({ shelves }) => shelves.endpointSecrets.toJSON())
    expect(await control.sendWebhook(event, { secret: 'whsec_wrong' })).toEqual([400])
    expect(await control.sendWebhook(event, { secret: secrets[0]?.secret ?? '' })).toEqual([400])
    expect(await control.sendWebhook(event, { age: 600 })).toEqual([400])
    const url = (await call(billingRoutes, till.team, api.readStripe, at())).connection?.webhook.url ?? ''
    expect(await post(url, '{}')).toBe(400)
    expect(await post(url.replace(/[^/]+$/, 'unknown'), '{}')).toBe(400)
    expect(await inbox()).toEqual([])
    await other.close()
  })

  test('is stored once and read once, also while Stripe cannot be asked', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    await paidPage()
    control.fault({ kind: 'down', on: 'GET /v1', times: 0 })
    const [{ event } = { event: '' }] = control.pendingWebhooks()
    expect(await control.sendWebhook(event, { times: 3 })).toEqual([200, 200, 200])
    await till.work()
    expect(await inbox()).toEqual([expect.stringContaining('waits')])
    control.clearFaults()
    await till.later(MINUTE, 2)
    expect(await inbox()).toEqual([expect.stringContaining('done')])
    expect(await till.entries()).toEqual(['deposit 10000'])
  })

  test('of a card that was detached at Stripe takes it off file, and tells both sides', async () => {
    till.simulator.control.detach(await till.saveCard())
    await till.work()
    expect(await card()).toBeNull()
    const told = (await till.mails()).map(({ kind }) => kind).filter((kind) => kind.startsWith('billing.card'))
    expect(told.sort()).toEqual(['billing.card_removed', 'billing.card_removed_notice'])
  })
})

describe('the card on file', () => {
  test('is the newest, from the page or the event, and a finish told again changes nothing', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    await till.saveCard()
    const first = await card()
    const late = control.pendingWebhooks().find(({ type }) => type === 'checkout.session.completed')
    control.loseWebhooks()
    till.world.clock.advance(60_000)
    await till.saveCard('4000056655665556')
    await control.releaseWebhooks()
    await till.work()
    await control.sendWebhook(late?.event ?? '')
    await till.work()
    expect(await card()).toMatchObject({ last4: '5556', funding: 'debit' })
    expect(await card()).not.toEqual(first)
  })

  test('comes back from no late event once it was removed', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    const { url } = await call(billingRoutes, till.payer, api.setUpCard, { body: { id: id() } })
    control.enterCard(new URL(url).pathname.split('/').at(-1) ?? '', '4242424242424242')
    const session = new URL(url).pathname.split('/').at(-1) ?? ''
    expect((await call(billingRoutes, till.payer, api.finishCardSetup, { body: { session } })).card).not.toBeNull()
    const method = till.simulator.control.merchants.flatMap(({ shelves }) => shelves.paymentMethods.toJSON())[0]?.id
    await call(billingRoutes, till.team, api.removeCard, of())
    control.detach(method ?? '')
    await control.releaseWebhooks()
    await till.work()
    expect(await card()).toBeNull()
  })

  test('is not saved by another customer’s session', async () => {
    const { url } = await call(billingRoutes, till.payer, api.setUpCard, { body: { id: id() } })
    const session = new URL(url).pathname.split('/').at(-1) ?? ''
    till.simulator.control.enterCard(session, '4242424242424242')
    const other = await till.another()
    const finish = call(billingRoutes, other.payer, api.finishCardSetup, { body: { session } })
    await expect(finish).rejects.toMatchObject({ code: 'not_found' })
    for (const odd of ['cs_none', 'x/../y'])
      await expect(
        call(billingRoutes, till.payer, api.finishCardSetup, { body: { session: odd } }),
      ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the reconciler', () => {
  const lines = async () => call(billingRoutes, till.team, readReconciliation, { ...at(), query: {} })
  const run = () => reconcile(till.system, till.world.accountId)

  test('credits what nobody told, and matches it; twice at once it changes nothing more', async () => {
    const { control } = till.simulator
    control.holdWebhooks()
    await paidPage()
    await Promise.all([run(), run()])
    expect(await till.entries()).toEqual(['deposit 10000'])
    const page = await lines()
    expect(page).toMatchObject({ differences: 0, items: [{ state: 'matched', amount: 10_000, refunded: 0 }] })
    expect(page.items[0]?.charge?.customer.id).toBe(till.customerId)
    await till.holds()
  })

  test('shows a payment that was not made here, a refund made at Stripe, and what only the ledger has', async () => {
    const { control } = till.simulator
    await till.saveCard()
    await till.chargeByOperator(10_000)
    const [merchant] = control.merchants
    const [intent] = merchant?.shelves.paymentIntents.toJSON() ?? []
    if (!intent) throw new Error('no payment')
    control.refund(intent.id, 4_000)
    await till.work()
    await run()
    expect((await lines()).items).toMatchObject([{ state: 'matched', refunded: 4_000 }])

    Object.assign(intent, { metadata: {} })
    await till.world.platform.db
      .updateTable('charges')
      .set({ payment_intent_id: 'pi_lost' })
      .where('account_id', '=', till.world.accountId)
      .execute()
    till.world.clock.advance(2 * 60 * MINUTE)
    await run()
    const { items, differences } = await lines()
    expect(items.map(({ state }) => state).sort()).toEqual(['differs', 'foreign'])
    expect(differences).toBe(1)
  })
})
