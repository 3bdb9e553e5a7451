import { afterEach, beforeEach, expect, test } from 'vitest'
import * as billing from '../../contract/api/billing.ts'
import * as api from '../../contract/api/customers.ts'
import { auditOf } from '../../test/factories/customer.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { aClient, mapClient } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { billingRoutes } from '../billing/routes.ts'
import { newId } from '../platform/ids.ts'
import { takeWantedModes } from './actions/modes.ts'
import { customerRoutes } from './routes.ts'

let till: RechargingTill
beforeEach(async () => {
  till = await aRechargingTill()
  await mode('manual')
})
afterEach(() => till.close())

const of = () => ({ params: { account: till.world.accountId, customer: till.customerId } })
const mode = (billingMode: api.BillingMode) =>
  call(customerRoutes, till.team, api.setBillingMode, { ...of(), body: { billingMode } })
const standing = async () => {
  const { billingMode, wantsCard } = await call(billingRoutes, till.team, billing.customerBilling, of())
  return { billingMode, wantsCard }
}
const asked = async () => (await till.mails()).filter(({ kind }) => kind === 'customers.add_card').length

test('Real-Time without a card asks for one, once, and takes effect with it', async () => {
  const clientId = await aClient(till.world)
  await mode('none')
  await mapClient(till.world, { customerId: till.customerId, clientId })
  await mode('real_time')
  await mode('real_time')
  expect(await standing()).toEqual({ billingMode: 'none', wantsCard: true })
  expect(await asked()).toBe(1)
  await takeWantedModes(till.system)
  expect((await standing()).billingMode).toBe('none')

  await till.saveCard()
  await Promise.all([takeWantedModes(till.system), takeWantedModes(till.system)])
  expect(await standing()).toEqual({ billingMode: 'real_time', wantsCard: false })
  const actions = (await auditOf(till.world)).map(({ action }) => action)
  expect(actions.filter((action) => action === 'customer.card_asked_for')).toHaveLength(1)
  expect((await auditOf(till.world)).at(-1)).toMatchObject({
    action: 'customer.billing_mode_set',
    after: { billingMode: 'real_time', newlyBilledClients: [clientId] },
  })
})

test('chosen otherwise meanwhile, a card changes nothing', async () => {
  await mode('real_time')
  const { url } = await call(billingRoutes, till.payer, billing.setUpCard, {
    body: { id: newId(till.world.clock.now()) },
  })
  await mode('manual')
  await till.payOnPage(url, '4242424242424242')
  await till.work()
  expect((await call(billingRoutes, till.payer, billing.portalBilling, {})).card).not.toBeNull()
  await takeWantedModes(till.system)
  expect(await standing()).toEqual({ billingMode: 'manual', wantsCard: false })
})

test('with a card it takes effect at once, and a removed card leaves it', async () => {
  await mode('real_time')
  await till.saveCard()
  await mode('real_time')
  expect((await standing()).billingMode).toBe('real_time')
  await call(billingRoutes, till.payer, billing.removeOwnCard, {})
  expect(await standing()).toEqual({ billingMode: 'real_time', wantsCard: false })
  await mode('real_time')
  expect(await asked()).toBe(1)
})
