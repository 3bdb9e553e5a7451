/**
 * kill -9 in the middle of selling: whatever was answered ACCEPTED is there once, with its debit, and the books close,
 * after nothing but a restart (spec 1, invariant 5).
 */
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Platform } from '../../server/platform/ctx.ts'
import { leadIdOf } from '../../server/platform/ids.ts'
import { checks } from '../../server/registry.ts'
import type { SolarCampaign } from '../factories/campaign.ts'
import { freePort, Installation } from './installation.ts'
import { openMarket, platformOf } from './market.ts'

const ROUNDS = process.env.SOAK ? 25 : 1
const SUPPLIERS_AT_ONCE = 24
const SELLING_MS = 1_200

let installation: Installation
let platform: Platform
let market: SolarCampaign
/** Answered ACCEPTED, by lead id. */
const acknowledged = new Set<string>()

beforeAll(async () => {
  installation = new Installation(await freePort())
  await installation.start()
  platform = await platformOf(installation)
  market = await openMarket(platform)
}, 120_000)

afterAll(async () => {
  await platform.pool.end()
  await installation.stop()
}, 60_000)

let people = 0

async function postOne(): Promise<void> {
  const nth = ++people
  const body = {
    lp_campaign_id: market.campaignId,
    lp_supplier_id: market.supplier.id,
    lp_key: market.supplier.key,
    first_name: 'Ada',
    phone: `530${String(2_000_000 + nth)}`,
    email: `ada${nth}@example.com`,
    state: 'CA',
  }
  try {
    const answer = await fetch(`${installation.base}/direct_post`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
    const verdict = (await answer.json()) as { code: number; id: string } // the documented answer
    if (verdict.code === 0) acknowledged.add(verdict.id)
    else if (verdict.code !== 1020) throw new Error(`answered ${verdict.code}`)
  } catch (error) {
    // what a supplier sees of a crash; anything else is the test's failure
    if (error instanceof Error && error.message.startsWith('answered')) throw error
    await pause(20)
  }
}

/** Sells while `crash` happens in the middle. */
async function sellThrough(crash: () => Promise<void> | void): Promise<void> {
  let selling = true
  const suppliers = Array.from({ length: SUPPLIERS_AT_ONCE }, async () => {
    while (selling) await postOne()
  })
  await pause(SELLING_MS * (0.5 + (people % 7) / 10))
  await crash()
  await pause(SELLING_MS)
  selling = false
  await Promise.all(suppliers)
}

async function expectNothingLost(): Promise<void> {
  const ids = [...acknowledged].map((id) => leadIdOf(id) ?? '')
  const { rows } = await sql<{ leads: number; sales: number; debited: number; owed: number }>`
    select count(distinct l.lead_id) as leads, count(a.attempt_id) as sales, count(t.source) as debited,
           count(a.wallet_id) as owed
    from leads l join attempts a on a.account_id = l.account_id and a.lead_id = l.lead_id and a.outcome = 'accepted'
    left join transfers t on t.account_id = a.account_id and t.kind = 'sale' and t.source = a.attempt_id and t.amount = a.price
    where l.account_id = ${market.accountId} and l.lead_id = any (${ids}::uuid[])`.execute(platform.db)
  expect(rows[0]).toMatchObject({ leads: ids.length, sales: ids.length })
  expect(rows[0]?.debited).toBe(rows[0]?.owed)
  for (const check of checks) {
    const broken = await sql`${sql.raw(check.sql)}`.execute(platform.db)
    expect(broken.rows, check.sentence).toEqual([])
  }
}

test('the app is killed: a restart is all it takes', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = acknowledged.size
    await sellThrough(async () => {
      await installation.killApp()
      await installation.start()
    })
    expect(acknowledged.size).toBeGreaterThan(before)
    await expectNothingLost()
  }
}, 3_600_000)

test('the database is killed: it comes back by itself', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = acknowledged.size
    await sellThrough(async () => {
      installation.killDatabase()
      await pause(200)
      await installation.ready()
    })
    expect(acknowledged.size).toBeGreaterThan(before)
    await expectNothingLost()
  }
}, 3_600_000)
