/** Where a wallet stops selling. */
import { expect, test } from 'vitest'
import { aMarket, anIntake, aPayingClient, aPost, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'

const walletsOf = ({ platform, accountId }: World) =>
  platform.db.selectFrom('wallets').selectAll().where('account_id', '=', accountId).execute()

test('stops below the minimum balance, at the sale that crossed it', async () => {
  const world = await aWorld()
  const { clientId } = await aPayingClient(world, { balance: 10_000, minimum: 6_000 })
  const market = await aMarket(world, { buyers: [{ clientId, price: 4_600 }] })
  const intake = anIntake(world)
  expect(await post(intake, aPost(market))).toMatchObject({ code: 0 })
  expect(await post(intake, aPost(market))).toMatchObject({ code: 1005 })
  expect(await walletsOf(world)).toMatchObject([{ balance: 5_400, low: true }])
})

test('sells on below the minimum while an auto-recharge works, down to the credit limit', async () => {
  const world = await aWorld()
  const { clientId } = await aPayingClient(world, { balance: 10_000, minimum: 6_000 })
  await world.platform.db
    .updateTable('wallets')
    .set({ recharge_below: 6_000 })
    .where('account_id', '=', world.accountId)
    .execute()
  const market = await aMarket(world, { buyers: [{ clientId, price: 4_600 }] })
  const intake = anIntake(world)
  for (const code of [0, 0, 1005]) expect(await post(intake, aPost(market))).toMatchObject({ code })
  expect(await walletsOf(world)).toMatchObject([{ balance: 800, low: false }])
})
