/** Mappings as a list of the account, and from which day on a customer sees sales. */
import { expect, test } from 'vitest'
import * as api from '../../contract/api/customers.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { payerOf } from '../../test/factories/customer-account.ts'
import { aClient, aCustomer, aWorld } from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { customerRoutes } from './routes.ts'

async function aMarket() {
  const world = await aWorld()
  const clientId = await aClient(world, 'Homes')
  const ctx = asTeam(world)
  return {
    world,
    ctx,
    clientId,
    map: (customer: number, client = clientId, visibleFrom: string | null = null) =>
      call(customerRoutes, ctx, api.mapClient, {
        params: { account: world.accountId, customer, client },
        body: { visibleFrom },
      }),
  }
}

test('a day from which a customer sees sales begins at its midnight in the account’s zone', async () => {
  const { world, clientId, map } = await aMarket()
  const customer = await aCustomer(world)
  const { mappings } = await map(customer, clientId, '2026-11-20')
  expect(mappings[0]?.visibleFrom).toBe('2026-11-20T05:00:00.000Z')
})

test('all mappings of the account stand in one list, by Client, with who pays, page by page', async () => {
  const { world, clientId, map } = await aMarket()
  const ctx = asTeam(world)
  const [one, two] = [await aCustomer(world), await aCustomer(world)]
  const other = await aClient(world, 'Attics')
  await map(one)
  await map(two)
  await map(two, other)
  const list = (query: object) =>
    call(customerRoutes, ctx, api.listMappings, { params: { account: world.accountId }, query })
  const seen: [number, number, number | undefined][] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: 1, cursor })
    seen.push(...page.items.map((row): (typeof seen)[number] => [row.client.id, row.customer.id, row.billedTo?.id]))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  const [low, high] = [one, two].sort((a, b) => a - b)
  const payer = (await payerOf(world, clientId))[0]
  expect(seen).toEqual([
    [other, two, (await payerOf(world, other))[0]],
    [clientId, low, payer],
    [clientId, high, payer],
  ])
  expect((await list({ search: 'attic' })).items).toHaveLength(1)
  const billed = (await list({ billed: 'yes' })).items.length
  expect((await list({ billed: 'no' })).items).toHaveLength(3 - billed)
  const foreign = asTeam(await aWorld())
  const empty = await call(customerRoutes, foreign, api.listMappings, { params: { account: foreign.actor.accountId } })
  expect(empty.items).toEqual([])
})
