import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { portalPrices } from '../../contract/api/own-buying.ts'
import { asCustomer } from '../../test/factories/customer.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aWorld,
  mapClient,
  NOW,
  onlyNamed,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { ownRoutes } from './routes/own.ts'

async function aBuyingCustomer() {
  const world = await aWorld()
  const [customerId, clientId, campaign] = [await aCustomer(world), await aClient(world), await aCampaign(world)]
  await mapClient(world, { customerId, clientId, billed: true })
  return { world, customerId, clientId, campaign, prices: () => pricesOf(world, customerId) }
}
const pricesOf = (world: World, customerId: number) => call(ownRoutes, asCustomer(world, customerId), portalPrices, {})

async function pause(world: World, buyerId: number, owner: string, until: Date | null = null) {
  await sql`insert into buyer_pauses (account_id, buyer_id, owner, since, until, by_name, reason)
    values (${world.accountId}, ${buyerId}, ${owner}, ${NOW}, ${until}, 'Mia', 'test')`.execute(world.platform.db)
}

describe('what a lead costs the customer', () => {
  test('the least and the most of default prices and rules, without what is under the floor or costs nothing', async () => {
    const { world, clientId, campaign, prices } = await aBuyingCustomer()
    expect(await prices()).toEqual({ currency: 'USD', least: null, most: null, disputed: false })
    const rule = (price: number) => ({ price, conditions: onlyNamed('Ada').conditions })
    await aBuyer(world, campaign, { clientId, price: 4_500, floor: 2_000, rules: [rule(6_000), rule(1_900)] })
    await aBuyer(world, campaign, { clientId, price: 0 })
    expect(await prices()).toMatchObject({ least: 4_500, most: 6_000 })
  })

  test('buyers of others, of unbilled mappings and of campaigns that do not run are not counted', async () => {
    const { world, customerId, clientId, prices } = await aBuyingCustomer()
    const stopped = await aCampaign(world)
    await sql`update campaigns set status = 'paused' where account_id = ${world.accountId}
      and campaign_id = ${stopped.campaignId}`.execute(world.platform.db)
    await aBuyer(world, stopped, { clientId, price: 100 })
    const campaign = await aCampaign(world)
    const watched = await aClient(world)
    await mapClient(world, { customerId, clientId: watched })
    await aBuyer(world, campaign, { clientId: watched, price: 200 })
    await aBuyer(world, campaign, { price: 300 })
    const neighbour = await aBuyingCustomer()
    await aBuyer(neighbour.world, neighbour.campaign, { clientId: neighbour.clientId, price: 400 })
    expect(await prices()).toMatchObject({ least: null })
    expect(await neighbour.prices()).toMatchObject({ least: 400 })
  })

  test('who is held up is not counted while it lasts; a dispute is told', async () => {
    const { world, clientId, campaign, prices } = await aBuyingCustomer()
    const [one, two] = [
      await aBuyer(world, campaign, { clientId, price: 500 }),
      await aBuyer(world, campaign, { clientId, price: 900 }),
    ]
    await pause(world, one, 'operator', new Date(NOW.getTime() - 1))
    expect(await prices()).toMatchObject({ least: 500, disputed: false })
    await pause(world, one, 'customer')
    expect(await prices()).toMatchObject({ least: 900, disputed: false })
    await pause(world, two, 'dispute')
    expect(await prices()).toMatchObject({ least: null, disputed: true })
  })

  test('a viewer is not told', async () => {
    const { world, customerId } = await aBuyingCustomer()
    const looker = asCustomer(world, customerId, 'viewer')
    await expect(call(ownRoutes, looker, portalPrices, {})).rejects.toMatchObject({ code: 'forbidden' })
  })
})
