import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { changeAccount, consoleSession, readAccount } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser } from '../../test/factories/people.ts'
import { Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import { openHashKey } from '../fields/ops.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { createAccount, createAccountFor } from './actions/accounts.ts'
import { peopleChecks } from './checks.ts'
import { forgetSessions } from './jobs.ts'
import { peopleRoutes } from './routes.ts'

let platform: TestPlatform
let server: HttpServer

beforeAll(async () => {
  platform = await testPlatform()
  server = await testServer(platform, peopleRoutes)
})

async function signedIn(email: string): Promise<Browser> {
  const on = new Browser(server, 'app.localhost', '10.3.0.1')
  expect((await on.call(consoleSession.signIn, { body: { email, password: PASSWORD } })).status).toBe(200)
  return on
}

const newAccount = (email = uniqueEmail()) => ({
  name: 'Same Name, Ltd.',
  zone: 'UTC',
  currency: 'USD',
  owner: { email, name: 'O', password: PASSWORD },
})

describe('opening an account', () => {
  it('gives it a hash key of its own, a portal, an audit line', async () => {
    const [one, other] = [await makeAccount(platform), await makeAccount(platform)]
    const keyOf = (account: TestAccount) => openHashKey(platform, account.accountId)
    expect(await keyOf(one)).toHaveLength(32)
    expect(await keyOf(one)).toEqual(await keyOf(one))
    expect(await keyOf(one)).not.toEqual(await keyOf(other))
    const stored = platform.db.selectFrom('accounts').select('hash_key_sealed').where('account_id', '=', one.accountId)
    const { hash_key_sealed } = await stored.executeTakeFirstOrThrow()
    expect(hash_key_sealed).not.toContain((await keyOf(one)).toString('base64'))
    const audited = platform.db.selectFrom('audit_log').select('action').where('account_id', '=', one.accountId)
    expect(await audited.execute()).toEqual([{ action: 'account.opened' }])
  })

  it('of one name many times at once gives each another subdomain', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => createAccount(systemCtx(platform), newAccount())))
    const ids = opened.map(({ accountId }) => accountId)
    const query = platform.db.selectFrom('portals').select('subdomain').where('account_id', 'in', ids)
    const subdomains = new Set((await query.execute()).map((row) => row.subdomain))
    expect(subdomains.size).toBe(8)
    for (const subdomain of subdomains) expect(subdomain).toMatch(/^same-name-ltd(-\d+)?$/)
  })

  it('twice for one new address opens one', async () => {
    const wish = newAccount()
    const both = await Promise.allSettled([
      createAccount(systemCtx(platform), wish),
      createAccount(systemCtx(platform), wish),
    ])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(createAccount(systemCtx(platform), wish)).rejects.toMatchObject({ code: 'already_exists' })
  })

  it('refuses a subdomain that is ours, taken or none', async () => {
    const { host } = await makeAccount(platform)
    const taken = host.replace('.localhost', '')
    for (const subdomain of ['app', 'suppliers', 'www', 'cname', 'xn--80ak6aa92e', '-a', 'A', 'a.b', '', taken]) {
      await expect(createAccount(systemCtx(platform), { ...newAccount(), subdomain }), subdomain).rejects.toMatchObject(
        {
          details: { field: 'account.subdomain' },
        },
      )
    }
  })

  it('for somebody known adds a second account to the login they have', async () => {
    const { owner, accountId } = await makeAccount(platform)
    const second = await createAccountFor(systemCtx(platform), newAccount(), owner.email)
    const me = await (await signedIn(owner.email)).call(consoleSession.me, {})
    expect(me.body.accounts.map((account: { id: number }) => account.id)).toEqual([accountId, second?.accountId])
    expect(await createAccountFor(systemCtx(platform), newAccount(), uniqueEmail())).toBeUndefined()
  })
})

describe('changing an account', () => {
  const change = (on: Browser, account: number, body: object) => on.call(changeAccount, { params: { account }, body })

  it('changes what is named, writes it down, and nothing of another account', async () => {
    const [own, other] = [await makeAccount(platform), await makeAccount(platform)]
    const on = await signedIn(own.owner.email)
    const changed = await change(on, own.accountId, { zone: 'Asia/Tokyo', currency: 'JPY' })
    expect(changed.body).toMatchObject({ name: own.name, zone: 'Asia/Tokyo', currency: 'JPY', currencyOpen: true })
    expect((await change(on, other.accountId, { name: 'Mine' })).status).toBe(404)
    const theirs = await (await signedIn(other.owner.email)).call(readAccount, { params: { account: other.accountId } })
    expect(theirs.body.name).toBe(other.name)
    const audited = platform.db
      .selectFrom('audit_log')
      .select(['actor_name', 'before', 'after'])
      .where('account_id', '=', own.accountId)
      .where('action', '=', 'account.changed')
    expect(await audited.execute()).toMatchObject([
      { actor_name: 'Olive Owner', before: { zone: 'America/New_York' }, after: { zone: 'Asia/Tokyo' } },
    ])
  })

  it('is for administrators', async () => {
    const { accountId } = await makeAccount(platform)
    for (const role of ['member', 'billing', 'viewer'] as const) {
      const { email } = await makeTeamMember(platform, accountId, { role })
      const on = await signedIn(email)
      expect((await change(on, accountId, { name: 'x' })).status, role).toBe(403)
      expect((await on.call(readAccount, { params: { account: accountId } })).status, role).toBe(200)
    }
  })

  it('keeps the currency once a wallet is open, also when both happen at once', async () => {
    const account = await makeAccount(platform)
    const on = await signedIn(account.owner.email)
    const [, raced] = await Promise.all([makeCustomerUser(account), change(on, account.accountId, { currency: 'EUR' })])
    const { body } = await on.call(readAccount, { params: { account: account.accountId } })
    expect(body.currency).toBe(raced.status === 200 ? 'EUR' : 'USD')
    const wallets = platform.db.selectFrom('wallets').select('currency').where('account_id', '=', account.accountId)
    expect(await wallets.execute()).toEqual([{ currency: body.currency }])
    expect(body.currencyOpen).toBe(false)
    expect(errorOf(await change(on, account.accountId, { currency: 'CHF' }))).toMatchObject({
      status: 409,
      field: 'currency',
    })
    expect((await change(on, account.accountId, { currency: body.currency, name: 'Renamed' })).status).toBe(200)
  })
})

it('sessions that have ended are forgotten, others kept', async () => {
  const { owner } = await makeAccount(platform)
  await signedIn(owner.email)
  platform.clock.advance(6 * 3_600_000)
  await signedIn(owner.email)
  platform.clock.advance(7 * 3_600_000)
  await forgetSessions.run(systemCtx(platform), {}, new AbortController().signal)
  const left = platform.db.selectFrom('sessions').select('token_hash').where('user_id', '=', owner.userId)
  expect(await left.execute()).toHaveLength(1)
})

it('the checks find an account nobody runs and a portal that leads elsewhere', async () => {
  const { accountId, host } = await makeAccount(platform)
  const found = async () => {
    const names: string[] = []
    for (const { name, sql: text } of peopleChecks) {
      const { rows } = await platform.pool.query<{ account_id: number }>(text)
      if (rows.some((row) => row.account_id === accountId)) names.push(name)
    }
    return names
  }
  expect(await found()).toEqual([])
  const other = await makeAccount(platform)
  await sql`update memberships set role = 'viewer' where account_id = ${accountId}`.execute(platform.db)
  const subdomain = host.replace('.localhost', '')
  await sql`update portal_hosts set account_id = ${other.accountId} where subdomain = ${subdomain}`.execute(platform.db)
  expect(await found()).toEqual(['account_has_administrator', 'account_has_portal'])
})
