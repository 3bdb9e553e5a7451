import { beforeAll, describe, expect, it } from 'vitest'
import * as api from '../../contract/api/people.ts'
import { makeAccount, PASSWORD, unique, uniqueEmail } from '../../test/factories/account.ts'
import { type Answer, Browser, errorOf } from '../../test/harness/browser.ts'
import { freshDatabase } from '../../test/harness/database.ts'
import { type PlatformOptions, systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import { bodyPlace } from '../platform/mail/outbox.ts'
import { portalOf } from '../portals/ops.ts'
import { openAccount } from './actions/accounts.ts'
import { firstAccountLink } from './actions/links.ts'
import { passwordLink } from './actions/passwords.ts'
import { addLogin } from './actions/team.ts'
import { peopleRoutes } from './routes.ts'

const DAY = 86_400_000
const account = { name: 'First Broker', zone: 'Europe/Berlin', currency: 'EUR' }

let visitors = 0
async function installation(options: PlatformOptions = {}) {
  const platform = await testPlatform(options)
  const server = await testServer(platform, peopleRoutes)
  const browser = () => new Browser(server, 'app.localhost', `10.2.0.${visitors++ % 250}`)
  return { platform, browser }
}

/** What stands behind the `#`, and the page it belongs to. */
function partsOf(link: string | undefined): { page: string; token: string } {
  const [page = '', token = ''] = (link ?? '').split('#')
  return { page, token }
}

const gone = { status: 410, code: 'token_invalid' }

describe('the first account', () => {
  const empty = async () => {
    const { platform, browser } = await installation({ database: await freshDatabase('people_links') })
    const link = async () => partsOf(await firstAccountLink(systemCtx(platform)))
    const owner = () => ({ name: 'Olga Owner', email: uniqueEmail(), password: PASSWORD })
    const open = (token: string) => browser().call(api.firstAccount, { body: { token, account, owner: owner() } })
    const look = (token: string) => browser().call(api.firstAccountLook, { body: { token } })
    return { platform, browser, link, owner, open, look }
  }

  it('is opened by the link that start prints, once', async () => {
    const { platform, browser, link, owner, look, open } = await empty()
    const { page, token } = await link()
    expect(page).toBe('http://app.localhost:3000/first-account')
    expect((await look(token)).status).toBe(200)
    const on = browser()
    const opened = await on.call(api.firstAccount, { body: { token, account, owner: owner() } })
    expect(opened.body).toMatchObject({
      user: { name: 'Olga Owner' },
      accounts: [{ ...account, role: 'administrator' }],
    })
    const { id } = opened.body.accounts[0]
    expect(await portalOf(platform.db, id)).toMatchObject({ company_name: account.name, subdomain: 'first-broker' })
    expect(errorOf(await look(token))).toMatchObject(gone)
    expect(errorOf(await open(token))).toMatchObject(gone)
    expect(await firstAccountLink(systemCtx(platform))).toBeUndefined()
  })

  it('raced by two with one link is opened by one of them', async () => {
    const { platform, link, open } = await empty()
    const { token } = await link()
    const answers = await Promise.all([1, 2, 3].map(() => open(token)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410, 410])
    expect(await platform.db.selectFrom('accounts').select('account_id').execute()).toHaveLength(1)
    expect(await platform.db.selectFrom('team_users').select('user_id').execute()).toHaveLength(1)
  })

  it('is not opened by a link that a later start replaced, nor by a made-up or expired one', async () => {
    const { platform, link, open, look } = await empty()
    const [old, fresh] = [await link(), await link()]
    expect(errorOf(await open(old.token))).toMatchObject(gone)
    expect(errorOf(await open('made-up'))).toMatchObject(gone)
    platform.clock.advance(7 * DAY)
    expect(errorOf(await look(fresh.token))).toMatchObject(gone)
    expect(errorOf(await open(fresh.token))).toMatchObject(gone)
  })

  it('closes the door for a link still open when an account came by another way', async () => {
    const { platform, link, open, look } = await empty()
    const { token } = await link()
    await makeAccount(platform)
    expect(errorOf(await look(token))).toMatchObject(gone)
    expect(errorOf(await open(token))).toMatchObject(gone)
  })

  it('waits for an account that is being opened at the same moment, and then finds the door shut', async () => {
    const { platform, link, open } = await empty()
    const { token } = await link()
    const ctx = systemCtx(platform)
    const rival = { email: uniqueEmail(), name: 'Rival', passwordHash: 'none' }
    const opening: Promise<Answer>[] = []
    await ctx.transact(async (tx) => {
      await openAccount(tx, ctx, { ...account, name: 'Quicker' }, await addLogin(tx, rival, ctx.now()))
      opening.push(open(token))
      // long enough to hash a password and come to the lock; the rival commits only then
      await new Promise((resolve) => setTimeout(resolve, 700))
    })
    for (const answer of await Promise.all(opening)) expect(errorOf(answer)).toMatchObject(gone)
    expect(await platform.db.selectFrom('accounts').select('name').execute()).toEqual([{ name: 'Quicker' }])
  })

  it('names the field that is wrong and keeps the link', async () => {
    const { browser, link, owner, open } = await empty()
    const { token } = await link()
    const attempt = (body: object) =>
      browser().send('POST', api.firstAccount.path, { token, account, owner: owner(), ...body })
    const wrong: [object, string][] = [
      [{ account: { ...account, zone: 'Mars/Olympus' } }, 'account.zone'],
      [{ account: { ...account, currency: 'XXQ' } }, 'account.currency'],
      [{ owner: { ...owner(), password: 'short' } }, 'owner.password'],
      [{ owner: { ...owner(), email: 'nobody' } }, 'owner.email'],
    ]
    for (const [body, field] of wrong) expect(errorOf(await attempt(body))).toMatchObject({ status: 400, field })
    expect((await open(token)).status).toBe(200)
  })
})

describe('a link that sets a password', () => {
  let shared: Awaited<ReturnType<typeof installation>>
  beforeAll(async () => {
    shared = await installation()
  })
  const password = 'set through a link'
  const newLink = async () => {
    const { owner } = await makeAccount(shared.platform)
    const send = async () => partsOf(await passwordLink(systemCtx(shared.platform), owner.userId)).token
    return { owner, send, token: await send() }
  }
  const use = (token: string) => shared.browser().call(api.consoleSession.setPassword, { body: { token, password } })

  it('shows whose it is, sets it, ends all sessions, signs in, and works once', async () => {
    const { browser } = shared
    const { owner, token } = await newLink()
    const before = browser()
    await before.call(api.consoleSession.signIn, { body: { email: owner.email, password: PASSWORD } })
    expect((await browser().call(api.consoleSession.setPasswordLook, { body: { token } })).body).toMatchObject({
      email: owner.email,
    })
    const on = browser()
    expect((await on.call(api.consoleSession.setPassword, { body: { token, password } })).status).toBe(200)
    expect((await on.call(api.consoleSession.me, {})).status).toBe(200)
    expect((await before.call(api.consoleSession.me, {})).status).toBe(401)
    expect((await browser().call(api.consoleSession.signIn, { body: { email: owner.email, password } })).status).toBe(
      200,
    )
    expect(errorOf(await use(token))).toMatchObject(gone)
  })

  it('dies when another is made, and with time', async () => {
    const { token, send } = await newLink()
    const again = await send()
    expect(errorOf(await use(token))).toMatchObject(gone)
    const start = shared.platform.clock.now()
    shared.platform.clock.advance(3 * DAY)
    expect(errorOf(await use(again))).toMatchObject(gone)
    shared.platform.clock.set(start)
    expect((await use(again)).status).toBe(200)
  })

  it('raced is used once', async () => {
    const { token } = await newLink()
    const answers = await Promise.all([use(token), use(token)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410])
  })

  it('opens nothing else', async () => {
    const { token } = await newLink()
    const body = { token, account, owner: { name: 'X', email: uniqueEmail(), password } }
    expect(errorOf(await shared.browser().call(api.firstAccount, { body }))).toMatchObject(gone)
  })
})

describe('open sign-up', () => {
  /** What waits to be sent to an address, as it will read. */
  const mailsTo = async ({ db, secrets }: TestPlatform, address: string): Promise<string[]> => {
    const mails = db.selectFrom('mail_outbox').selectAll().where('to_address', '=', address).orderBy('created_at')
    return (await mails.execute()).map((mail) => secrets.open(mail.body_text, bodyPlace('body_text', mail.mail_id)))
  }
  const tokenIn = (text = ''): string => /#([\w-]{43})/.exec(text)?.[1] ?? ''

  it('is refused unless it is switched on', async () => {
    const { browser, platform } = await installation()
    const email = uniqueEmail()
    expect((await browser().call(api.signUpOpen, {})).body).toEqual({ open: false })
    expect((await browser().call(api.signUp, { body: { email } })).status).toBe(404)
    const body = { token: 'x', account, owner: { name: 'X', password: PASSWORD } }
    expect((await browser().call(api.signUpFinish, { body })).status).toBe(404)
    expect(await mailsTo(platform, email)).toEqual([])
  })

  it('mails a link that opens an account, once', async () => {
    const { browser, platform } = await installation({ env: { SIGNUP: 'open' } })
    const email = uniqueEmail()
    expect((await browser().call(api.signUp, { body: { email } })).status).toBe(204)
    const [mail] = await mailsTo(platform, email)
    const body = {
      token: tokenIn(mail),
      account: { ...account, name: `Newcomer ${unique()}` },
      owner: { name: 'Nora New', password: PASSWORD },
    }
    const finish = () => browser().call(api.signUpFinish, { body })
    expect((await finish()).body).toMatchObject({ user: { email }, accounts: [{ name: body.account.name }] })
    expect(errorOf(await finish())).toMatchObject(gone)
  })

  it('answers a known address like an unknown one, and tells it by mail', async () => {
    const { browser, platform } = await installation({ env: { SIGNUP: 'open' } })
    const { owner } = await makeAccount(platform)
    const answer = await browser().call(api.signUp, { body: { email: owner.email } })
    expect(answer.status).toBe(204)
    const [mail] = await mailsTo(platform, owner.email)
    expect(mail).toContain('a login already')
    expect(tokenIn(mail)).toBe('')
  })
})
