import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consentSentence } from '../../contract/consent.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { testDatabase } from '../../test/harness/database.ts'
import { withClient } from '../../test/harness/global-setup.ts'
import { subtractCredit } from '../ledger/actions.ts'
import { newId } from '../platform/ids.ts'
import { agreeToRecharge } from './actions/own-recharge.ts'
import { billingChecks } from './checks.ts'
import { setDepositFee } from './tables/terms.ts'

let till: RechargingTill

/** Charges of two kinds, a refund that stands and one that failed, a dispute beyond its charge, one on its way. */
beforeAll(async () => {
  till = await aRechargingTill()
  const { simulator, team, payer, customerId, world, company } = till
  await team.transact((tx) => setDepositFee(tx, world.accountId, 300))
  await till.saveCard()
  const terms = { threshold: 5_000, amount: 10_000, mostChargesADay: 5, mostAmountADay: null }
  const around = { company, currency: 'USD', feeBp: 300, minimumDeposit: 50 }
  await agreeToRecharge(payer, { ...terms, on: true, consent: consentSentence(terms, around) })
  await till.work()
  const first = await till.chargeByOperator(20_000)
  const second = await till.chargeByOperator(8_000)
  const { control } = simulator
  control.refund(first.paymentIntentId ?? '', 5_000)
  const failing = control.refund(first.paymentIntentId ?? '', 1_000)
  await till.work()
  control.endRefund(failing.id, 'failed')
  control.refund(second.paymentIntentId ?? '', 8_240)
  await till.work()
  await subtractCredit(team, customerId, { id: newId(world.clock.now()), amount: 1_000, reason: 'leads' })
  control.fault({ kind: 'down', on: 'POST /v1/payment_intents', times: 0 })
  await till.chargeByOperator(700)
})
afterAll(() => till.leave())

/** The checks that find something in this account after `damage`, which is undone again. */
async function alarms(damage: string | undefined): Promise<string[]> {
  const { ownerUrl } = await testDatabase()
  return withClient(ownerUrl, async (client) => {
    await client.query('begin')
    if (damage) expect((await client.query(damage, [till.world.accountId])).rowCount).toBeGreaterThan(0)
    const found: string[] = []
    for (const { name, sql } of billingChecks) {
      const { rows } = await client.query(`select from (${sql}) offender where account_id = $1`, [till.world.accountId])
      if (rows.length > 0) found.push(name)
    }
    await client.query('rollback')
    return found
  })
}

const damages: Record<string, string[]> = {
  charges_booked_once: [
    `update charges set amount = amount + 1 where account_id = $1 and state = 'succeeded'`,
    `update charges set state = 'cancelled', decided_at = now() where account_id = $1 and fee = 600`,
    `delete from transfers where account_id = $1 and kind = 'fee'`,
  ],
  deposits_have_charges: [
    `update transfers set source = gen_random_uuid() where account_id = $1 and kind = 'deposit'`,
    `update transfers set source = gen_random_uuid() where account_id = $1 and kind = 'refund_fee'`,
  ],
  under_way_is_sum: [
    'update wallets set under_way = under_way + 1 where account_id = $1',
    `delete from charges where account_id = $1 and state = 'sent'`,
  ],
  reversals_booked_once: [
    `delete from transfers where account_id = $1 and kind = 'refund_undone'`,
    `update charge_reversals set state = 'booked' where account_id = $1 and state = 'undone'`,
    `update transfers set amount = amount + 1 where account_id = $1 and kind = 'refund'`,
  ],
  reversals_within_charge: [
    `update charges set amount = 1 where account_id = $1 and fee = 600`,
    `update charges set fee = 0 where account_id = $1`,
  ],
  stripe_is_charges_less_reversals: [
    `update transfers set amount = amount + 1 where account_id = $1 and kind = 'fee'`,
    `update charge_reversals set amount = amount + 1, loss_part = loss_part + 1 where account_id = $1 and state = 'booked'`,
  ],
  working_recharges_can_charge: [
    'delete from cards where account_id = $1',
    'update auto_recharges set is_on = false where account_id = $1',
    `update auto_recharges set stopped_reason = 'dispute', stopped_at = now() where account_id = $1`,
    'update wallets set recharge_below = recharge_below + 1 where account_id = $1 and recharge_below is not null',
    `update customers set billing_mode = 'manual' where account_id = $1`,
  ],
}

test('nothing is found where everything is true', async () => {
  expect(await alarms(undefined)).toEqual([])
})

test('each check has a sentence, a name of its own, and a damage that it is proved by', () => {
  expect(billingChecks.map(({ name }) => name)).toEqual(Object.keys(damages))
  for (const { sentence } of billingChecks) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

describe.each(Object.entries(damages))('%s', (name, ways) => {
  test.each(ways)('finds: %s', async (damage) => {
    expect(await alarms(damage)).toContain(name)
  })
})
