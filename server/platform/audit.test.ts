import { expect, it } from 'vitest'
import { testDatabase } from '../../test/harness/database.ts'
import { audit } from './audit.ts'
import { movableClock } from './clock.ts'
import { type Actor, ctxOf, type Platform, system } from './ctx.ts'

const clock = movableClock(new Date('2026-11-01T06:30:00Z'))
const admin: Actor = {
  kind: 'team',
  userId: '01a203a9-62aa-74b4-a0d5-796e6d436e0e',
  sessionId: 's',
  email: 'ann@example.com',
  name: 'Ann',
  accountId: 990_001,
  role: 'administrator',
  grants: [],
}

const rowsOf = async (accountId: number) => {
  const { db } = await testDatabase()
  return db.selectFrom('audit_log').selectAll().where('account_id', '=', accountId).execute()
}

async function ctxAs(actor: Actor) {
  const { db, pool } = await testDatabase()
  const platform = { db, pool, clock } as unknown as Platform // all that an audit asks of it
  return ctxOf(platform, actor)
}

it('writes who changed what, in the transaction of the change', async () => {
  const ctx = await ctxAs(admin)
  const entry = {
    action: 'client.renamed',
    target: { kind: 'client', id: 5 },
    before: { name: 'A' },
    after: { name: 'B' },
  }
  await ctx.transact((tx) => audit(tx, ctx, entry))
  const failed = ctx.transact(async (tx) => {
    await audit(tx, ctx, entry)
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await rowsOf(990_001)).toEqual([
    expect.objectContaining({
      actor_kind: 'team',
      actor_name: 'Ann',
      action: 'client.renamed',
      target_id: '5',
      before: { name: 'A' },
      after: { name: 'B' },
      at: clock.now(),
    }),
  ])
})

it('names the account where the actor stands in none', async () => {
  const ctx = await ctxAs(system)
  const entry = { action: 'account.opened', target: { kind: 'account', id: 990_002 } }
  await expect(ctx.transact((tx) => audit(tx, ctx, entry))).rejects.toMatchObject({ code: 'not_found' })
  await ctx.transact((tx) => audit(tx, ctx, { ...entry, accountId: 990_002 }))
  expect(await rowsOf(990_002)).toEqual([
    expect.objectContaining({ actor_kind: 'system', actor_id: null, before: null }),
  ])
})
