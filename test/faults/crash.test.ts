/**
 * kill -9 in the middle of selling: whatever was answered ACCEPTED is there once, with its debit, and the books close,
 * after nothing but a restart (spec 1, invariant 5).
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { createCustomer } from '../../server/customers/actions/customers.ts'
import { mapClient } from '../../server/customers/actions/mappings.ts'
import { addCredit } from '../../server/ledger/actions.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { ctxOf, type Platform } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { localFiles } from '../../server/platform/files.ts'
import { leadIdOf } from '../../server/platform/ids.ts'
import { makeLog } from '../../server/platform/log.ts'
import { openOutgoing } from '../../server/platform/outgoing/outgoing.ts'
import { reachEmbedded } from '../../server/platform/postgres/reach.ts'
import { loadSecrets } from '../../server/platform/secrets.ts'
import { checks } from '../../server/registry.ts'
import { makeAccount, PASSWORD, uniqueEmail } from '../factories/account.ts'
import { makeCampaign, type SolarCampaign } from '../factories/campaign.ts'
import { freePort, Installation } from './installation.ts'

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

/** The tables of the running installation, as its serving role. */
async function platformOf({ dataDir }: Installation): Promise<Platform> {
  const { appUrl } = await reachEmbedded({ dataDir, log: () => {} })
  const config = readConfig({ DATA_DIR: dataDir })
  const pool = openPool(appUrl, 4, 'portico faults')
  const secrets = await loadSecrets(config)
  return {
    config,
    db: openDb(pool),
    pool,
    clock: systemClock,
    log: makeLog('silent'),
    secrets,
    files: localFiles(join(dataDir, 'files')),
    outgoing: openOutgoing({ allow: [], dnsServers: [] }),
  }
}

/** Two buyers; the first pays from a wallet. */
async function openMarket(on: Platform): Promise<SolarCampaign> {
  const { accountId, owner } = await makeAccount(on)
  // the factory's world, with the machine's own clock
  const world = { platform: on, accountId, as: (actor: Parameters<typeof ctxOf>[1]) => ctxOf(on, actor) } as Parameters<
    typeof makeCampaign
  >[0]
  const made = await makeCampaign(world, { buyers: [{ price: 1_000 }, { price: 500 }] })
  const person = { email: uniqueEmail(), name: 'Cora', password: PASSWORD }
  const customerId = await createCustomer(owner.ctx, {
    company: 'Summit Ridge',
    billingEmail: person.email,
    owner: person,
    billingMode: 'manual',
    clients: [],
  })
  await mapClient(owner.ctx, customerId, made.buyers[0]?.clientId ?? 0, null)
  await addCredit(owner.ctx, customerId, { id: crypto.randomUUID(), amount: asCents(400_000), reason: 'test' })
  return made
}

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
