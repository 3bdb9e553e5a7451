/**
 * kill -9 around the call of a buyer: what it took is sold once, what nobody can tell is shown as unknown and can be
 * settled either way, and nothing stays in process (spec 1, invariants 4 and 5; spec 2.3).
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { DirectPost } from '../../contract/delivery.ts'
import { settleUnknown } from '../../server/intake/ops.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { transact } from '../../server/platform/db.ts'
import { checks } from '../../server/registry.ts'
import type { SolarCampaign } from '../factories/campaign.ts'
import { freePort, Installation } from './installation.ts'
import { openMarket, platformOf } from './market.ts'

/** Where the app is killed. Each has its case below; a point without one fails the suite. */
const POINTS = [
  'while the buyer thinks',
  'as the buyer answers',
  'with the database away when the answer comes',
] as const
type Point = (typeof POINTS)[number]
const tried = new Set<Point>()

let installation: Installation
let platform: Platform
let buyer: Server
let market: SolarCampaign
/** What happens while the buyer has a lead and has not answered. */
let onCall: () => Promise<void>
let calls = 0

beforeAll(async () => {
  buyer = createServer((_request, response) => {
    calls++
    void onCall().then(() => response.end('taken'))
  }).listen(0, '127.0.0.1')
  await once(buyer, 'listening')
  installation = new Installation(await freePort())
  await installation.start()
  platform = await platformOf(installation)
  const address = buyer.address()
  const port = typeof address === 'object' && address ? address.port : 0
  market = await openMarket(platform, [
    {
      price: 1_000,
      delivery: DirectPost.parse({
        kind: 'direct_post',
        call: { url: `http://127.0.0.1:${port}/leads` },
        timeoutSeconds: 20,
        answers: { rules: [{ outcome: 'accepted', tests: [{ place: { at: 'status' }, op: 'equals', value: '200' }] }] },
      }),
    },
  ])
}, 120_000)

afterAll(async () => {
  expect([...tried].sort()).toEqual([...POINTS].sort())
  buyer.closeAllConnections()
  buyer.close()
  await platform.pool.end()
  await installation.stop()
}, 60_000)

beforeEach(() => {
  calls = 0
})

let people = 0

/** A post whose connection may be cut; resolves with its code, if there was an answer. */
async function postOne(): Promise<number | undefined> {
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
    })
    return ((await answer.json()) as { code: number }).code // the documented answer
  } catch {
    return undefined
  }
}

async function lastLead() {
  const { rows } = await sql<{ id: string; code: number; outcome: string; attemptId: string; reserved: number }>`
    select l.lead_id as id, l.code, a.outcome, a.attempt_id as "attemptId",
           (select sum(w.reserved) from wallets w where w.account_id = ${market.accountId}) as reserved
    from leads l join attempts a on a.account_id = l.account_id and a.lead_id = l.lead_id
    where l.account_id = ${market.accountId} order by l.lead_id desc limit 1`.execute(platform.db)
  return rows[0]
}

async function expectSound(): Promise<void> {
  for (const check of checks) {
    const broken = await sql`${sql.raw(check.sql)}`.execute(platform.db)
    expect(broken.rows, check.sentence).toEqual([])
  }
}

test.each(['sold', 'not_sold'] as const)(
  'killed while the buyer thinks: unknown, and settled as %s',
  async (as) => {
    tried.add('while the buyer thinks')
    onCall = () => new Promise(() => {})
    const posting = postOne()
    await expect.poll(() => calls, { timeout: 10_000 }).toBe(1)
    await installation.killApp()
    await posting
    await installation.start()
    // the lead goes to nobody else: there is no other buyer
    await expect.poll(lastLead, { timeout: 45_000 }).toMatchObject({ code: 1006, outcome: 'unknown', reserved: 1_000 })
    await expectSound()
    const attempts = [(await lastLead())?.attemptId ?? '']
    const wish = { attempts, as, by: 'Lena', now: platform.clock.now() }
    await transact(platform.db, (tx) => settleUnknown(tx, market.accountId, wish))
    expect(await lastLead()).toMatchObject(
      as === 'sold' ? { code: 0, outcome: 'accepted', reserved: 0 } : { code: 1006, outcome: 'not_sold', reserved: 0 },
    )
    await expectSound()
  },
  120_000,
)

test('killed as the buyer answers: sold, or shown as unknown', async () => {
  tried.add('as the buyer answers')
  onCall = async () => {
    void pause(people % 4).then(() => installation.killApp())
  }
  await postOne()
  await installation.killApp()
  await installation.start()
  await expect.poll(async () => (await lastLead())?.code, { timeout: 45_000 }).not.toBe(1049)
  const lead = await lastLead()
  expect([0, 1006]).toContain(lead?.code)
  expect(lead?.outcome).toBe(lead?.code === 0 ? 'accepted' : 'unknown')
  await expectSound()
}, 120_000)

test('the database is away when the answer comes: sold once, when it is back', async () => {
  tried.add('with the database away when the answer comes')
  onCall = async () => {
    installation.killDatabase()
    await pause(300)
  }
  const posting = postOne()
  await expect.poll(() => calls, { timeout: 10_000 }).toBe(1)
  await installation.ready()
  await posting
  await expect.poll(lastLead, { timeout: 45_000 }).toMatchObject({ code: 0, outcome: 'accepted' })
  expect(calls).toBe(1)
  await expectSound()
}, 120_000)
