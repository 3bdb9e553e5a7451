import { beforeAll, describe, expect, it } from 'vitest'
import { consoleSession, portalSession, readAccount, supplierSession } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser, makeSupplierUser } from '../../test/factories/people.ts'
import { Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx, type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { newId } from '../platform/ids.ts'
import { hashToken } from '../platform/secrets.ts'
import { grantSupplierAccess, revokeSupplierAccess } from './actions/suppliers.ts'
import { peopleRoutes } from './routes.ts'

const CONSOLE = 'app.localhost'
const SUPPLIERS = 'suppliers.localhost'

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
const browser = (host = CONSOLE): Browser => new Browser(server, host, `10.4.${at >> 8}.${at++ & 255}`)

const signIn = (on: Browser, email: string, password = PASSWORD) =>
  on.call(consoleSession.signIn, { body: { email, password } })

async function signedIn(email = account.owner.email): Promise<Browser> {
  const on = browser()
  expect((await signIn(on, email)).status).toBe(200)
  return on
}

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

  it('hold by realm, host and account, each by itself', async () => {
    const customer = await makeCustomerUser(account)
    const on = browser(account.host)
    await on.call(portalSession.signIn, { body: { email: customer.email, password: PASSWORD } })
    const hash = hashToken(on.cookies.get('session') ?? '')
    const own = { realm: 'customer', host: account.host, account_id: account.accountId }
    const status = async (moved: Partial<typeof own>) => {
      await platform.db
        .updateTable('sessions')
        .set({ ...own, ...moved })
        .where('token_hash', '=', hash)
        .execute()
      const answer = await on.call(portalSession.me, {})
      await platform.db.updateTable('sessions').set(own).where('token_hash', '=', hash).execute()
      return answer.status
    }
    expect(await status({})).toBe(200)
    for (const moved of [{ realm: 'supplier' }, { host: 'x.localhost' }, { account_id: account.accountId + 1 }])
      expect(await status(moved), JSON.stringify(moved)).toBe(401)
  })

  it('make a session nothing on a host of the same realm that did not make it', async () => {
    const moved = await testPlatform({ env: { BASE_DOMAIN: 'leads.example' } })
    const there = new Browser(await testServer(moved, peopleRoutes), 'app.leads.example')
    for (const [name, value] of (await signedIn()).cookies) there.cookies.set(name, value)
    expect((await there.call(consoleSession.me, {})).status).toBe(401)
    expect((await signIn(there, account.owner.email)).status).toBe(200)
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
    const names = (answer: typeof me) => answer.body.portals.map((p: { companyName: string }) => p.companyName)
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
