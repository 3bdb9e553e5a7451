/** Random histories of one wallet, told by several connections at once, against what must hold of every history. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppError } from '../../contract/errors.ts'
import { asCents } from '../../contract/money.ts'
import { aCustomer, aWorld, NOW, type World } from '../../test/factories/world.ts'
import { transact } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { type Booked, changeWallet, manualCredit, manualDebit, post, readWallet } from './ops.ts'
import type { Posting } from './rules/postings.ts'
import { walletChange } from './rules/postings.ts'
import { listTransfers } from './tables/transfers.ts'

interface Step {
  kind: 'credit' | 'debit'
  /** A small number of sources, so that repetitions and clashes are frequent. */
  source: number
  amount: number
  /** The clock of the process that tells it, in seconds off. */
  clock: number
}
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('credit', 'debit'),
  source: fc.nat(9),
  amount: fc.constantFrom(1, 1, 250, 99_999),
  clock: fc.integer({ min: -90, max: 90 }),
})
/** Steps of one group are told at once, group after group. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 })

type Outcome = { posting: Posting; booked?: Booked; refused?: unknown }

async function tell(world: World, walletId: number, sources: readonly string[], one: Step): Promise<Outcome> {
  const make = one.kind === 'credit' ? manualCredit : manualDebit
  const posting = make({
    walletId,
    source: sources[one.source] ?? '',
    amount: asCents(one.amount),
    currency: 'USD',
    note: 'test',
    actorName: 'Mia',
  })
  const now = new Date(NOW.getTime() + one.clock * 1_000)
  try {
    return { posting, booked: await transact(world.platform.db, (tx) => post(tx, world.accountId, now, posting)) }
  } catch (refused) {
    return { posting, refused }
  }
}

/** Each cause was booked once, in one of the forms it was told; whoever told that form was answered with it. */
function expectOnce(outcomes: readonly Outcome[]) {
  const byCause = Map.groupBy(outcomes, ({ posting }) => `${posting.kind} ${posting.source}`)
  for (const told of byCause.values()) {
    const applied = told.filter(({ booked }) => booked?.repeated === false)
    expect(applied).toHaveLength(1)
    const transfer = applied[0]?.booked?.transfer
    for (const { posting, booked, refused } of told) {
      if (posting.amount === transfer?.amount) expect(booked?.transfer).toEqual(transfer)
      else expect(refused).toMatchObject({ code: 'conflict' } satisfies Partial<AppError>)
    }
  }
}

async function expectWholeJournal(world: World, walletId: number, outcomes: readonly Outcome[]) {
  const { db } = world.platform
  const all = { kinds: [], fromSeq: undefined, beforeSeq: undefined, limit: 1_000 }
  const journal = (await listTransfers(db, world.accountId, walletId, all)).reverse()
  const wallet = await readWallet(db, world.accountId, walletId)
  let balance = 0
  for (const [index, transfer] of journal.entries()) {
    balance += walletChange(transfer)
    expect(transfer.walletSeq).toBe(index + 1)
    expect(transfer.balanceAfter).toBe(balance)
    expect(transfer.bookedAt >= (journal[index - 1]?.bookedAt ?? NOW)).toBe(true)
  }
  const applied = outcomes.flatMap(({ booked }) => (booked?.repeated === false ? [booked.transfer] : []))
  expect(journal).toHaveLength(applied.length)
  expect(balance).toBe(applied.reduce((sum, transfer) => sum + walletChange(transfer), 0))
  expect(wallet).toMatchObject({ balance, seq: journal.length, low: balance < 1_000 })
  expect(wallet.bookedAt).toEqual(journal.at(-1)?.bookedAt)
}

test('whatever is told at once or twice: the balance is the sum of a gapless journal, and each cause is booked once', async () => {
  const world = await aWorld()
  await fc.assert(
    fc.asyncProperty(history, async (groups) => {
      const walletId = await aCustomer(world)
      const limits = { minimumBalance: asCents(1_000), creditLimit: asCents(0) }
      await transact(world.platform.db, (tx) => changeWallet(tx, world.accountId, walletId, limits))
      const sources = Array.from({ length: 10 }, () => newId(NOW))
      const outcomes: Outcome[] = []
      for (const group of groups) {
        outcomes.push(...(await Promise.all(group.map((one) => tell(world, walletId, sources, one)))))
      }
      expectOnce(outcomes)
      await expectWholeJournal(world, walletId, outcomes)
    }),
    { numRuns: 40 },
  )
}, 60_000)
