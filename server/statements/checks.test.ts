import { expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { aCustomer, aWorld } from '../../test/factories/world.ts'
import { testDatabase } from '../../test/harness/database.ts'
import { withClient } from '../../test/harness/global-setup.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { manualCredit, post } from '../ledger/ops.ts'
import { newId } from '../platform/ids.ts'
import { issueStatements } from './actions/issue.ts'
import { statementChecks } from './checks.ts'

const damages: Record<string, string[]> = {
  statement_foots: [
    'update transfers set amount = amount + 1 where account_id = $1 and wallet_seq = 1',
    'delete from transfers where account_id = $1 and wallet_seq = 2',
    'update statements set closing = closing + 1 where account_id = $1 and number = 1',
  ],
  statement_follows: [
    'update statements set opening = opening + 1 where account_id = $1 and number = 2',
    'update statements set number = 5 where account_id = $1 and number = 2',
    'update statements set first_seq = 1 where account_id = $1 and number = 2',
  ],
  statement_holds_its_month: [
    `update transfers set booked_at = booked_at + interval '40 days' where account_id = $1 and wallet_seq = 1`,
    `update transfers set booked_at = booked_at - interval '40 days' where account_id = $1 and wallet_seq = 3`,
  ],
}

/** A customer with an entry in November, two in December (both issued) and one after. */
async function twoMonths() {
  const world = await aWorld()
  const { accountId, platform } = world
  const customerId = await aCustomer(world)
  const ctx = systemCtx(platform)
  for (const day of ['2026-11-25', '2026-12-02', '2026-12-09', '2027-01-03']) {
    world.clock.set(new Date(`${day}T15:00:00Z`))
    const entry = { walletId: customerId, source: newId(ctx.now()), amount: asCents(500), currency: 'USD' }
    const posting = manualCredit({ ...entry, note: 'by wire', actorName: 'Mia' })
    await ctx.transact((tx) => post(tx, accountId, ctx.now(), posting))
  }
  await issueStatements(ctx, { accountId, customerId, month: '2026-12' })
  return world
}

/** The checks that find something in this account after `damage`, which is undone again. */
async function alarms(accountId: number, damage?: string): Promise<string[]> {
  const { ownerUrl } = await testDatabase()
  return withClient(ownerUrl, async (client) => {
    await client.query('begin')
    if (damage !== undefined) expect((await client.query(damage, [accountId])).rowCount).toBeGreaterThan(0)
    const found: string[] = []
    for (const { name, sql } of statementChecks) {
      const { rows } = await client.query(`select from (${sql}) offender where account_id = $1`, [accountId])
      if (rows.length > 0) found.push(name)
    }
    await client.query('rollback')
    return found
  })
}

test('each sentence holds, and is contradicted by what it is there for', async () => {
  const { accountId } = await twoMonths()
  expect(await alarms(accountId)).toEqual([])
  expect(Object.keys(damages)).toEqual(statementChecks.map(({ name }) => name))
  for (const [name, statements] of Object.entries(damages))
    for (const damage of statements) expect(await alarms(accountId, damage), damage).toContain(name)
})
