/**
 * Planted values are looked for where they must not be: a person's data and every secret in the logs of a process
 * that logs all it can, every secret in a dump of the database.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleSession, signUp } from '../contract/api/people.ts'
import { type Mailbox, startMailbox } from '../dev/mailbox.ts'
import { startSimulator } from '../dev/stripe/simulator.ts'
import { connectStripe } from '../server/billing/actions/connect.ts'
import { ask, connectionOf } from '../server/billing/ops/stripe.ts'
import { addAliasKey } from '../server/campaigns/actions/suppliers.ts'
import { intakeRoute } from '../server/intake/http.ts'
import { passwordLink } from '../server/people/actions/passwords.ts'
import type { HttpServer } from '../server/platform/http/serve.ts'
import { makeLog } from '../server/platform/log.ts'
import { mailSender } from '../server/platform/mail/sender.ts'
import { listedRoutes } from '../server/registry.ts'
import { PASSWORD } from './factories/account.ts'
import { aBusiness, aLeadFor, type Business, intakeOf } from './factories/business.ts'
import { Browser } from './harness/browser.ts'
import { freshDatabase, type TestDatabase } from './harness/database.ts'
import { withClient } from './harness/global-setup.ts'
import { systemCtx, type TestPlatform, testPlatform } from './harness/platform.ts'
import { testServer } from './harness/server.ts'
import { CONSOLE, signedIn } from './harness/session.ts'

const lines: string[] = []
const OUTAGE = 'Stripe did not answer as it should'
const SMTP_PASSWORD = 'smtp-canary-5e0d'
const OLD_KEY = 'old-key-canary-77aa'
const NEW_PASSWORD = 'new-canary-password-31'
const MISTYPED = 'mistyped-canary-password-9'
const NEWCOMER = 'newcomer.canary@example.com'
const PERSON = { first_name: 'Zephyrine', phone: '(628) 555-0173', email: 'zephyrine.canary@example.com' }
const SPELLINGS = ['Zephyrine', 'zephyrine', '6285550173', '555-0173', '555 0173']

let database: TestDatabase
let platform: TestPlatform
let server: HttpServer
let business: Business
let mailbox: Mailbox
/** A dump made while a mail with a link waited. */
let waiting: string
const secrets: Record<string, string> = { PASSWORD, NEW_PASSWORD, MISTYPED, OLD_KEY, SMTP_PASSWORD }

beforeAll(async () => {
  database = await freshDatabase('secrets')
  const quiet = await testPlatform({ database, env: { SIGNUP: 'open' } })
  platform = { ...quiet, log: makeLog('debug', (line) => lines.push(line)) }
  const intake = intakeOf(platform)
  const routes = listedRoutes().filter((route) => route.kind !== 'raw')
  server = await testServer(platform, [...routes, intakeRoute(intake)])
  business = await aBusiness(platform, 'canaryword')
  mailbox = await startMailbox(() => platform.clock.now())
  await postAndPost()
  await connect()
  await comeIn()
  await mail()
  await intake.close()
}, 60_000)
afterAll(async () => {
  await mailbox.close()
  await database.pool.end()
})

const outside = () => new Browser(server, 'localhost')
const post = (fields: Record<string, unknown>) => outside().send('POST', '/direct_post', fields)

/** Taken, refused for each reason, and met by a database that will not write it. */
async function postAndPost(): Promise<void> {
  const { ctx, supplier } = business
  await addAliasKey(ctx, supplier.id, OLD_KEY)
  const lead = aLeadFor(business, PERSON)
  expect((await post(lead)).body).toMatchObject({ code: 0 })
  expect((await post({ ...lead, lp_key: OLD_KEY })).body).toMatchObject({ code: 1008 })
  for (const wrong of [
    { email: `${PERSON.email} at` },
    { phone: `${PERSON.phone}0000` },
    { first_name: `${PERSON.first_name}\0` },
  ])
    expect((await post({ ...lead, ...wrong })).body).toMatchObject({ code: 1015 })
  expect((await post({ ...lead, lp_key: 'wrong-canary-key' })).body).toMatchObject({ code: 1002 })
  expect((await post({ ...lead, email: { nested: PERSON.email } })).body).toMatchObject({ code: 1004 })
  secrets.key = supplier.key
  secrets.wrongKey = 'wrong-canary-key'
  const { ownerUrl } = database
  await withClient(ownerUrl, (client) => client.query('alter table leads add constraint c check (code < 0) not valid'))
  expect((await post({ ...lead, email: `other.${PERSON.email}` })).body).toMatchObject({ code: 1020 })
  await withClient(ownerUrl, (client) => client.query('alter table leads drop constraint c'))
}

/** Keys of Stripe that are kept, replaced, revoked, and tried while it is down. */
async function connect(): Promise<void> {
  const simulator = await startSimulator({ now: () => platform.clock.now() })
  platform.config.stripeApiBase = simulator.url
  const publishableKey = 'pk_test_51CANARYCANARYCApublic'
  const keep = (secretKey: string) => connectStripe(business.ctx, { publishableKey, secretKey })
  secrets.replacedKey = 'sk_test_51CANARYCANARYCAreplaced'
  secrets.stripeKey = 'rk_test_51CANARYCANARYCAkept'
  secrets.revokedKey = 'sk_test_51CANARYCANARYCArevoked'
  await keep(secrets.replacedKey)
  await keep(secrets.stripeKey)
  const [merchant] = simulator.control.merchants
  secrets.webhookSecret = merchant?.shelves.endpointSecrets.toJSON().at(-1)?.secret ?? ''
  simulator.control.revokeKey(secrets.revokedKey)
  await expect(keep(secrets.revokedKey)).rejects.toMatchObject({ code: 'invalid_input' })
  simulator.control.fault({ kind: 'down', times: 0 })
  await expect(keep(secrets.revokedKey.replace('revoked', 'later'))).rejects.toMatchObject({ code: 'unavailable' })
  const connection = await connectionOf(platform, business.accountId)
  if (!connection) throw new Error('not connected')
  const ctx = systemCtx(platform)
  await expect(ask(ctx, connection, (stripe) => stripe.customers.list())).rejects.toThrow()
  await simulator.close()
}

/** Signing in, right and wrong; a link of one use; a request that ends in an error of ours. */
async function comeIn(): Promise<void> {
  const { email, userId } = business.account.owner
  const on = await signedIn(server, CONSOLE, consoleSession, email)
  secrets.session = on.cookies.get('session') ?? ''
  const wrong = { email: PERSON.email, password: MISTYPED }
  expect((await outsideConsole().call(consoleSession.signIn, { body: wrong })).status).toBe(401)
  const token = (await passwordLink(systemCtx(platform), userId)).split('#')[1] ?? ''
  secrets.link = token
  expect((await outsideConsole().call(consoleSession.setPasswordLook, { body: { token } })).status).toBe(200)
  const there = outsideConsole()
  expect((await there.call(consoleSession.setPassword, { body: { token, password: NEW_PASSWORD } })).status).toBe(200)
  secrets.unused = (await passwordLink(systemCtx(platform), userId)).split('#')[1] ?? ''
  secrets.laterSession = there.cookies.get('session') ?? ''
  await withClient(database.ownerUrl, (client) =>
    client.query('alter table clients add constraint c check (name is null) not valid'),
  )
  const broken = await there.send('POST', `/api/console/${business.accountId}/clients`, { name: PERSON.email })
  expect(broken.status).toBe(500)
  await withClient(database.ownerUrl, (client) => client.query('alter table clients drop constraint c'))
  const found = await there.send(
    'GET',
    `/api/console/${business.accountId}/leads?search=${encodeURIComponent(PERSON.email)}`,
  )
  expect(found.body.items).toHaveLength(2)
}

const outsideConsole = () => new Browser(server, CONSOLE, '10.8.0.1')

/** Mails that no server takes, then sent: those of the business's invitations, and one whose link stays unused. */
async function mail(): Promise<void> {
  expect((await outsideConsole().call(signUp, { body: { email: NEWCOMER } })).status).toBe(204)
  waiting = await dump()
  const down = mailSender(platform, `smtp://canary:${SMTP_PASSWORD}@127.0.0.1:1`)
  expect(await down.runOnce()).toBeGreaterThan(1)
  await down.stop()
  platform.clock.advance(24 * 3_600_000)
  const sender = mailSender(platform, mailbox.url)
  expect(await sender.runOnce()).toBeGreaterThan(1)
  await sender.stop()
  const { links } = await mailbox.waitFor(({ to }) => to.includes(NEWCOMER))
  secrets.mailed = links.map((link) => link.split('#')[1]).find(Boolean) ?? ''
}

/** Every row of every table as text. */
async function dump(): Promise<string> {
  return withClient(database.ownerUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  })
}

/** A secret as it is, and as bytes would be shown. */
const formsOf = (secret: string) => [
  secret,
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ...(/^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url').toString('hex')] : []),
]

test('all of it was planted', () => {
  for (const [name, secret] of Object.entries(secrets)) expect(secret.length, name).toBeGreaterThan(10)
  expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length)
})

describe('the log', () => {
  test('was written at every level, about every kind of thing', () => {
    const said = lines.map((line) => JSON.parse(line).msg)
    for (const words of ['answered', 'a request failed', 'a batch failed', 'a mail was not taken', OUTAGE])
      expect(said).toContain(words)
  })

  test('holds no secret', () => {
    const all = lines.join('')
    for (const [name, secret] of Object.entries(secrets))
      for (const form of formsOf(secret)) expect(all.includes(form), `${name} as ${form}`).toBe(false)
  })

  test('holds nothing of a person', () => {
    const all = lines.join('')
    for (const personal of [...SPELLINGS, NEWCOMER, 'canaryword', business.account.owner.email])
      expect(all.includes(personal), personal).toBe(false)
  })
})

test('a dump holds no password, posting key, key of Stripe, session or one-time token', async () => {
  const all = await dump()
  // so that the places looked at are the ones where things are
  for (const there of [PERSON.email, 'Zephyrine', 'canaryword campaign', 'argon2id', NEWCOMER])
    expect(all).toContain(there)
  for (const [name, secret] of Object.entries(secrets))
    for (const form of formsOf(secret)) expect(`${all}${waiting}`.includes(form), `${name} as ${form}`).toBe(false)
})
