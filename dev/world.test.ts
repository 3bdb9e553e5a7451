/** The demo world holds what its description promises, on a real database and a real intake. */

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { courierOf } from '../server/delivery/ops.ts'
import { openIntake } from '../server/intake/intake.ts'
import { readyPartitions } from '../server/intake/jobs.ts'
import { checks } from '../server/registry.ts'
import { freshDatabase, type TestDatabase } from '../test/harness/database.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../test/harness/platform.ts'
import { describeWorld } from './demo/describe.ts'
import { foxglove } from './demo/foxglove.ts'
import { halyard } from './demo/halyard.ts'
import { clearHalfMade, seedWorld } from './demo/seed.ts'
import { type SampleEndpoint, startEndpoint } from './endpoint.ts'
import { type StripeSimulator, startSimulator } from './stripe/simulator.ts'

// a history as long as the real one and much thinner
const thin = [
  { ...halyard, leads: 500 },
  { ...foxglove, leads: 100 },
]
const HOUR_MS = 3_600_000
/** A Thursday. */
const NOW = new Date('2026-11-19T15:20:00.000Z')

let database: TestDatabase
let platform: TestPlatform
let endpoint: SampleEndpoint
let stripe: StripeSimulator
let world: Awaited<ReturnType<typeof describeWorld>>

beforeAll(async () => {
  database = await freshDatabase('world')
  stripe = await startSimulator({ now: () => NOW })
  platform = await testPlatform({
    database,
    now: NOW,
    env: { DELIVERY_ALLOW: '127.0.0.1', STRIPE_API_BASE: stripe.url },
  })
  endpoint = await startEndpoint(() => NOW)
  await readyPartitions(systemCtx(platform))
  await seedWorld(platform, { url: database.url, plans: thin, endpointUrl: endpoint.url })
  world = await describeWorld(platform, endpoint.url)
}, 60_000)
afterAll(async () => {
  await platform.outgoing.close()
  await endpoint.close()
  await stripe.close()
})

let fresh = 0
/** A sample as a program sends it again: another phone, another e-mail. */
function varied({ sample, vary }: { sample: Record<string, string | number>; vary: readonly string[] }) {
  fresh++
  const values: Record<string, string> = {
    phone: `+1650${String(2_000_000 + fresh)}`,
    email: `fresh.${fresh}@example.com`,
  }
  return { ...sample, ...Object.fromEntries(vary.map((name) => [name, values[name]])) }
}

interface Answer {
  status: string
  code: number
  test?: true
}

function poster() {
  const intake = openIntake({ ...platform, now: () => platform.clock.now() }, { courier: courierOf(platform) })
  return async (body: object): Promise<Answer> =>
    JSON.parse((await intake.receive(Buffer.from(JSON.stringify(body)), 'application/json', '203.0.113.9')).body)
}

const suppliers = () => world.campaigns.flatMap((campaign) => campaign.suppliers)

describe('the description of the demo world', () => {
  it('has as much of everything as was promised', () => {
    expect(world.campaigns.length).toBeGreaterThanOrEqual(5)
    expect(suppliers().length).toBeGreaterThanOrEqual(12)
    expect(world.campaigns.flatMap(({ buyers }) => buyers).length).toBeGreaterThanOrEqual(15)
    expect(world.customers.length).toBeGreaterThanOrEqual(8)
    expect(new Set(world.customers.map(({ billing_mode }) => billing_mode))).toEqual(
      new Set(['none', 'manual', 'real_time']),
    )
    expect(halyard.leads).toBeGreaterThan(20_000)
  })

  it('has paid by card', async () => {
    const { rows } = await sql<{ what: string; count: number }>`
      select kind || ' ' || state as what, count(*)::integer from charges group by 1 order by 1`.execute(platform.db)
    expect(rows.map(({ what }) => what)).toEqual(expect.arrayContaining(['deposit succeeded', 'recharge succeeded']))
    expect(rows.find(({ what }) => what === 'deposit succeeded')?.count).toBeGreaterThanOrEqual(3)
  })

  it('always has every key', () => {
    expect(Object.keys(world)).toEqual([
      'operator',
      'campaigns',
      'customers',
      'suppliers',
      'stripe',
      'mailbox',
      'endpoint',
    ])
    expect(world).toMatchObject({
      operator: { api_key: expect.stringMatching(/^api_\d+_/) },
      stripe: { simulator: stripe.url },
    })
    for (const supplier of suppliers()) {
      expect(supplier.specs_url).toBe('')
      for (const name of supplier.vary) expect(supplier.sample).toHaveProperty(name)
    }
  })

  it('posts the required fields of each campaign', () => {
    for (const campaign of world.campaigns) {
      const required = campaign.fields.filter((field) => field.required && !field.hidden_from_specs)
      expect(campaign.fields.some((field) => field.hidden_from_buyers)).toBe(true)
      for (const supplier of campaign.suppliers) {
        for (const { name } of required) expect(supplier.sample, `${campaign.name} ${name}`).toHaveProperty(name)
      }
    }
  })

  it('tells nothing of the other operator', () => {
    const text = JSON.stringify(world)
    for (const { company } of foxglove.customers) expect(text).not.toContain(company)
  })
})

describe('the buyers of the demo world', () => {
  it('are reached in all three ways, and a lead that is posted really leaves', async () => {
    const kinds = world.campaigns.flatMap(({ buyers }) => buyers.map(({ delivery }) => delivery))
    expect(new Set(kinds)).toEqual(new Set(['store', 'direct_post', 'email']))
    const [supplier] = suppliers()
    if (!supplier) throw new Error('no supplier')
    expect(await poster()(varied(supplier))).toMatchObject({ status: 'ACCEPTED' })
    expect(endpoint.received[0]?.headers.authorization).toBe('Bearer demo-key-of-the-buyer')
  })
})

describe('the samples of the demo world', () => {
  it('are accepted as they stand, and are duplicates a moment later', async () => {
    const post = poster()
    for (const { sample } of suppliers()) {
      const answer = await post(sample)
      expect(answer).toMatchObject({ status: 'ACCEPTED', code: 0 })
      if (!answer.test) expect(await post(sample)).toMatchObject({ status: 'DUPLICATED', code: 1008 })
    }
  })

  it('are accepted at every hour of the week', async () => {
    const post = poster()
    for (let hour = 0; hour < 7 * 24; hour += 3) {
      platform.clock.set(new Date(NOW.getTime() + hour * HOUR_MS))
      const answers = await Promise.all(suppliers().map((supplier) => post(varied(supplier))))
      expect(answers.map(({ status }) => status)).toEqual(suppliers().map(() => 'ACCEPTED'))
    }
  })

  it('are accepted long after every cap, budget and balance is used up', async () => {
    const post = poster()
    for (let round = 0; round < 40; round++) {
      const answers = await Promise.all(suppliers().map((supplier) => post(varied(supplier))))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['ACCEPTED']))
    }
  }, 60_000)

  it('find a buyer that nothing can ever stop', async () => {
    const { rows } = await sql<{ campaign_id: number }>`
      select b.campaign_id from buyers b join clients c on c.account_id = b.account_id and c.client_id = b.client_id
      where c.name = ${halyard.overflow}
        and not exists (select from mappings m where m.account_id = b.account_id and m.client_id = b.client_id)
        and not exists (select from buyer_pauses p where p.account_id = b.account_id and p.buyer_id = b.buyer_id)
        and exists (
          select from campaign_settings s
          where s.account_id = b.account_id and s.part = 'buyer' and s.part_id = b.buyer_id
            and s.body -> 'filters' = '[]' and s.body -> 'schedule' -> 'open' = 'null' and s.body ->> 'floor' = '0'
            and s.body -> 'caps' ->> 'day' = '0' and s.body -> 'caps' ->> 'total' = '0'
            and s.body -> 'budget' ->> 'on' = 'false')`.execute(platform.db)
    expect(rows.map((row) => row.campaign_id).sort()).toEqual(world.campaigns.map(({ id }) => id).sort())
  })

  it('leave the books in order', async () => {
    for (const check of checks) {
      const { rows } = await database.pool.query(check.sql)
      expect(rows, check.name).toEqual([])
    }
  })
})

describe('a world whose making was cut off', () => {
  it('is cleared, but never together with anything else', async () => {
    const half = await freshDatabase('half')
    const own = await testPlatform({ database: half, now: NOW })
    await readyPartitions(systemCtx(own))
    await seedWorld(own, { url: half.url, plans: [{ ...halyard, leads: 10, customers: [], team: [] }] })
    await half.pool.query(
      `insert into accounts (account_id, name, zone, currency, hash_key_sealed, created_at)
       values (77, 'Mine', 'UTC', 'USD', '', now())`,
    )
    await half.pool.query(`insert into portal_hosts (subdomain, account_id) values ('mine', 77)`)
    expect(await clearHalfMade(own, half.ownerUrl)).toBe(false)
    await half.pool.query(`delete from portal_hosts where subdomain = 'mine'`)
    expect(await clearHalfMade(own, half.ownerUrl)).toBe(true)
    const { rows } = await half.pool.query('select from accounts union all select from leads')
    expect(rows).toEqual([])
  }, 60_000)
})
