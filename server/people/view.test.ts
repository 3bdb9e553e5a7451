/** *View as customer*: the operator's person sees what the customer sees, and can do nothing there. */
import { beforeAll, describe, expect, it } from 'vitest'
import { portalSession } from '../../contract/api/people.ts'
import * as api from '../../contract/api/team.ts'
import { permissions } from '../../contract/permissions.ts'
import {
  makeAccount,
  makeTeamMember,
  PASSWORD,
  type TestAccount,
  type TestMember,
} from '../../test/factories/account.ts'
import { makeCustomerUser } from '../../test/factories/people.ts'
import { linkIn, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'
import { removeMember } from './actions/members.ts'

let all: Realms
let account: TestAccount
let customer: Awaited<ReturnType<typeof makeCustomerUser>>
let mia: TestMember

beforeAll(async () => {
  all = await threeRealms()
  account = await makeAccount(all.platform)
  customer = await makeCustomerUser(account)
  mia = await makeTeamMember(all.platform, account.accountId, { grants: ['customer_portal_access'] })
})

const inConsole = (email: string) => all.signedIn(all.realms.team, email)
const ask = (on: Browser, customerId = customer.customerId) =>
  on.call(api.viewAsCustomer, { params: { account: account.accountId, customer: customerId } })
const enter = (on: Browser, token: string) => on.call(api.enterView, { body: { token } })

async function tokenFor(email = mia.email): Promise<string> {
  const { url } = (await ask(await inConsole(email))).body
  expect(linkIn(url).page).toBe(`http://${account.host}:3000/view`)
  return linkIn(url).token
}

async function looking(email = mia.email): Promise<Browser> {
  const on = all.browser(account.host)
  expect((await enter(on, await tokenFor(email))).status).toBe(200)
  return on
}

describe('looking as a customer', () => {
  it('shows the portal in the person’s own name, with reads only, and says so in the log', async () => {
    const on = all.browser(account.host)
    const me = api.enterView.reply.parse((await enter(on, await tokenFor())).body)
    expect(me).toMatchObject({ company: customer.company, user: { email: mia.email }, viewer: { name: mia.name } })
    expect(me.can).toContain('portal.wallet.read')
    const writes = me.can.filter((name) => !('reads' in permissions[name]))
    expect(writes).toEqual([])
    expect((await on.call(portalSession.me, {})).body).toEqual(me)
    const row = await all.platform.db
      .selectFrom('audit_log')
      .select(['actor_id', 'actor_name', 'customer_id'])
      .where('account_id', '=', account.accountId)
      .where('action', '=', 'customer.viewed')
      .orderBy('audit_id', 'desc')
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ actor_id: mia.userId, actor_name: mia.name, customer_id: customer.customerId })
  })

  it('refuses every change, the own login’s among them', async () => {
    const on = await looking()
    const body = { current: PASSWORD, password: 'another long password' }
    expect(errorOf(await on.call(portalSession.changePassword, { body })).status).toBe(403)
    expect(errorOf(await on.call(portalSession.sessions, {})).status).toBe(403)
    const invitee = { email: 'eve@example.test', role: 'owner' as const }
    expect(errorOf(await on.call(api.ownInvitations.invite, { body: invitee })).status).toBe(403)
    expect((await on.call(api.listColleagues, {})).body.items).toMatchObject([{ email: customer.email }])
  })

  it('is opened once, within a minute, on that portal only', async () => {
    const token = await tokenFor()
    const neighbour = await makeAccount(all.platform)
    expect(errorOf(await enter(all.browser(neighbour.host), token)).status).toBe(410)
    const both = await Promise.all([enter(all.browser(account.host), token), enter(all.browser(account.host), token)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
    const late = await tokenFor()
    all.platform.clock.advance(60_000)
    expect(errorOf(await enter(all.browser(account.host), late)).status).toBe(410)
  })

  it('ends after half an hour however busy, and at once where the person leaves the team', async () => {
    const on = await looking()
    for (const _ of [1, 2, 3]) {
      all.platform.clock.advance(9 * 60_000)
      expect((await on.call(portalSession.me, {})).status).toBe(200)
    }
    all.platform.clock.advance(3 * 60_000)
    expect((await on.call(portalSession.me, {})).status).toBe(401)
    const leaver = await makeTeamMember(all.platform, account.accountId, { role: 'administrator' })
    const theirs = await looking(leaver.email)
    await removeMember(account.owner.ctx, leaver.userId)
    expect((await theirs.call(portalSession.me, {})).status).toBe(401)
  })

  it('is signed out of like any session, and leaves the customer’s own alone', async () => {
    const own = await all.signedIn({ ...all.realms.customer, host: account.host }, customer.email)
    const on = await looking()
    expect((await on.call(portalSession.signOut, {})).status).toBe(204)
    expect((await on.call(portalSession.me, {})).status).toBe(401)
    expect((await own.call(portalSession.me, {})).body.viewer).toBeNull()
  })

  it('is for Administrators and Members with customer portal access, and their own account’s customers', async () => {
    const plain = await makeTeamMember(all.platform, account.accountId)
    expect(errorOf(await ask(await inConsole(plain.email))).status).toBe(403)
    const foreign = await makeCustomerUser(await makeAccount(all.platform))
    expect(errorOf(await ask(await inConsole(mia.email), foreign.customerId)).status).toBe(404)
  })
})
