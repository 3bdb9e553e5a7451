/**
 * Random histories over two processes that are told nothing, held against a small model post by post, and against the
 * ledger's own checks at the end (spec 1, invariants 1 to 5).
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { BuyerPart, NO_CAPS } from '../../contract/settings.ts'
import { calls, ends, TestCourier } from '../../test/factories/courier.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aMarket, anIntake, aPayingClient, aPost, type Market, post } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { expectSound } from '../../test/harness/sound.ts'
import { type Answer, decidePost, isLow, type Model, reservedIn, settleOldest } from '../../test/models/market.ts'
import { pauseBuyer, resumeBuyer } from '../campaigns/actions/buyers.ts'
import { changeSettings } from '../campaigns/actions/settings.ts'
import { addCredit, changeLimits } from '../ledger/actions.ts'
import { transact } from '../platform/db.ts'
import type { Intake } from './intake.ts'
import { settleUnknown } from './ops.ts'

const RUNS = process.env.SOAK ? 400 : 12
const DAY = 86_400_000

type Step =
  | { do: 'post'; person: number; variant: number; process: number }
  | { do: 'burst'; persons: number[] }
  | { do: 'credit'; amount: number }
  | { do: 'limits'; creditLimit: number; minimum: number | null }
  | { do: 'settings'; price: number; cap: number; budget: number }
  | { do: 'pause'; on: boolean }
  | { do: 'wait'; ms: number }
  | { do: 'answer'; answer: 'accepted' | 'rejected' | 'unknown' }
  | { do: 'settle'; as: 'sold' | 'not_sold' }

const person = fc.nat({ max: 5 })
const ofStores: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      person,
      variant: fc.nat({ max: 1 }),
      process: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('burst' as const),
      persons: fc.array(person, { minLength: 4, maxLength: 24 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('credit' as const), amount: fc.integer({ min: 1, max: 9_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('limits' as const),
      creditLimit: fc.constantFrom(0, 3_000),
      minimum: fc.constantFrom(null, 0, 2_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settings' as const),
      price: fc.constantFrom(0, 1_000, 2_300),
      cap: fc.nat({ max: 4 }),
      budget: fc.constantFrom(0, 2_500, 5_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), on: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 61_000, DAY, 31 * DAY) }),
  },
)

/** What happens as well where the first buyer is called. */
const ofCalls: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: ofStores },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      answer: fc.constantFrom('accepted', 'rejected', 'unknown'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('settle' as const), as: fc.constantFrom('sold', 'not_sold') }),
  },
)

interface Stage {
  world: World
  market: Market
  customerId: number
  processes: Intake[]
  model: Model
}

const NAMES = ['Ada', 'Grace']

const bodyOf = ({ market }: Stage, who: number, variant: number) =>
  aPost(market, { first_name: NAMES[variant], phone: `+1530555010${who}`, email: `p${who}@example.com` })

const buyerPart = (model: Model) =>
  BuyerPart.parse({
    ...(model.answer !== 'stores' && { delivery: calls() }),
    price: model.price,
    position: 1,
    caps: { ...NO_CAPS, day: model.cap },
    budget: { on: model.budget > 0, day: model.budget, week: 0, month: 0, total: 0 },
  })

async function setStage(check: Model['check'], answer: Answer): Promise<Stage> {
  const world = await aWorld()
  const { clientId, customerId } = await aPayingClient(world, { balance: 0 })
  const model: Model = {
    now: world.clock.now().getTime(),
    day: '',
    check,
    price: 1_000,
    cap: 3,
    budget: 0,
    paused: false,
    balance: 0,
    creditLimit: 0,
    minimum: null,
    restCap: 6,
    answer,
    sold: [],
  }
  const market = await aMarket(world, {
    campaign: {
      duplicates: check === 'none' ? null : { days: 30, fields: ['phone', 'email'], match: 'any', scope: check },
    },
    buyers: [
      { ...buyerPart(model), clientId },
      { price: 500, caps: { ...NO_CAPS, total: model.restCap } },
    ],
  })
  const courier = new TestCourier(() =>
    model.answer === 'rejected' || model.answer === 'unknown' ? ends.of(model.answer) : ends.accepted(),
  )
  const stage = { world, market, customerId, processes: [anIntake(world, courier), anIntake(world, courier)], model }
  await take(stage, { do: 'credit', amount: 8_000 })
  return stage
}

function dayOf(ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(ms)
}

async function take(stage: Stage, one: Step): Promise<void> {
  const { world, market, customerId, model } = stage
  const ctx = asTeam(world)
  const [buyerId = 0] = market.buyerIds
  model.now = world.clock.now().getTime()
  model.day = dayOf(model.now)
  switch (one.do) {
    case 'post': {
      const intake = stage.processes[one.process]
      const answer = intake && (await post(intake, bodyOf(stage, one.person, one.variant)))
      expect(answer?.code).toBe(decidePost(model, one.person, one.variant))
      return
    }
    case 'burst':
      return burst(stage, one.persons)
    case 'credit':
      model.balance += one.amount
      await addCredit(ctx, customerId, { id: randomUUID(), amount: asCents(one.amount), reason: 'test' })
      return
    case 'limits':
      Object.assign(model, { creditLimit: one.creditLimit, minimum: one.minimum })
      await changeLimits(ctx, customerId, {
        creditLimit: asCents(one.creditLimit),
        minimumBalance: one.minimum === null ? null : asCents(one.minimum),
      })
      return
    case 'settings':
      Object.assign(model, { price: one.price, cap: one.cap, budget: one.budget })
      await changeSettings(ctx, market.campaign.campaignId, {
        summary: 'test',
        parts: [{ part: 'buyer', id: buyerId, body: buyerPart(model) }],
      })
      return
    case 'pause':
      model.paused = one.on
      await (one.on ? pauseBuyer(ctx, buyerId, { reason: 'test', until: null }) : resumeBuyer(ctx, buyerId))
      return
    case 'wait':
      world.clock.advance(one.ms)
      return
    case 'answer':
      model.answer = one.answer
      return
    case 'settle':
      await settle(stage, one.as, settleOldest(model, one.as))
  }
}

/** Of the one the model settled: ids of one millisecond do not tell which of two processes was first. */
async function settle(
  { world }: Stage,
  as: 'sold' | 'not_sold',
  whose: { person: number; variant: number } | undefined,
): Promise<void> {
  if (!whose) return
  const { db, clock } = world.platform
  const { rows } = await sql<{ attempt_id: string }>`
    select r.attempt_id from reservations r
    join leads l on l.account_id = r.account_id and l.lead_id = r.lead_id and l.received_at = r.received_at
    where r.account_id = ${world.accountId} and right(l.data ->> 1, 1)::integer = ${whose.person}
      and (l.data ->> 0 = 'Grace')::integer = ${whose.variant}
    order by r.reserved_at limit 1`.execute(db)
  const [oldest] = rows
  if (!oldest) throw new Error('the unknown that the model settles is not there')
  const wish = { attempts: [oldest.attempt_id], as, by: 'Lena', now: clock.now() }
  expect(await transact(db, (tx) => settleUnknown(tx, world.accountId, wish))).toHaveLength(1)
}

/** All at once over both processes: which of them win is open, how many may is not. */
async function burst(stage: Stage, persons: number[]): Promise<void> {
  // only sales can be told apart afterwards
  if (stage.model.answer !== 'stores') stage.model.answer = 'accepted'
  const before = new Set((await salesOf(stage)).map(({ id }) => id))
  const answers = await Promise.all(
    persons.map((who, nth) => {
      const intake = stage.processes[nth % 2] as Intake // there are two
      return post(intake, bodyOf(stage, who, nth % 2))
    }),
  )
  expect(answers.filter(({ code }) => code === 1020)).toEqual([])
  const made = (await salesOf(stage)).filter(({ id }) => !before.has(id))
  expect(made.length).toBe(answers.filter(({ code }) => code === 0).length)
  // Replayed, each sale must be one the model would have made. Within a burst the paying buyer's come first: what it
  // takes only grows, so whoever was left to the rest would be left to it at the end as well.
  const [payingId] = stage.market.buyerIds
  for (const sale of made.toSorted(
    (one, other) => Number(other.buyerId === payingId) - Number(one.buyerId === payingId),
  )) {
    expect(decidePost(stage.model, sale.person, sale.variant)).toBe(0)
    expect(stage.model.sold.at(-1)?.buyer).toBe(sale.buyerId === payingId ? 'paying' : 'rest')
  }
}

async function salesOf({ world, market }: Stage) {
  const { rows } = await sql<{ id: string; person: number; variant: number; buyerId: number }>`
    select a.attempt_id as id, right(l.data ->> 1, 1)::integer as person, (l.data ->> 0 = 'Grace')::integer as variant, a.buyer_id as "buyerId"
    from attempts a join leads l on l.account_id = a.account_id and l.lead_id = a.lead_id
    where a.account_id = ${world.accountId} and a.campaign_id = ${market.campaign.campaignId}
      and a.outcome = 'accepted'`.execute(world.platform.db)
  return rows
}

async function checkBooks({ world, customerId, model }: Stage): Promise<void> {
  const { db } = world.platform
  const wallet = await db
    .selectFrom('wallets')
    .select(['balance', 'low', 'reserved'])
    .where('account_id', '=', world.accountId)
    .where('wallet_id', '=', customerId)
    .executeTakeFirstOrThrow()
  expect(wallet).toEqual({ balance: model.balance, low: isLow(model), reserved: reservedIn(model) })
  await expectSound(world)
}

const kinds = (['none', 'campaign', 'buyer'] as const).flatMap((check) =>
  (['stores', 'accepted'] as const).map((answer) => ({ check, answer })),
)

test.each(kinds)(
  'any history keeps the invariants, with duplicate check: $check, first buyer: $answer',
  async ({ check, answer }) => {
    const step = answer === 'stores' ? ofStores : ofCalls
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
        const stage = await setStage(check, answer)
        for (const one of steps) await take(stage, one)
        await checkBooks(stage)
        await Promise.all(stage.processes.map((intake) => intake.close()))
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  },
  process.env.SOAK ? 1_800_000 : 60_000,
)
