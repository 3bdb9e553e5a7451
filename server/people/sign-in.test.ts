import { beforeAll, describe, expect, it } from 'vitest'
import { consoleSession } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { Browser, errorOf } from '../../test/harness/browser.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { peopleRoutes } from './routes.ts'

const CONSOLE = 'app.localhost'
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

  it('works as hard for an unknown address, so that the time tells nothing', async () => {
    // processor time, the least of several: what else the machine does counts in neither
    const work = async (email: string): Promise<number> => {
      const start = process.cpuUsage()
      await signIn(browser(), email, 'wrong')
      const { user, system } = process.cpuUsage(start)
      return user + system
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 5; i++) {
      known.push(await work(account.owner.email))
      unknown.push(await work(uniqueEmail()))
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2)
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
