/** An account connected to the Stripe simulator, with a customer who pays by card: the product's own code throughout. */
import { sql } from 'kysely'
import { type Exchange, type StripeSimulator, startSimulator } from '../../dev/stripe/simulator.ts'
import { finishCardSetup, setUpCard } from '../../server/billing/actions/cards.ts'
import { connectStripe } from '../../server/billing/actions/connect.ts'
import { billingRounds } from '../../server/billing/jobs.ts'
import { webhookRoute } from '../../server/billing/routes/webhooks.ts'
import { peopleChecks } from '../../server/people/checks.ts'
import type { Ctx, CustomerActor, TeamActor } from '../../server/platform/ctx.ts'
import { newId } from '../../server/platform/ids.ts'
import { checks } from '../../server/registry.ts'
import { testServer } from '../harness/server.ts'
import { asCustomer, asTeam } from './customer.ts'
import { aCustomer, aWorld, type World } from './world.ts'

export interface Till {
  world: World
  simulator: StripeSimulator
  team: Ctx<TeamActor>
  customerId: number
  payer: Ctx<CustomerActor>
  /** What was said to Stripe and what it answered, for who holds it to Stripe's description. */
  exchanges: Exchange[]
  /** Another customer of the account. */
  another(): Promise<{ customerId: number; payer: Ctx<CustomerActor> }>
  /** Saves a card on the hosted page; returns its payment method. */
  saveCard(number?: string, who?: Ctx<CustomerActor>): Promise<string>
  /** Lets the worker do all that is due, time standing still. */
  work(): Promise<void>
  /** The same, `ms` later, again and again until `steps` are over. */
  later(ms: number, steps?: number): Promise<void>
  balance(customerId?: number): Promise<number>
  /** Entries of the wallet: kind and amount, in order. */
  entries(customerId?: number): Promise<string[]>
  /** Payments that the simulator took. */
  paid(): number[]
  /** Every sentence that must hold does. @throws Error naming those that do not */
  holds(): Promise<void>
  close(): Promise<void>
}

const MOST_ROUNDS = 40

function keysOf(accountId: number): { publishableKey: string; secretKey: string } {
  const of = `51${String(accountId).padStart(14, 'A')}`
  return { publishableKey: `pk_test_${of}pub`, secretKey: `sk_test_${of}sec` }
}

export async function aTill(zone?: string): Promise<Till> {
  const world = await aWorld(zone)
  const { platform, clock } = world
  const exchanges: Exchange[] = []
  const simulator = await startSimulator({ now: () => clock.now(), onExchange: (one) => exchanges.push(one) })
  const server = await testServer(platform, [webhookRoute])
  // where this platform is seen from outside: known only now
  platform.config.publicOrigin = { scheme: 'http', port: await server.listen(0, '127.0.0.1') }
  platform.config.stripeApiBase = simulator.url
  const team = asTeam(world)
  await connectStripe(team, keysOf(world.accountId))
  const rounds = billingRounds(platform)
  const own = await payingCustomer(world)

  const work = async (): Promise<void> => {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await simulator.control.settled()
      if ((await rounds.runOnce()) === 0) return
    }
    throw new Error('the worker does not come to rest')
  }
  return {
    world,
    simulator,
    team,
    exchanges,
    ...own,
    work,
    another: () => payingCustomer(world),
    async saveCard(number = '4242424242424242', who = own.payer) {
      const url = new URL(await setUpCard(who, newId(clock.now())))
      const session = url.pathname.split('/').at(-1) ?? ''
      if (simulator.control.enterCard(session, number) === 'authenticate') simulator.control.authenticate(session, true)
      await finishCardSetup(who, session)
      return cardOf(world, who.actor.customerId)
    },
    async later(ms, steps = 1) {
      for (let step = 0; step < steps; step++) {
        clock.advance(ms)
        await work()
      }
    },
    balance: (id = own.customerId) => balanceOf(world, id),
    entries: (id = own.customerId) => entriesOf(world, id),
    paid: () =>
      simulator.control.merchants.flatMap(({ shelves }) =>
        shelves.charges.toJSON().flatMap(({ paid, amount }) => (paid ? [amount] : [])),
      ),
    holds: () => expectChecks(world),
    async close() {
      await server.close()
      await simulator.close()
    },
  }
}

async function payingCustomer(world: World) {
  const customerId = await aCustomer(world)
  const { db } = world.platform
  await db
    .updateTable('customers')
    .set({ billing_mode: 'real_time' })
    .where('account_id', '=', world.accountId)
    .where('customer_id', '=', customerId)
    .execute()
  return { customerId, payer: asCustomer(world, customerId) }
}

async function cardOf({ platform, accountId }: World, customerId: number): Promise<string> {
  const row = await platform.db
    .selectFrom('cards')
    .select('payment_method_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow()
  return row.payment_method_id
}

async function balanceOf({ platform, accountId }: World, walletId: number): Promise<number> {
  const row = await platform.db
    .selectFrom('wallets')
    .select('balance')
    .where('account_id', '=', accountId)
    .where('wallet_id', '=', walletId)
    .executeTakeFirstOrThrow()
  return Number(row.balance)
}

async function entriesOf({ platform, accountId }: World, walletId: number): Promise<string[]> {
  const rows = await platform.db
    .selectFrom('transfers')
    .select(['kind', 'amount'])
    .where('account_id', '=', accountId)
    .where('wallet_id', '=', walletId)
    .orderBy('wallet_seq')
    .execute()
  return rows.map(({ kind, amount }) => `${kind} ${amount}`)
}

async function expectChecks({ platform, accountId }: World): Promise<void> {
  // nobody lives in an account that a test wrote
  for (const check of checks.filter((one) => !peopleChecks.includes(one))) {
    const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(platform.db)
    const broken = rows.filter((row) => row.account_id === accountId)
    if (broken.length > 0) throw new Error(`${check.sentence} ${JSON.stringify(broken)}`)
  }
}
