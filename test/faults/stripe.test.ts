/**
 * What goes wrong between us and Stripe, played by the simulator against the real product: each time one charge, one
 * credit, the right end, and nobody has to do anything (spec 3.3). What is said to Stripe meanwhile is held to
 * Stripe's own description of its API.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Fault } from '../../dev/stripe/faults.ts'
import { chargeByOperator } from '../../server/billing/actions/charges.ts'
import { makeDeposit, readDeposit } from '../../server/billing/actions/deposits.ts'
import { newId } from '../../server/platform/ids.ts'
import { aTill, type Till } from '../factories/stripe.ts'
import { openStripeDescription, type StripeDescription } from '../harness/stripe-openapi.ts'

let description: StripeDescription
let till: Till
let id: string

beforeAll(async () => {
  description = await openStripeDescription()
}, 120_000)
beforeEach(async () => {
  till = await aTill()
  id = newId(till.world.clock.now())
})
afterEach(async () => {
  till.simulator.control.clearFaults()
  await till.holds()
  const complaints = till.exchanges.flatMap((exchange) => description.complaints(exchange))
  await till.close()
  expect([...new Set(complaints)]).toEqual([])
})

const AMOUNT = 10_000
const HOUR = 3_600_000
const PAYMENTS = 'POST /v1/payment_intents'

const chargeSaved = () => chargeByOperator(till.team, till.customerId, { id, amount: AMOUNT, reason: 'agreed' })

/** Mails that say how much was paid, to the billing address of this account's customer. */
async function receipts(): Promise<number> {
  const { platform, accountId } = till.world
  const rows = await platform.db.selectFrom('mail_outbox').select(['kind', 'account_id']).execute()
  return rows.filter((row) => row.kind === 'billing.deposit_receipt' && row.account_id === accountId).length
}

async function expectOneCharge(): Promise<void> {
  expect(till.paid()).toEqual([AMOUNT])
  expect(await till.entries()).toEqual([`deposit ${AMOUNT}`])
  expect(await till.balance()).toBe(AMOUNT)
  expect(await receipts()).toBe(1)
}

describe('the card on file is charged, and', () => {
  const faults: [string, Fault][] = [
    ['nothing goes wrong', { kind: 'rate_limit', on: 'GET /nothing' }],
    ['the answer does not come, though it was charged', { kind: 'hang', ms: 10, times: 2 }],
    ['the connection is cut after it was charged', { kind: 'cut_done', times: 2 }],
    ['the connection is cut before', { kind: 'cut', times: 2 }],
    ['Stripe says 500 and keeps it under the key, though it was charged', { kind: 'error_500_done' }],
    ['Stripe says 500 and keeps it under the key, and nothing was charged', { kind: 'error_500' }],
    ['the key is in use', { kind: 'in_use' }],
    ['there are too many calls', { kind: 'rate_limit', times: 3 }],
    ['Stripe is down for a while', { kind: 'down', times: 4 }],
  ]
  it.each(faults)('%s', async (_, fault) => {
    await till.saveCard()
    // nobody tells how it ended: it is found out
    till.simulator.control.holdWebhooks()
    till.simulator.control.fault({ on: PAYMENTS, ...fault })
    const asked = await chargeSaved()
    await till.later(70_000, 6)
    if (fault.kind === 'error_500') {
      // nothing was charged, and that is what the charge says
      expect(till.paid()).toEqual([])
      expect((await readDeposit(till.payer, asked.chargeId)).state).toBe('cancelled')
      return
    }
    await expectOneCharge()
    expect((await readDeposit(till.payer, asked.chargeId)).state).toBe('succeeded')
    // told afterwards, nothing changes
    await till.simulator.control.releaseWebhooks()
    await till.work()
    await expectOneCharge()
  })

  it('the same wish comes five times at once', async () => {
    await till.saveCard()
    const wish = { id, amount: AMOUNT, with: 'saved_card' as const, saveCard: false }
    await Promise.all(Array.from({ length: 5 }, () => makeDeposit(till.payer, wish)))
    await till.later(70_000, 2)
    await expectOneCharge()
  })

  it('no webhook ever comes', async () => {
    await till.saveCard()
    till.simulator.control.holdWebhooks()
    await chargeSaved()
    await expectOneCharge()
  })
})

const openPage = async () => {
  const { url } = await makeDeposit(till.payer, { id, amount: AMOUNT, with: 'page', saveCard: false })
  return new URL(url ?? '').pathname.split('/').at(-1) ?? ''
}

describe('a deposit is paid on the hosted page, and its webhooks', () => {
  const pay = async () => {
    till.simulator.control.holdWebhooks()
    till.simulator.control.enterCard(await openPage(), '4242424242424242')
    return till.simulator.control.pendingWebhooks().map(({ event }) => event)
  }

  it('are lost: the page one comes back to books it', async () => {
    await pay()
    expect((await readDeposit(till.payer, id)).state).toBe('succeeded')
    await expectOneCharge()
  })

  it('are lost, and nobody comes back: it is found by asking', async () => {
    for (const event of await pay()) till.simulator.control.loseWebhook(event)
    await till.later(60_000, 8)
    await expectOneCharge()
  })

  it('come two days late', async () => {
    const events = await pay()
    till.world.clock.advance(48 * HOUR)
    for (const event of events) expect(await till.simulator.control.sendWebhook(event)).toEqual([200])
    await till.work()
    await expectOneCharge()
  })

  it('come five times each, last first', async () => {
    for (const event of (await pay()).toReversed()) {
      expect(await till.simulator.control.sendWebhook(event, { times: 5 })).toEqual(Array(5).fill(200))
      await till.work()
    }
    await expectOneCharge()
  })

  it('come while the page one comes back to asks too', async () => {
    await pay()
    await Promise.all([
      till.simulator.control.releaseWebhooks(),
      readDeposit(till.payer, id),
      readDeposit(till.payer, id),
      till.work(),
    ])
    await till.work()
    await expectOneCharge()
  })

  it.each([
    ['are signed with a wrong secret', { secret: 'whsec_somebody' }],
    ['are an old post sent again', { age: 600 }],
  ])('%s: they are refused and change nothing', async (_, odd) => {
    const before = await till.balance()
    for (const event of await pay()) expect(await till.simulator.control.sendWebhook(event, odd)).toEqual([400])
    await till.work()
    expect(await till.balance()).toBe(before)
    await till.simulator.control.releaseWebhooks()
    await till.work()
    await expectOneCharge()
  })

  it("are signed with another account's secret", async () => {
    const other = await aTill()
    const [merchant] = other.simulator.control.merchants
    const [foreign] = merchant?.shelves.endpointSecrets.toJSON() ?? []
    for (const event of await pay())
      expect(await till.simulator.control.sendWebhook(event, { secret: foreign?.secret ?? '' })).toEqual([400])
    await other.close()
    expect(await till.balance()).toBe(0)
    await till.simulator.control.releaseWebhooks()
    await till.work()
  })
})

describe('on the hosted page', () => {
  it('Pay is pressed twice, in two tabs', async () => {
    const [first, second] = await Promise.all([openPage(), openPage()])
    expect(second).toBe(first)
    for (const tab of [first, second]) till.simulator.control.enterCard(tab, '4242424242424242')
    await till.later(60_000, 2)
    await expectOneCharge()
  })

  it('a card is declined and another one pays', async () => {
    const page = await openPage()
    expect(() => till.simulator.control.enterCard(page, '4000000000009995')).toThrow('insufficient')
    await till.work()
    expect((await readDeposit(till.payer, id)).state).toBe('open')
    till.simulator.control.enterCard(page, '4242424242424242')
    await till.work()
    await expectOneCharge()
  })

  it('nobody pays: it ends', async () => {
    await openPage()
    await till.later(HOUR, 4)
    expect((await readDeposit(till.payer, id)).state).toBe('expired')
    expect(till.paid()).toEqual([])
  })
})

it('a bank that only inquires takes nothing from the wallet', async () => {
  await till.saveCard('4000000000001976')
  await chargeSaved()
  await till.later(1_000, 2)
  await expectOneCharge()
})
