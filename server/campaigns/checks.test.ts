import { beforeAll, describe, expect, test } from 'vitest'
import { makeCampaign } from '../../test/factories/campaign.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { testDatabase } from '../../test/harness/database.ts'
import { withClient } from '../../test/harness/global-setup.ts'
import { campaignChecks } from './checks.ts'

/** The checks that find something in this account after `damage`, which is undone again. */
async function alarms(world: World, damage: string | undefined): Promise<string[]> {
  const { ownerUrl } = await testDatabase()
  return withClient(ownerUrl, async (client) => {
    await client.query('begin')
    if (damage) expect((await client.query(damage, [world.accountId])).rowCount).toBeGreaterThan(0)
    const found: string[] = []
    for (const { name, sql } of campaignChecks) {
      const { rows } = await client.query(`select from (${sql}) offender where account_id = $1`, [world.accountId])
      if (rows.length > 0) found.push(name)
    }
    await client.query('rollback')
    return found
  })
}

const damages: Record<string, string[]> = {
  versions_gapless: [
    'update campaigns set version = version + 1 where account_id = $1',
    `insert into campaign_versions select account_id, campaign_id, 9, 'x', 'team', 'x', created_at
     from campaigns where account_id = $1`,
  ],
  campaign_has_settings: [`delete from campaign_settings where account_id = $1 and part = 'campaign'`],
  member_has_settings: [
    `delete from campaign_settings where account_id = $1 and part = 'supplier'`,
    `delete from campaign_settings where account_id = $1 and part = 'buyer'`,
  ],
  member_has_counter: [`delete from cap_counters where account_id = $1 and subject = 'buyer'`],
  settings_have_member: [
    `update campaign_settings set part_id = part_id + 1000000 where account_id = $1 and part = 'supplier'`,
  ],
  posting_index: [
    'delete from posting_keys where account_id = $1',
    'delete from supplier_keys where account_id = $1',
    'update posting_keys set campaign_id = 0 where account_id = $1',
  ],
}

let world: World
beforeAll(async () => {
  world = await aWorld()
  await makeCampaign(world)
})

test('nothing is found where everything is true, and each check has a damage that it is proved by', async () => {
  expect(await alarms(world, undefined)).toEqual([])
  expect(campaignChecks.map(({ name }) => name)).toEqual(Object.keys(damages))
})

describe.each(Object.entries(damages))('%s', (name, list) => {
  test.each(list)('finds: %s', async (damage) => {
    expect(await alarms(world, damage)).toContain(name)
  })
})
