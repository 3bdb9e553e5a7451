/**
 * Random histories of a customer's card money against a small model: sales, returns, charges, recharges, declines,
 * refunds, disputes, calls that fail half-way, and Stripe's events out of order and twice.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consentSentence } from '../../contract/consent.ts'
import { asCents } from '../../contract/money.ts'
import { aRechargingTill, type RechargingTill } from '../../test/factories/recharging.ts'
import { CardMoney } from '../../test/models/card-money.ts'
import { addCredit, changeLimits, subtractCredit } from '../ledger/actions.ts'
import { readWallet } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { chargeByOperator } from './actions/charges.ts'
import { liftDispute } from './actions/disputes.ts'
import { startRecharge } from './actions/due.ts'
import { agreeToRecharge } from './actions/own-recharge.ts'
import { askRefund } from './actions/refunds.ts'
import { setDepositFee } from './tables/terms.ts'

const RUNS = process.env.SOAK ? 150 : 6
const LONGEST = process.env.SOAK ? 40 : 14

type Fault = 'cut_done' | 'error_500_done' | 'in_use' | undefined

interface Step {
  name: string
  tell(history: History): Promise<void>
}

/** A step of a kind: made of what is random about it, told to both sides by `tell`. */
const stepOf = <T extends object>(
  name: string,
  random: fc.Arbitrary<T>,
  tell: (history: History, one: T) => Promise<void>,
): fc.Arbitrary<Step> =>
  random.map((one) => ({ name: `${name} ${JSON.stringify(one)}`, tell: (history) => tell(history, one) }))

const FEE_BP = 290
const TERMS = { threshold: 5_000, amount: 12_000, mostChargesADay: 5, mostAmountADay: null }
const MINIMUM = 1_000

let till: RechargingTill
beforeAll(async () => {
  till = await aRechargingTill()
  await till.team.transact((tx) => setDepositFee(tx, till.world.accountId, FEE_BP))
})
afterAll(() => till.leave())

/** What Stripe knows beside the model: its ids, by the model's places. */
class History {
  readonly model = new CardMoney(
    { threshold: TERMS.threshold, amount: TERMS.amount, mostADay: 120_000, chargesADay: 5, least: 50 },
    FEE_BP,
  )
  readonly refunds = new Map<number, string>()
  readonly disputes = new Map<number, string>()
  readonly customerId: number
  constructor(customerId: number) {
    this.customerId = customerId
  }

  /** Payments of this customer that went through, the oldest first: as the model has them. */
  async payments() {
    return till.world.platform.db
      .selectFrom('charges')
      .select(['charge_id', 'payment_intent_id', 'amount', 'fee'])
      .where('account_id', '=', till.world.accountId)
      .where('customer_id', '=', this.customerId)
      .where('state', '=', 'succeeded')
      .orderBy('decided_at')
      .orderBy('created_at')
      .orderBy('charge_id')
      .execute()
  }
}

const id = () => newId(till.world.clock.now())
const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(at)
const { round } = Math
const pick = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(all.length, 1)]

async function undo({ model }: History, of: [number, string] | undefined, end: (id: string) => void): Promise<void> {
  const taken = of && model.taken[of[0]]
  if (!of || !taken?.stands) return
  end(of[1])
  model.gaveBack(taken)
}

interface Refund {
  of: number
  share: number
  how: 'at_stripe' | 'asked' | 'keeping_fee'
  fault: Fault
}

async function refund(history: History, { of, share, how, fault }: Refund): Promise<void> {
  const { model, customerId, refunds } = history
  const payments = await history.payments()
  const paid = pick(model.paid, of)
  const payment = pick(payments, of)
  // Stripe refunds no payment that is or was disputed
  if (!paid || !payment || paid.disputed) return
  const keepFee = how === 'keeping_fee'
  const amount = round(((keepFee ? paid.walletLeft : paid.walletLeft + paid.feeLeft) * share) / 100)
  if (amount < 1) return
  const place = model.taken.length
  goWrong('POST /v1/refunds', fault)
  if (how === 'at_stripe') refunds.set(place, till.simulator.control.refund(payment.payment_intent_id ?? '', amount).id)
  else await askRefund(till.team, customerId, payment.charge_id, { id: id(), amount, keepFee, reason: 'test' })
  model.tookBack(paid, amount, keepFee)
}

async function dispute(history: History, { of }: { of: number }): Promise<void> {
  const { model, disputes } = history
  const payments = await history.payments()
  const [paid, payment] = [pick(model.paid, of), pick(payments, of)]
  if (!paid || !payment || paid.disputed) return
  const place = model.taken.length
  const amount = payment.amount + payment.fee
  disputes.set(place, till.simulator.control.dispute(payment.payment_intent_id ?? '', { amount }).id)
  paid.disputed = true
  model.tookBack(paid, amount, false)
  model.disputed()
}

const of = fc.nat(30)
const fault: fc.Arbitrary<Fault> = fc.constantFrom(undefined, undefined, 'cut_done', 'error_500_done', 'in_use')
const amounts = fc.record({ amount: fc.integer({ min: -30_000, max: 9_000 }).filter((amount) => amount !== 0) })
const charges = fc.record({ amount: fc.integer({ min: 50, max: 20_000 }), fault })
const refunds = fc.record({
  of,
  share: fc.integer({ min: 1, max: 100 }),
  how: fc.constantFrom<Refund['how']>('at_stripe', 'asked', 'keeping_fee'),
  fault,
})

function goWrong(on: string, kind: Fault): void {
  if (kind) till.simulator.control.fault({ kind, on })
}

const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: stepOf('move', amounts, async ({ model, customerId }, { amount }) => {
      const wish = { id: id(), amount: Math.abs(amount), reason: 'test' }
      await (amount > 0 ? addCredit : subtractCredit)(till.team, customerId, wish)
      model.moved(amount)
    }),
  },
  {
    weight: 2,
    arbitrary: stepOf('charge', charges, async ({ model, customerId }, { amount, fault: kind }) => {
      goWrong('POST /v1/payment_intents', kind)
      await chargeByOperator(till.team, customerId, { id: id(), amount, reason: 'test' })
      model.charged(amount)
    }),
  },
  {
    weight: 2,
    arbitrary: stepOf('card', fc.record({ declines: fc.boolean() }), async ({ model, customerId }, { declines }) => {
      await till.saveCard(declines ? '4000000000000341' : '4242424242424242', till.payerOf(customerId))
      model.newCard(declines)
    }),
  },
  { weight: 4, arbitrary: stepOf('refund', refunds, refund) },
  {
    weight: 1,
    arbitrary: stepOf('fail', fc.record({ of }), async (history, { of: n }) =>
      undo(history, pick([...history.refunds], n), (refundId) => till.simulator.control.endRefund(refundId, 'failed')),
    ),
  },
  { weight: 2, arbitrary: stepOf('dispute', fc.record({ of }), dispute) },
  {
    weight: 1,
    arbitrary: stepOf('win', fc.record({ of }), async (history, { of: n }) =>
      undo(history, pick([...history.disputes], n), (disputeId) => till.simulator.control.endDispute(disputeId, 'won')),
    ),
  },
  {
    weight: 1,
    arbitrary: stepOf('lift', fc.record({}), async ({ model, customerId }) => {
      await liftDispute(till.team, customerId, 'test')
      model.lifted()
    }),
  },
  {
    weight: 3,
    arbitrary: stepOf('wait', fc.record({ hours: fc.constantFrom(1, 6, 24) }), async (_history, { hours }) => {
      till.world.clock.advance(hours * 3_600_000)
    }),
  },
)

/** Everything that waits, backwards first and then again in its order, while two processes look for due recharges. */
async function quiet({ customerId }: History): Promise<void> {
  const { control } = till.simulator
  for (const { event } of control.pendingWebhooks().toReversed()) await control.sendWebhook(event)
  await control.releaseWebhooks()
  await till.work()
  await Promise.all([1, 2].map(() => startRecharge(till.system, till.world.accountId, customerId)))
  // what was called for in vain is called for again within seconds
  await till.later(10_000, 2)
}

async function expectAlike({ model, customerId }: History): Promise<void> {
  const now = till.world.clock.now()
  model.recharge(now.getTime(), dayOf(now))
  const wallet = await readWallet(till.world.platform.db, till.world.accountId, customerId)
  const works = model.works(dayOf(now))
  expect(wallet).toMatchObject({
    balance: model.balance,
    underWay: 0,
    rechargeBelow: works ? TERMS.threshold : null,
    low: !works && model.balance < MINIMUM,
  })
}

test('whatever happens to card money, and in whatever order it is told: the balance is the model’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: LONGEST }), async (all) => {
      const { customerId, payer } = await till.another()
      const history = new History(customerId)
      await changeLimits(till.team, customerId, { minimumBalance: asCents(MINIMUM), creditLimit: asCents(0) })
      await till.saveCard('4242424242424242', payer)
      const around = { company: till.company, currency: 'USD', feeBp: FEE_BP, minimumDeposit: 50 }
      await agreeToRecharge(payer, { ...TERMS, on: true, consent: consentSentence(TERMS, around) })
      await quiet(history)
      await expectAlike(history)
      for (const one of all) {
        till.simulator.control.holdWebhooks()
        await one.tell(history)
        till.simulator.control.clearFaults()
        await quiet(history)
        await expectAlike(history)
      }
      await till.holds()
    }),
    { numRuns: RUNS, endOnFailure: process.env.SOAK === undefined },
  )
}, 900_000)
