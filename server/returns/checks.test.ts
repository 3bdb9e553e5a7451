import { beforeAll, describe, expect, test } from 'vitest'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aCustomer, aSupplier, aWorld, type World } from '../../test/factories/world.ts'
import { testDatabase } from '../../test/harness/database.ts'
import { withClient } from '../../test/harness/global-setup.ts'
import { leadIdText } from '../platform/ids.ts'
import { returnLead } from './actions.ts'
import { returnChecks } from './checks.ts'

/** Two paid sales of which one is returned, one returned without a refund, and a lead that was not sold. */
async function aSoundWorld(): Promise<World> {
  const world = await aWorld()
  const walletId = await aCustomer(world)
  const campaign = await aCampaign(world)
  const [supplierId, buyerId] = [await aSupplier(world, campaign), await aBuyer(world, campaign)]
  const sell = (price: number) => aLead(world, { campaign, supplierId, sales: [{ buyerId, price, walletId }] })
  const [returned, unpaid] = [await sell(3_000), await sell(4_000)]
  await sell(5_000)
  await aLead(world, { campaign, supplierId })
  const saying = { reason: 'Wrong number', note: null, toSupplier: null, sales: undefined }
  await returnLead(asTeam(world), leadIdText(returned), { ...saying, refund: true })
  await returnLead(asTeam(world), leadIdText(unpaid), { ...saying, refund: false, toSupplier: false })
  return world
}

/** The checks that find something in this account after `damage`, which is undone again. */
async function alarms(world: World, damage: string | undefined): Promise<string[]> {
  const { ownerUrl } = await testDatabase()
  return withClient(ownerUrl, async (client) => {
    await client.query('begin')
    if (damage) expect((await client.query(damage, [world.accountId])).rowCount).toBeGreaterThan(0)
    const found: string[] = []
    for (const { name, sql } of returnChecks) {
      const { rows } = await client.query(`select from (${sql}) offender where account_id = $1`, [world.accountId])
      if (rows.length > 0) found.push(name)
    }
    await client.query('rollback')
    return found
  })
}

const unmark = `returned_at = null, return_reason = null, returned_by = null, return_refund = null, return_to_supplier = null`
const damages: Record<string, string[]> = {
  one_credit_per_return: [
    `delete from transfers where account_id = $1 and kind = 'return'`,
    `update transfers set amount = amount - 1 where account_id = $1 and kind = 'return'`,
    'update attempts set return_refund = true where account_id = $1 and price = 4000',
  ],
  one_return_per_credit: [`update attempts set ${unmark} where account_id = $1 and price = 3000`],
  returned_lead_sums_sales: [
    'update leads set returned = false where account_id = $1 and revenue = 3000',
    'update leads set returned = true where account_id = $1 and revenue = 5000',
    'update leads set returned = true where account_id = $1 and code = 1005',
  ],
  payout_taken_back_once: [
    'update leads set returned_payout = null where account_id = $1 and revenue = 3000',
    'update leads set returned_payout = payout + 1 where account_id = $1 and revenue = 5000',
    'update payout_changes set amount = amount - 1 where account_id = $1',
  ],
  lead_return_figures: [
    'update lead_rollup set returned = returned - 1 where account_id = $1 and code = 0',
    'update lead_rollup set returned_revenue = 0 where account_id = $1 and code = 0',
    'update lead_rollup set returned_payout = returned_payout + 1 where account_id = $1 and code = 0',
  ],
  sale_return_figures: [
    'update sale_rollup set returned = returned + 1 where account_id = $1',
    'update sale_rollup set returned_amount = 0 where account_id = $1',
  ],
}

let world: World
beforeAll(async () => {
  world = await aSoundWorld()
})

test('nothing is found where everything is true', async () => {
  expect(await alarms(world, undefined)).toEqual([])
})

test('each check has a sentence, a name of its own, and a damage that it is proved by', () => {
  expect(returnChecks.map(({ name }) => name)).toEqual(Object.keys(damages))
  for (const { sentence } of returnChecks) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

describe.each(Object.entries(damages))('%s', (name, list) => {
  test.each(list)('finds: %s', async (damage) => {
    expect(await alarms(world, damage)).toContain(name)
  })
})
