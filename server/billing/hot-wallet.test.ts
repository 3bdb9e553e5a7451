/** Leads are sold to one customer as fast as they come while its card is charged and refunded and credit is added by hand. */
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { aMarket, anIntake, aPost, post } from '../../test/factories/intake.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { aClient, mapClient } from '../../test/factories/world.ts'
import { addCredit, changeLimits, subtractCredit } from '../ledger/actions.ts'
import { newId } from '../platform/ids.ts'
import { newCharge } from './actions/charges.ts'
import { bookRefund } from './actions/reversals.ts'
import { decideCharge } from './actions/settle.ts'
import { needConnection } from './ops/stripe.ts'
import { insertCharge } from './tables/charges.ts'
import { payerOf } from './tables/terms.ts'

const LEADS = process.env.SOAK ? 12_000 : 600
const AT_ONCE = 40
const PRICE = 100
const CREDIT_LIMIT = 500

let till: RechargingTill
afterEach(() => till.leave())

const now = () => till.world.clock.now()

/** A deposit that Stripe says succeeded; told to two processes at once. */
async function deposit(amount: number): Promise<string> {
  const { accountId } = till.world
  const { customerId } = till
  const payer = await payerOf(till.system.db, accountId, customerId)
  if (!payer) throw new Error('no customer')
  const chargeId = newId(now())
  const wish = { accountId, customerId, chargeId, kind: 'deposit', reason: null, byName: null } as const
  const connection = await needConnection(till.system, accountId)
  const asked = { ...wish, amount: asCents(amount), actorKind: 'customer' } as const
  const charge = { ...newCharge(asked, payer, connection, now()), fee: asCents(30), nextTryAt: now() }
  await till.system.transact((tx) => insertCharge(tx, charge))
  const paymentIntentId = `pi_${chargeId}`
  const outcome = { state: 'succeeded', paymentIntentId, paymentMethodId: null, card: null } as const
  await Promise.all([1, 2].map(() => decideCharge(till.system, accountId, chargeId, outcome)))
  return paymentIntentId
}

async function refund(paymentIntent: string, amount: number): Promise<void> {
  const id = `re_${newId(now())}`
  const told = { id, amount, payment_intent: paymentIntent, status: 'succeeded', metadata: {} }
  await Promise.all([1, 2].map(() => bookRefund(till.system, till.world.accountId, told)))
}

/** Balance and entries as one moment has them. */
async function moment(): Promise<{ balance: number; sum: number; entries: number; seq: number }> {
  const { rows } = await sql<{ balance: number; sum: number; entries: number; seq: number }>`
    select w.balance, w.seq, count(t.*) as entries,
      coalesce(sum(case 'wallet' when t.credit_account then t.amount when t.debit_account then -t.amount else 0 end), 0)
        as sum
    from wallets w left join transfers t on t.account_id = w.account_id and t.wallet_id = w.wallet_id
    where w.account_id = ${till.world.accountId} and w.wallet_id = ${till.customerId}
    group by w.balance, w.seq`.execute(till.system.db)
  const [row] = rows
  if (!row) throw new Error('no wallet')
  return row
}

/** Nothing comes in any more, and there is money for five leads and the credit's five. */
async function drain(): Promise<number> {
  const { balance } = await moment()
  const wish = { id: newId(now()), amount: Math.abs(balance - CREDIT_LIMIT), reason: 'corrected' }
  if (wish.amount > 0) await (balance > CREDIT_LIMIT ? subtractCredit : addCredit)(till.team, till.customerId, wish)
  const sold = await buyLeads(2 * AT_ONCE)
  expect(sold).toBe((2 * CREDIT_LIMIT) / PRICE)
  return sold
}

async function buyLeads(leads: number): Promise<number> {
  const { world, customerId } = till
  const clientId = await aClient(world)
  await mapClient(world, { customerId, clientId, billed: true })
  const market = await aMarket(world, { buyers: [{ clientId, price: PRICE }] })
  const intakes = [anIntake(world), anIntake(world)]
  let sold = 0
  for (let n = 0; n < leads; n += AT_ONCE) {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => {
        const intake = intakes[i % 2]
        if (!intake) throw new Error('two processes')
        return post(intake, aPost(market))
      }),
    )
    sold += answers.filter(({ code }) => code === 0).length
  }
  await Promise.all(intakes.map((intake) => intake.close()))
  return sold
}

test('balance = sum of entries at every moment, no sale goes below the limit, and every sale is paid once', async () => {
  till = await aRechargingTill()
  await changeLimits(till.team, till.customerId, { minimumBalance: null, creditLimit: asCents(CREDIT_LIMIT) })
  await addCredit(till.team, till.customerId, { id: newId(now()), amount: 2_000, reason: 'to begin with' })
  let selling = true
  const sales = buyLeads(LEADS).finally(() => {
    selling = false
  })
  let moments = 0
  for (let n = 0; selling; n++) {
    const payment = await deposit(1_500)
    if (n % 3 === 0) await refund(payment, 700)
    if (n % 4 === 0) await addCredit(till.team, till.customerId, { id: newId(now()), amount: 300, reason: 'thanks' })
    const { balance, sum, entries, seq } = await moment()
    expect([balance, seq]).toEqual([sum, entries])
    moments++
  }
  const sold = (await sales) + (await drain())
  const { rows } = await sql<{ sales: number; lowest: number }>`
    select count(*) as sales, min(balance_after) as lowest from transfers
    where account_id = ${till.world.accountId} and kind = 'sale'`.execute(till.system.db)
  expect(rows[0]?.sales).toBe(sold)
  expect(sold).toBeGreaterThan(0)
  expect(moments).toBeGreaterThan(3)
  expect(rows[0]?.lowest).toBeGreaterThanOrEqual(-CREDIT_LIMIT)
  await till.holds()
}, 900_000)
