/** Streams tell each side of its own leads and stay silent about everybody else's. */
import { expect, test } from 'vitest'
import { LIVE_PATHS } from '../../contract/api/leads.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aSupplierUser,
  aWorld,
  customerOf,
  mapClient,
  NOW,
  supplierOf,
  teamOf,
  type World,
} from '../../test/factories/world.ts'
import { addCredit } from '../ledger/actions.ts'
import type { Actor } from '../platform/ctx.ts'
import type { RequestCtx } from '../platform/http/route.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import { leadRoutes } from './routes.ts'

interface Event {
  changed: boolean
  leads: { id: string }[]
}

function listen(world: World, actor: Actor, path: string) {
  const route = leadRoutes.find((one) => one.kind === 'stream' && one.path === path)
  if (route?.kind !== 'stream') throw new Error(`no stream ${path}`)
  const stop = new AbortController()
  const events: Event[] = []
  const input = { params: { account: world.accountId }, query: undefined }
  const done = (async () => {
    // a stream uses no cookies
    for await (const { data } of await route.open(world.as(actor) as unknown as RequestCtx, input, stop.signal))
      events.push(data as Event) // what the route's own events are made of
  })()
  return { events, done, stop: () => stop.abort() }
}

const until = async (holds: () => boolean) => {
  for (let n = 0; n < 60 && !holds(); n++) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(holds()).toBe(true)
}

test('a sale is told to the team, to its customer and to its supplier, and to nobody else', async () => {
  const world = await aWorld()
  const campaign = await aCampaign(world)
  const [mine, rivals] = [await aClient(world), await aClient(world)]
  const suppliers = {
    mine: await aSupplier(world, campaign, { clientId: mine }),
    rivals: await aSupplier(world, campaign, { clientId: rivals }),
  }
  const buyers = {
    mine: await aBuyer(world, campaign, { clientId: mine }),
    rivals: await aBuyer(world, campaign, { clientId: rivals }),
  }
  const customerId = await aCustomer(world)
  await mapClient(world, { customerId, clientId: mine })
  const userId = await aSupplierUser(world, [mine])
  const team = listen(world, teamOf(world), LIVE_PATHS.console)
  const customer = listen(world, customerOf(world, customerId), LIVE_PATHS.portal)
  const supplier = listen(world, supplierOf(userId), LIVE_PATHS.supplier)
  const all = [team, customer, supplier]
  await until(() => all.every(({ events }) => events.length === 1))

  const foreign = await aLead(world, { campaign, supplierId: suppliers.rivals, sales: [{ buyerId: buyers.rivals }] })
  await until(() => team.events.length === 2)
  const own = await aLead(world, { campaign, supplierId: suppliers.mine, sales: [{ buyerId: buyers.mine }] })
  await until(() => all.every(({ events }) => events.at(-1)?.leads[0]?.id === leadIdText(own)))
  for (const { events } of [customer, supplier]) {
    expect(events).toHaveLength(2)
    expect(JSON.stringify(events)).not.toContain(leadIdText(foreign))
  }

  for (const one of all) one.stop()
  await Promise.all(all.map(({ done }) => done))
})

test('money is told to the customer whose balance it moved, and not to its neighbour', async () => {
  const world = await aWorld()
  const [mine, neighbours] = [await aCustomer(world), await aCustomer(world)]
  const own = listen(world, customerOf(world, mine), LIVE_PATHS.portal)
  const neighbour = listen(world, customerOf(world, neighbours), LIVE_PATHS.portal)
  await until(() => own.events.length === 1 && neighbour.events.length === 1)
  await addCredit(world.as(teamOf(world)), mine, { id: newId(NOW), amount: 500, reason: 'test' })
  await until(() => own.events.length === 2)
  await addCredit(world.as(teamOf(world)), neighbours, { id: newId(NOW), amount: 500, reason: 'test' })
  await until(() => neighbour.events.length === 2)
  expect(own.events).toHaveLength(2)
  expect(own.events).toEqual(Array(2).fill(expect.objectContaining({ changed: true, leads: [] })))
  for (const one of [own, neighbour]) one.stop()
  await Promise.all([own.done, neighbour.done])
})
