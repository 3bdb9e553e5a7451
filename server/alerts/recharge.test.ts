import { expect, it } from 'vitest'
import { alertTitle } from '../../contract/alert-words.ts'
import { listAlerts } from '../../contract/api/alerts.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aCustomer, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { lookAt } from './actions/look.ts'
import { alertRoutes } from './routes.ts'

/** Auto-recharges are billing's to stop; here they only stand in their table. */
async function stop(world: World, customerId: number, stopped_reason: string | null): Promise<void> {
  const stopped = { stopped_reason, stopped_at: stopped_reason === null ? null : NOW }
  const agreed = { threshold: 0, amount: 10_000, most_charges_a_day: 5, consent_text: 'Yes', consented_by: 'Ana' }
  const key = { account_id: world.accountId, customer_id: customerId }
  await world.platform.db
    .insertInto('auto_recharges')
    .values({ ...key, ...agreed, ...stopped, is_on: true, consented_at: NOW })
    .onConflict((conflict) => conflict.constraint('auto_recharges_pkey').doUpdateSet(stopped))
    .execute()
}

async function lookAndList(world: World) {
  await lookAt(systemCtx(world.platform), world.accountId)
  return (await call(alertRoutes, asTeam(world), listAlerts, { params: { account: world.accountId } })).items
}

it('tells of an auto-recharge that waits for a person, until it need not', async () => {
  const world = await aWorld()
  const customerId = await aCustomer(world, 'Sunpeak')
  await stop(world, customerId, 'authentication')
  const items = await lookAndList(world)
  expect(items).toMatchObject([{ facts: { kind: 'recharge', reason: 'authentication', balance: 0 } }])
  expect(items.map(alertTitle)).toEqual(['Sunpeak’s auto-recharge stopped'])
  await stop(world, customerId, null)
  expect(await lookAndList(world)).toEqual([])
})
