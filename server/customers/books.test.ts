/** Selling, correcting balances and moving the bill, all at once on two intakes: the books hold whatever interleaves. */
import { expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { CODES } from '../../contract/verdict.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aMarket, anIntake, aPayingClient, aPost, post } from '../../test/factories/intake.ts'
import { aCustomer, aWorld } from '../../test/factories/world.ts'
import { addCredit, changeLimits, subtractCredit } from '../ledger/actions.ts'
import { ledgerChecks } from '../ledger/checks.ts'
import { readWallet } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { billClient, mapClient } from './actions/mappings.ts'
import { setBillingMode } from './actions/modes.ts'

const PRICE = 4_600

async function aTrade() {
  const world = await aWorld()
  const { clientId, customerId } = await aPayingClient(world, { balance: 0 })
  const other = await aCustomer(world)
  const market = await aMarket(world, {
    buyers: [
      { clientId, price: PRICE },
      { price: 0, clientId },
    ],
  })
  const ctx = asTeam(world)
  const correction = (amount: number) => ({ id: newId(ctx.now()), amount, reason: 'test' })
  await addCredit(ctx, customerId, correction(100 * PRICE))
  await addCredit(ctx, other, correction(100 * PRICE))
  await mapClient(ctx, other, clientId, null)
  return { world, market, ctx, clientId, wallets: [customerId, other] as const, correction }
}

test('leads, corrections, limits and moved bills at once leave every check empty', async () => {
  const { world, market, ctx, clientId, wallets, correction } = await aTrade()
  const [first, second] = wallets
  const intakes = [anIntake(world), anIntake(world)] as const
  const selling = Array.from({ length: 60 }, (_, n) => post(intakes[n % 2 ? 0 : 1], aPost(market)))
  const counter = async () => {
    for (let n = 1; n <= 8; n++) {
      const [from, to] = n % 2 ? [first, second] : [second, first]
      await Promise.all([addCredit(ctx, from, correction(100)), subtractCredit(ctx, to, correction(50))])
      await billClient(ctx, to, clientId)
      await changeLimits(ctx, from, { minimumBalance: asCents(n), creditLimit: asCents(0) })
    }
    await setBillingMode(ctx, second, 'none')
    await setBillingMode(ctx, second, 'manual')
  }
  const [answers] = await Promise.all([Promise.all(selling), counter()])
  answers.push(await post(intakes[0], aPost(market)))

  const sold = answers.filter(({ code }) => code === CODES.accepted).length
  expect(sold).toBe(answers.length)
  const sums = await Promise.all(
    wallets.map(async (id) => (await readWallet(world.platform.db, world.accountId, id)).balance),
  )
  const billed = await world.platform.db
    .selectFrom('attempts')
    .select(({ fn }) => fn.countAll<number>().as('sales'))
    .where('account_id', '=', world.accountId)
    .where('wallet_id', 'is not', null)
    .executeTakeFirstOrThrow()
  expect(sums.reduce((a, b) => a + b, 0)).toBe(200 * PRICE + 8 * 50 - billed.sales * PRICE)
  for (const { name, sql } of ledgerChecks) {
    const { rows } = await world.platform.pool.query(`select * from (${sql}) offender where account_id = $1`, [
      world.accountId,
    ])
    expect(rows, name).toEqual([])
  }
}, 60_000)
