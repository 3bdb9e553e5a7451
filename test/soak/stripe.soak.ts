/** Hundreds of deposits, refunds and webhooks while everything goes wrong that can: in the end the books close. */
import { expect, it } from 'vitest'
import { seeded } from '../../dev/random.ts'
import { FAULT_KINDS } from '../../dev/stripe/faults.ts'
import { makeDeposit } from '../../server/billing/actions/deposits.ts'
import { askRefund } from '../../server/billing/actions/refunds.ts'
import { newId } from '../../server/platform/ids.ts'
import { aTill, type Till } from '../factories/stripe.ts'

const STEPS = 300
const CALLS = ['POST /v1/payment_intents', 'POST /v1/refunds', 'POST /v1/checkout/sessions', 'GET /v1/']
const AMOUNTS = [5_000, 10_000, 12_345]

/** What Stripe holds of it now: taken, less what was given back. */
function heldAtStripe({ simulator }: Till): number {
  const [merchant] = simulator.control.merchants
  const charges = merchant?.shelves.charges.toJSON() ?? []
  return charges.reduce((sum, one) => sum + (one.paid ? one.amount - one.amount_refunded : 0), 0)
}

async function undecided({ world }: Till): Promise<number> {
  const rows = await world.platform.db
    .selectFrom('charges')
    .select('state')
    .where('account_id', '=', world.accountId)
    .where('state', 'in', ['open', 'sent'])
    .execute()
  return rows.length
}

it.each([1, 2, 3, 4])(
  'history %i ends with every payment booked once',
  async (seed) => {
    const random = seeded(seed)
    const till = await aTill()
    const { control } = till.simulator
    const now = () => till.world.clock.now()
    const made: { id: string; amount: number }[] = []
    await till.saveCard()
    const steps: (() => Promise<unknown> | unknown)[] = [
      async () => {
        const wish = { id: newId(now()), amount: random.pick(AMOUNTS) }
        made.push(wish)
        const press = () => makeDeposit(till.payer, { ...wish, with: 'saved_card', saveCard: false })
        await Promise.allSettled(random.chance(0.3) ? [press(), press()] : [press()])
      },
      async () => {
        const wish = { id: newId(now()), amount: random.pick(AMOUNTS) }
        made.push(wish)
        const opened = await makeDeposit(till.payer, { ...wish, with: 'page', saveCard: false }).catch(() => undefined)
        const page = opened?.url && new URL(opened.url).pathname.split('/').at(-1)
        if (page && random.chance(0.8)) control.enterCard(page, '4242424242424242')
      },
      async () => {
        const { id, amount } = made.length > 0 ? random.pick(made) : { id: newId(now()), amount: 1 }
        const wish = { id: newId(now()), amount: random.int(1, amount), keepFee: false, reason: 'soak' }
        await askRefund(till.team, till.customerId, id, wish).catch(() => undefined)
      },
      () => control.fault({ kind: random.pick(FAULT_KINDS), on: random.pick(CALLS), ms: 5, times: random.int(1, 3) }),
      () => control.holdWebhooks(),
      () => control.releaseWebhooks(),
      async () => {
        const pending = control.pendingWebhooks()
        if (pending.length > 0) await control.sendWebhook(random.pick(pending).event, { times: random.int(1, 5) })
      },
      () => {
        const pending = control.pendingWebhooks()
        if (pending.length > 0) control.loseWebhook(random.pick(pending).event)
      },
      () => till.later(random.int(1, 120) * 1_000),
      () => till.work(),
    ]
    for (let step = 0; step < STEPS; step++) await random.pick(steps)()
    control.clearFaults()
    await control.releaseWebhooks()
    await till.later(3 * 3_600_000, 4)
    expect(till.paid().length).toBeGreaterThan(STEPS / 20)
    expect(await undecided(till)).toBe(0)
    expect(await till.balance()).toBe(heldAtStripe(till))
    await till.holds()
    await till.close()
  },
  600_000,
)
