import { beforeAll, describe, expect, it } from 'vitest'
import { consoleSession, portalSession, readAccount, supplierSession } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser, makeSupplierUser } from '../../test/factories/people.ts'
import { Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { newId } from '../platform/ids.ts'
import { grantSupplierAccess, revokeSupplierAccess } from './actions/suppliers.ts'
import { peopleRoutes } from './routes.ts'

const CONSOLE = 'app.localhost'
const SUPPLIERS = 'suppliers.localhost'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let platform: TestPlatform
let server: HttpServer
let account: TestAccount
let at = 0

beforeAll(async () => {
  platform = await testPlatform()
  server = await testServer(platform, peopleRoutes)
  account = await makeAccount(platform)
})

// an address of its own for each browser: throttling counts by it
const browser = (host = CONSOLE): Browser => new Browser(server, host, `10.1.${at >> 8}.${at++ & 255}`)

const signIn = (on: Browser, email: string, password = PASSWORD) =>
  on.call(consoleSession.signIn, { body: { email, password } })

async function signedIn(email = account.owner.email): Promise<Browser> {
  const on = browser()
  expect((await signIn(on, email)).status).toBe(200)
  return on
}

describe('signing in to the console', () => {
  it('lets the right password in and says what the person may do where', async () => {
    const on = browser()
    const answer = await signIn(on, ` ${account.owner.email.toUpperCase()} `)
    expect(answer.status).toBe(200)
    expect(answer.body.accounts).toMatchObject([{ id: account.accountId, role: 'administrator', currency: 'USD' }])
    expect(answer.body.accounts[0].can).toContain('account.write')
    expect(answer.headers['set-cookie']).toMatch(/^session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
    expect((await on.call(consoleSession.me, {})).body).toEqual(answer.body)
  })

  it('answers a wrong password and an unknown address alike', async () => {
    const wrong = await signIn(browser(), account.owner.email, 'wrong')
    const unknown = await signIn(browser(), uniqueEmail(), 'wrong')
    expect(errorOf(wrong)).toEqual(errorOf(unknown))
    expect(errorOf(wrong)).toMatchObject({ status: 401, code: 'login_failed' })
    expect(wrong.headers['set-cookie']).toBeUndefined()
  })

  it('takes about as long for an unknown address', async () => {
    const time = async (email: string): Promise<number> => {
      const start = performance.now()
      await signIn(browser(), email, 'wrong')
      return performance.now() - start
    }
    await time(account.owner.email)
    const pairs = []
    for (let i = 0; i < 5; i++) pairs.push((await time(uniqueEmail())) / (await time(account.owner.email)))
    // without the hash of nobody an unknown address would take a tenth
    expect(pairs.sort((a, b) => a - b)[2]).toBeGreaterThan(0.5)
  })

  it('stops guessing at one address with a 429 that says when to come back, and nobody else', async () => {
    const on = browser()
    const statuses = []
    for (let i = 0; i < 12; i++) statuses.push((await signIn(on, account.owner.email, `wrong ${i}`)).status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    const refused = await signIn(on, account.owner.email)
    expect(errorOf(refused)).toMatchObject({ status: 429, code: 'too_many_requests' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await signIn(on, (await makeTeamMember(platform, account.accountId)).email)).status).toBe(200)
    await signedIn()
  })

  it('refuses a request that another site made', async () => {
    const refused = await server.inject({
      method: 'POST',
      url: '/api/console/session',
      headers: { host: CONSOLE, origin: 'http://evil.example' },
      payload: { email: account.owner.email, password: PASSWORD },
    })
    expect(refused.statusCode).toBe(403)
  })

  it('changes the token at each log-in and forgets the one before', async () => {
    const on = await signedIn()
    const before = on.cookies.get('session') ?? ''
    await signIn(on, account.owner.email)
    expect(on.cookies.get('session')).not.toBe(before)
    const old = browser()
    old.cookies.set('session', before)
    expect((await old.call(consoleSession.me, {})).status).toBe(401)
  })
})

describe('a session', () => {
  it('ends at sign-out, on the server too', async () => {
    const on = await signedIn()
    const kept = new Map(on.cookies)
    expect((await on.call(consoleSession.signOut, {})).status).toBe(204)
    expect(on.cookies.size).toBe(0)
    for (const [name, value] of kept) on.cookies.set(name, value)
    expect((await on.call(consoleSession.me, {})).status).toBe(401)
  })

  it('is listed, and ended from another browser', async () => {
    const { email } = await makeTeamMember(platform, account.accountId)
    const [one, other] = [await signedIn(email), await signedIn(email)]
    const { items } = (await one.call(consoleSession.sessions, {})).body
    expect(items).toHaveLength(2)
    const foreign = items.find((session: { current: boolean }) => !session.current)
    const params = { session: foreign.id }
    expect((await one.call(consoleSession.revokeSession, { params })).status).toBe(204)
    expect((await other.call(consoleSession.me, {})).status).toBe(401)
    expect((await one.call(consoleSession.me, {})).status).toBe(200)
    expect((await one.call(consoleSession.revokeSession, { params })).status).toBe(404)
  })

  it('of somebody else cannot be ended', async () => {
    const { email } = await makeTeamMember(platform, account.accountId)
    const [victim, attacker] = [await signedIn(), await signedIn(email)]
    const { items } = (await victim.call(consoleSession.sessions, {})).body
    for (const { id } of items) {
      expect((await attacker.call(consoleSession.revokeSession, { params: { session: id } })).status).toBe(404)
    }
    expect((await victim.call(consoleSession.me, {})).status).toBe(200)
  })

  it('lives as long as it is used, ends when it is not, and once in a while for good', async () => {
    const start = platform.clock.now()
    const [idle, used] = [await signedIn(), await signedIn()]
    const alive = async (on: Browser) => (await on.call(consoleSession.me, {})).status === 200
    platform.clock.advance(11 * HOUR)
    expect(await alive(used)).toBe(true)
    platform.clock.advance(2 * HOUR)
    expect(await alive(idle)).toBe(false)
    for (let hours = 13; hours < 14 * 24; hours += 10) {
      expect(await alive(used), `after ${hours} h`).toBe(true)
      platform.clock.advance(10 * HOUR)
    }
    expect(await alive(used)).toBe(false)
    platform.clock.set(start)
  })

  it('is written down at most once a minute', async () => {
    const { email, userId } = await makeTeamMember(platform, account.accountId)
    const on = await signedIn(email)
    const seen = async () => {
      await Promise.all([1, 2, 3].map(() => on.call(consoleSession.me, {})))
      const row = await platform.db.selectFrom('sessions').select('last_seen_at').where('user_id', '=', userId)
      return (await row.executeTakeFirstOrThrow()).last_seen_at.getTime()
    }
    const first = await seen()
    platform.clock.advance(MINUTE - 1)
    expect(await seen()).toBe(first)
    platform.clock.advance(1)
    expect(await seen()).toBe(first + MINUTE)
  })
})

describe('changing the password', () => {
  it('needs the present one, and ends all other sessions', async () => {
    const { email } = await makeTeamMember(platform, account.accountId)
    const [here, there] = [await signedIn(email), await signedIn(email)]
    const change = (current: string) =>
      here.call(consoleSession.changePassword, { body: { current, password: 'another long one' } })
    expect(errorOf(await change('not it'))).toMatchObject({ status: 400, field: 'current' })
    expect((await change(PASSWORD)).status).toBe(204)
    expect((await here.call(consoleSession.me, {})).status).toBe(200)
    expect((await there.call(consoleSession.me, {})).status).toBe(401)
    expect((await signIn(browser(), email)).status).toBe(401)
    expect((await signIn(browser(), email, 'another long one')).status).toBe(200)
  })

  it('twice at once changes it once', async () => {
    const { email } = await makeTeamMember(platform, account.accountId)
    const here = await signedIn(email)
    const change = (password: string) =>
      here.call(consoleSession.changePassword, { body: { current: PASSWORD, password } })
    const answers = await Promise.all([change('first new password'), change('second new password')])
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1)
  })
})

describe('the walls between the realms', () => {
  it('let one address be three people who share nothing', async () => {
    const email = uniqueEmail()
    await makeTeamMember(platform, account.accountId, { email })
    await makeSupplierUser(platform, { email })
    const on = browser(SUPPLIERS)
    const body = { email, password: PASSWORD }
    expect((await on.call(supplierSession.signIn, { body })).status).toBe(200)
    expect((await browser(account.host).call(portalSession.signIn, { body })).status).toBe(401)
  })

  it('make a session of one host nothing on any other', async () => {
    const other = await makeAccount(platform)
    const customer = await makeCustomerUser(account)
    const supplier = await makeSupplierUser(platform)
    const realms = [
      { host: CONSOLE, of: consoleSession, email: account.owner.email },
      { host: account.host, of: portalSession, email: customer.email },
      { host: SUPPLIERS, of: supplierSession, email: supplier.email },
    ]
    const places = [...realms, { host: other.host, of: portalSession, email: '' }]
    for (const from of realms) {
      const on = browser(from.host)
      expect((await on.call(from.of.signIn, { body: { email: from.email, password: PASSWORD } })).status).toBe(200)
      for (const to of places) {
        const there = browser(to.host)
        for (const [name, value] of on.cookies) there.cookies.set(name, value)
        const { status } = await there.call(to.of.me, {})
        expect(status, `${from.host} on ${to.host}`).toBe(to.host === from.host ? 200 : 401)
      }
    }
  })

  it('keep a customer out of the portal of another account, also with the same address', async () => {
    const other = await makeAccount(platform)
    const email = uniqueEmail()
    await makeCustomerUser(account, { email })
    const body = { email, password: PASSWORD }
    expect((await browser(other.host).call(portalSession.signIn, { body })).status).toBe(401)
    await makeCustomerUser(other, { email, name: 'Same Address' })
    const answer = await browser(other.host).call(portalSession.signIn, { body })
    expect(answer.body.user.name).toBe('Same Address')
  })

  it('hide an account one does not belong to, whether it exists or not', async () => {
    const other = await makeAccount(platform)
    const on = await signedIn()
    const read = (id: number) => on.call(readAccount, { params: { account: id } })
    expect((await read(account.accountId)).status).toBe(200)
    const [foreign, nobody] = [await read(other.accountId), await read(2_000_000_001)]
    expect(errorOf(foreign)).toEqual(errorOf(nobody))
    expect(foreign.status).toBe(404)
  })

  it('have no door on the outward host', async () => {
    const body = { email: account.owner.email, password: PASSWORD }
    expect((await browser('localhost').call(consoleSession.signIn, { body })).status).toBe(404)
    expect((await browser('nobody.localhost').call(portalSession.signIn, { body })).status).toBe(421)
  })
})

describe('a supplier', () => {
  it('chooses among the accounts that gave access, and loses one at once when it is taken back', async () => {
    const other = await makeAccount(platform)
    const { userId, email } = await makeSupplierUser(platform)
    const grant = (accountId: number, clientId: number) =>
      grantSupplierAccess(systemCtx(platform), userId, { accountId, clientId })
    await grant(account.accountId, 1)
    await grant(account.accountId, 2)
    await grant(other.accountId, 3)
    const on = browser(SUPPLIERS)
    const me = await on.call(supplierSession.signIn, { body: { email, password: PASSWORD } })
    const names = (answer: typeof me) => answer.body.portals.map((p: { company_name: string }) => p.company_name)
    expect(names(me)).toEqual([account.name, other.name])
    await revokeSupplierAccess(systemCtx(platform), userId, { accountId: other.accountId, clientId: 3 })
    expect(names(await on.call(supplierSession.me, {}))).toEqual([account.name])
    await expect(
      revokeSupplierAccess(systemCtx(platform), newId(platform.clock.now()), {
        accountId: other.accountId,
        clientId: 3,
      }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
