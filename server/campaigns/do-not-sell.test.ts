import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { makeCampaign } from '../../test/factories/campaign.ts'
import { auditOf } from '../../test/factories/customer.ts'
import { aWorld } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { personHash } from '../fields/ops.ts'
import { readCampaign } from './actions/campaigns.ts'
import { addDoNotSell, countDoNotSell, removeDoNotSell } from './actions/do-not-sell.ts'

const people = { phones: ['(530) 555-0142', '+1 530 555 0142'], emails: ['Ada@Example.com'] }

it('keeps people as the hashes that intake asks for, once each, and makes open batches look again', async () => {
  const world = await aWorld()
  const solar = await makeCampaign(world)
  const revision = async () => (await readCampaign(solar.ctx, solar.campaignId)).row.revision
  const before = await revision()
  expect(await addDoNotSell(solar.ctx, people)).toBe(2)
  expect(await addDoNotSell(solar.ctx, people)).toBe(0)
  expect(await countDoNotSell(solar.ctx)).toBe(2)
  expect(await revision()).toBe(before + 2)
  const { rows } = await sql<{ hash: string }>`
    select hash::text as hash from do_not_sell where account_id = ${world.accountId}`.execute(world.platform.db)
  const expected = [
    personHash(world.hashKey, 'phone', '+15305550142'),
    personHash(world.hashKey, 'email', 'ada@example.com'),
  ]
  expect(rows.map((row) => row.hash).sort()).toEqual(expected.map(String).sort())
  expect(await removeDoNotSell(solar.ctx, { phones: ['5305550142'], emails: [] })).toBe(1)
  expect(await removeDoNotSell(solar.ctx, { phones: ['5305550142'], emails: [] })).toBe(0)
  expect(await countDoNotSell(solar.ctx)).toBe(1)
  const audited = (await auditOf(world)).filter((line) => line.target_kind === 'account')
  expect(audited.map((line) => [line.action, line.after])).toEqual([
    ['do_not_sell.added', { count: 2 }],
    ['do_not_sell.removed', { count: 1 }],
  ])
})

it('adds one person once when two add them at once', async () => {
  const { ctx } = await makeCampaign(await aWorld())
  const added = await Promise.all([addDoNotSell(ctx, people), addDoNotSell(ctx, people)])
  expect(added.sort()).toEqual([0, 2])
})

it('says which entry is no phone or e-mail, and keeps accounts apart', async () => {
  const [mine, other] = [await makeCampaign(await aWorld()), await makeCampaign(await aWorld())]
  await addDoNotSell(other.ctx, people)
  expect(await refusalOf(addDoNotSell(mine.ctx, { phones: ['+15305550142', '12'], emails: [] }))).toBe(
    'invalid_input phones.1',
  )
  expect(await countDoNotSell(mine.ctx)).toBe(0)
  expect(await removeDoNotSell(mine.ctx, people)).toBe(0)
  expect(await countDoNotSell(other.ctx)).toBe(2)
})
