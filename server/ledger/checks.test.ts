import { beforeAll, describe, expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aCustomer, aSupplier, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { testDatabase } from '../../test/harness/database.ts'
import { withClient } from '../../test/harness/global-setup.ts'
import { newId } from '../platform/ids.ts'
import { addCredit, changeLimits } from './actions.ts'
import { ledgerChecks } from './checks.ts'

/** A business of which everything is true: credit, two paid sales, a free one, an unbilled one, a test, a refusal. */
async function aSoundWorld(): Promise<World> {
  const world = await aWorld()
  const walletId = await aCustomer(world)
  const ctx = asTeam(world)
  await addCredit(ctx, walletId, { id: newId(NOW), amount: 10_000, reason: 'test' })
  await changeLimits(ctx, walletId, { minimumBalance: asCents(10), creditLimit: asCents(0) })
  const campaign = await aCampaign(world)
  const [supplierId, buyerId] = [await aSupplier(world, campaign), await aBuyer(world, campaign)]
  const sell = (sale: { price: number; walletId?: number }, test = false) =>
    aLead(world, { campaign, supplierId, test, sales: [{ buyerId, ...sale }] })
  await sell({ price: 3_000, walletId })
  await sell({ price: 4_000, walletId })
  await sell({ price: 0 })
  await sell({ price: 500 })
  await sell({ price: 900 }, true)
  await aLead(world, { campaign, supplierId })
  const periods = { day_key: 20261122, week_key: 202647, month_key: 202611 }
  const counted = {
    account_id: world.accountId,
    ...periods,
    day_count: 4,
    week_count: 4,
    month_count: 4,
    total_count: 4,
  }
  const cents = { day_cents: 7_500, week_cents: 7_500, month_cents: 7_500, total_cents: 7_500 }
  await world.platform.db
    .insertInto('cap_counters')
    .values([
      { ...counted, ...cents, subject: 'buyer', subject_id: buyerId },
      { ...counted, subject: 'supplier', subject_id: supplierId },
    ])
    .execute()
  return world
}

/** The checks that find something in this account after `damage`, which is undone again. */
async function alarms(world: World, damage: string | undefined): Promise<string[]> {
  const { ownerUrl } = await testDatabase()
  return withClient(ownerUrl, async (client) => {
    await client.query('begin')
    if (damage) expect((await client.query(damage, [world.accountId])).rowCount).toBeGreaterThan(0)
    const found: string[] = []
    for (const { name, sql } of ledgerChecks) {
      const { rows } = await client.query(`select from (${sql}) offender where account_id = $1`, [world.accountId])
      if (rows.length > 0) found.push(name)
    }
    await client.query('rollback')
    return found
  })
}

const damages: Record<string, string[]> = {
  wallet_is_sum: [
    'update wallets set balance = balance + 1 where account_id = $1',
    'update transfers set wallet_id = wallet_id + 1000000 where account_id = $1 and wallet_seq = 3',
  ],
  wallet_order_gapless: [
    'update wallets set seq = seq + 1 where account_id = $1',
    `delete from transfers where account_id = $1 and wallet_seq = 2`,
  ],
  balance_after_chain: [
    'update transfers set balance_after = balance_after - 1 where account_id = $1 and wallet_seq = 2',
  ],
  booked_in_order: [
    `update transfers set booked_at = booked_at - interval '1 s' where account_id = $1 and wallet_seq = 2`,
    `update transfers set booked_at = booked_at + interval '1 s' where account_id = $1 and wallet_seq = 3`,
  ],
  one_currency: [
    `update wallets set currency = 'EUR' where account_id = $1`,
    `update transfers set currency = 'EUR' where account_id = $1 and wallet_seq = 1`,
  ],
  low_as_decided: [
    'update wallets set low = true where account_id = $1',
    'update wallets set minimum_balance = 3001 where account_id = $1',
  ],
  one_debit_per_sale: [
    `delete from transfers where account_id = $1 and kind = 'sale' and wallet_seq = 3`,
    `update transfers set amount = amount + 1 where account_id = $1 and wallet_seq = 3`,
    `update transfers set kind = 'debit' where account_id = $1 and wallet_seq = 3`,
  ],
  one_sale_per_debit: [
    'update attempts set test = true where account_id = $1 and price = 4000',
    'update attempts set wallet_id = null where account_id = $1',
    `update transfers set lead_id = null where account_id = $1 and wallet_seq = 3`,
    `update attempts set outcome = 'rejected' where account_id = $1 and price = 4000`,
  ],
  lead_sums_sales: [
    'update leads set revenue = revenue + 1 where account_id = $1',
    'update leads set sales = sales + 1 where account_id = $1 and code = 0',
    'update leads set code = 1005 where account_id = $1 and sales = 1',
  ],
  sales_have_leads: [
    'delete from leads where account_id = $1 and revenue = 3000',
    'update leads set test = true where account_id = $1 and revenue = 3000',
  ],
  buyer_totals: [
    `update cap_counters set total_count = total_count + 1 where account_id = $1 and subject = 'buyer'`,
    `update cap_counters set total_cents = total_cents + 1 where account_id = $1 and subject = 'buyer'`,
  ],
  supplier_totals: [`update cap_counters set total_count = 5 where account_id = $1 and subject = 'supplier'`],
  counters_nest: [
    'update cap_counters set day_count = 5 where account_id = $1',
    'update cap_counters set month_cents = total_cents + 1 where account_id = $1',
  ],
  lead_figures: [
    'update lead_rollup set leads = leads + 1 where account_id = $1 and code = 1005',
    'update lead_rollup set payout = payout - 1 where account_id = $1 and code = 0',
    'delete from lead_rollup where account_id = $1',
  ],
  campaign_figures: [
    'update campaign_rollup set leads = leads + 1 where account_id = $1 and code = 0',
    'update campaign_rollup set returned_revenue = returned_revenue + 1 where account_id = $1',
    'delete from campaign_rollup where account_id = $1',
  ],
  sale_figures: [
    'update sale_rollup set amount = amount + 1 where account_id = $1',
    `update sale_rollup set bucket = bucket + interval '15 minutes' where account_id = $1`,
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
  expect(ledgerChecks.map(({ name }) => name)).toEqual(Object.keys(damages))
  for (const { sentence } of ledgerChecks) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

describe.each(Object.entries(damages))('%s', (name, list) => {
  test.each(list)('finds: %s', async (damage) => {
    expect(await alarms(world, damage)).toContain(name)
  })
})
