/** Random histories of returns over leads of several sales and wallets, told at once, against what must hold of all. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { asCents, shareOf } from '../../contract/money.ts'
import type { Payout } from '../../contract/settings.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import { aBuyer, aCampaign, aCustomer, aSupplier, aWorld, type World } from '../../test/factories/world.ts'
import { ledgerChecks } from '../ledger/checks.ts'
import { returnChecks } from './checks.ts'
import { markReturned, type Returned } from './ops.ts'

const BUYERS = 3
const sale = fc.record({
  buyer: fc.nat(BUYERS - 1),
  price: fc.constantFrom(0, 1, 5, 4_599),
  wallet: fc.option(fc.nat(1)),
})
/** One buyer buys a lead at most once. */
const sales = fc.uniqueArray(sale, { minLength: 1, maxLength: BUYERS, selector: ({ buyer }) => buyer })
const terms: fc.Arbitrary<Payout> = fc.oneof(
  fc.constant({ kind: 'fixed' as const, amount: 700 }),
  fc.record({ kind: fc.constant('share' as const), rate: fc.constantFrom(0, 3_333, 5_000, 10_000) }),
)
const step = fc.record({
  lead: fc.nat(1),
  buyer: fc.option(fc.nat(BUYERS - 1)),
  refund: fc.boolean(),
  toSupplier: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const history = fc.record({
  terms,
  leads: fc.tuple(sales, sales),
  groups: fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
})

const payoutFor = (payout: Payout, revenue: number): number =>
  payout.kind === 'fixed' ? payout.amount : shareOf(asCents(revenue), payout.rate)

async function aStage({
  terms: payout,
  leads,
}: {
  terms: Payout
  leads: { price: number; buyer: number; wallet: number | null }[][]
}) {
  const world = await aWorld()
  const campaign = await aCampaign(world)
  const supplierId = await aSupplier(world, campaign, { payout })
  const buyers = await Promise.all(Array.from({ length: BUYERS }, () => aBuyer(world, campaign)))
  const wallets = [await aCustomer(world), await aCustomer(world)]
  const ids: string[] = []
  for (const parts of leads) {
    const revenue = parts.reduce((sum, { price }) => sum + price, 0)
    const sold = parts.map(({ buyer, price, wallet }) => {
      // a sale at no price has no entry
      const walletId = wallet === null || price === 0 ? undefined : wallets[wallet]
      return { buyerId: buyers[buyer] ?? 0, price, ...(walletId !== undefined && { walletId }) }
    })
    ids.push(await aLead(world, { campaign, supplierId, payout: payoutFor(payout, revenue), sales: sold }))
  }
  return { world, buyers, wallets, ids }
}
type Stage = Awaited<ReturnType<typeof aStage>>

async function tell({ world, buyers, ids }: Stage, one: Step): Promise<Returned | undefined> {
  const ctx = asTeam(world)
  const wish = {
    accountId: world.accountId,
    leadId: ids[one.lead] ?? '',
    of: one.buyer === null ? ('lead' as const) : { buyerId: buyers[one.buyer] ?? 0 },
    reason: 'test',
    note: null,
    refund: one.refund,
    toSupplier: one.toSupplier,
    by: 'Mia',
  }
  try {
    return await ctx.transact((tx) => markReturned(tx, ctx, wish))
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}

interface SoldRow {
  id: string
  leadId: string
  price: number
  walletId: number | null
  back: boolean
  refund: boolean | null
  toSupplier: boolean | null
}

async function soldOf({ platform, accountId }: World): Promise<SoldRow[]> {
  const { rows } = await sql<SoldRow>`
    select attempt_id as id, lead_id as "leadId", price, wallet_id as "walletId", returned_at is not null as back,
           return_refund as refund, return_to_supplier as "toSupplier"
    from attempts where account_id = ${accountId}`.execute(platform.db)
  return rows
}

async function expectModel(stage: Stage, payout: Payout, done: readonly Returned[]): Promise<void> {
  const { world, wallets } = stage
  const sold = await soldOf(world)
  const claimed = done.flatMap((one) => one.sales.map(({ attemptId }) => attemptId))
  expect(claimed.toSorted()).toEqual(
    sold
      .filter(({ back }) => back)
      .map(({ id }) => id)
      .toSorted(),
  )
  for (const walletId of wallets) {
    const kept = sold.filter((one) => one.walletId === walletId && !(one.back && one.refund))
    const { rows } = await sql<{ balance: number }>`
      select balance from wallets where account_id = ${world.accountId} and wallet_id = ${walletId}`.execute(
      world.platform.db,
    )
    expect(rows[0]?.balance).toBe(0 - kept.reduce((sum, { price }) => sum + price, 0))
  }
  for (const leadId of stage.ids) {
    const parts = sold.filter((one) => one.leadId === leadId)
    const kept = parts.filter(({ toSupplier }) => toSupplier !== true)
    const left = kept.reduce((sum, { price }) => sum + price, 0)
    const earns = kept.length === 0 ? 0 : payoutFor(payout, left)
    const { rows } = await sql<{ returned: boolean; earns: number }>`
      select returned, payout - coalesce(returned_payout, 0) as earns from leads
      where account_id = ${world.accountId} and lead_id = ${leadId}`.execute(world.platform.db)
    expect(rows[0]).toEqual({ returned: parts.every(({ back }) => back), earns })
  }
}

test('whatever is returned at once or twice: one credit a sale, equal to its debit, and every figure agrees', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (told) => {
      const stage = await aStage(told)
      const done: Returned[] = []
      for (const group of told.groups) {
        const answers = await Promise.all(group.map((one) => tell(stage, one)))
        done.push(...answers.filter((answer) => answer !== undefined))
      }
      await expectModel(stage, told.terms, done)
      for (const check of [...ledgerChecks, ...returnChecks]) {
        const { rows } = await sql<{ account_id: number }>`${sql.raw(check.sql)}`.execute(stage.world.platform.db)
        expect(
          rows.filter((row) => row.account_id === stage.world.accountId),
          check.sentence,
        ).toEqual([])
      }
    }),
    { numRuns: process.env.SOAK ? 400 : 15 },
  )
}, 120_000)
