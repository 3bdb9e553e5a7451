import { beforeAll, describe, expect, it } from 'vitest'
import { consoleSession, readAccount } from '../../contract/api/people.ts'
import * as api from '../../contract/api/team.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser, makeSupplierUser } from '../../test/factories/people.ts'
import { linkIn, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { createClient } from '../clients/actions.ts'
import { invite } from './actions/invitations.ts'
import { grantSupplierAccess } from './actions/suppliers.ts'

let all: Realms

beforeAll(async () => {
  all = await threeRealms()
})

const signedIn = (email: string) => all.signedIn(all.realms.team, email)
const teamOf = async (on: Browser, account: TestAccount, query = {}) =>
  (await on.call(api.listTeam, { params: { account: account.accountId }, query })).body

describe('the team', () => {
  it('is listed by address, page by page, with roles, grants and second factors', async () => {
    const account = await makeAccount(all.platform)
    const { email } = await makeTeamMember(all.platform, account.accountId, { role: 'viewer', grants: ['export_data'] })
    const on = await signedIn(account.owner.email)
    const whole = await teamOf(on, account)
    expect(whole.items.find((one: { email: string }) => one.email === email)).toMatchObject({
      role: 'viewer',
      grants: ['export_data'],
      secondFactor: false,
    })
    const first = await teamOf(on, account, { limit: 1 })
    const second = await teamOf(on, account, { limit: 1, cursor: first.next })
    expect([...first.items, ...second.items]).toEqual(whole.items)
    expect(second.next).toBeNull()
  })

  it('changes at once: a role taken away is gone with the next request', async () => {
    const account = await makeAccount(all.platform)
    const { userId, email } = await makeTeamMember(all.platform, account.accountId, { role: 'administrator' })
    const [on, theirs] = [await signedIn(account.owner.email), await signedIn(email)]
    const params = { account: account.accountId, user: userId }
    expect((await on.call(api.changeTeamMember, { params, body: { role: 'viewer', grants: [] } })).status).toBe(204)
    expect((await theirs.call(api.listTeam, { params: { account: account.accountId } })).status).toBe(403)
    expect((await on.call(api.removeTeamMember, { params })).status).toBe(204)
    expect((await theirs.call(readAccount, { params: { account: account.accountId } })).status).toBe(404)
    expect((await theirs.call(consoleSession.me, {})).body.accounts).toEqual([])
    expect((await on.call(api.removeTeamMember, { params })).status).toBe(404)
    const log = all.platform.db.selectFrom('audit_log').select(['action', 'before', 'after'])
    const rows = await log.where('account_id', '=', account.accountId).orderBy('audit_id', 'desc').limit(2).execute()
    expect(rows).toMatchObject([
      { action: 'team.removed', before: { email, role: 'viewer' } },
      { action: 'team.changed', before: { role: 'administrator' }, after: { role: 'viewer' } },
    ])
  })

  it('always has an administrator, also when two remove each other at the same moment', async () => {
    const account = await makeAccount(all.platform)
    const other = await makeTeamMember(all.platform, account.accountId, { role: 'administrator' })
    const [one, two] = [await signedIn(account.owner.email), await signedIn(other.email)]
    const remove = (on: Browser, user: string) =>
      on.call(api.removeTeamMember, { params: { account: account.accountId, user } })
    const both = await Promise.all([remove(one, other.userId), remove(two, account.owner.userId)])
    expect(both.map(({ status }) => status).sort()).not.toEqual([204, 204])
    const left = await all.platform.db
      .selectFrom('memberships')
      .select('user_id')
      .where('account_id', '=', account.accountId)
      .where('role', '=', 'administrator')
      .execute()
    expect(left).toHaveLength(1)
    const [last] = left
    const on = last?.user_id === other.userId ? two : one
    const params = { account: account.accountId, user: last?.user_id ?? '' }
    expect(errorOf(await on.call(api.removeTeamMember, { params }))).toMatchObject({ status: 409 })
    const body = { role: 'member' as const, grants: [] }
    expect(errorOf(await on.call(api.changeTeamMember, { params, body }))).toMatchObject({ status: 409, field: 'role' })
  })

  it('of another account cannot be changed', async () => {
    const [own, other] = [await makeAccount(all.platform), await makeAccount(all.platform)]
    const on = await signedIn(own.owner.email)
    const body = { role: 'viewer' as const, grants: [] }
    for (const account of [own.accountId, other.accountId]) {
      const params = { account, user: other.owner.userId }
      expect((await on.call(api.changeTeamMember, { params, body })).status).toBe(404)
      expect((await on.call(api.removeTeamMember, { params })).status).toBe(404)
    }
  })
})

describe('the users of a customer', () => {
  it('change roles and go, with their sessions; an owner always stays', async () => {
    const account = await makeAccount(all.platform)
    const customer = await makeCustomerUser(account)
    const realm = { ...all.realms.customer, host: account.host }
    const on = await signedIn(account.owner.email)
    const users = all.platform.db.selectFrom('customer_users').select('user_id')
    const { user_id: user } = await users
      .where('account_id', '=', account.accountId)
      .where('customer_id', '=', customer.customerId)
      .executeTakeFirstOrThrow()
    const params = { account: account.accountId, customer: customer.customerId, user }
    expect((await on.call(api.changeCustomerUser, { params, body: { role: 'viewer' } })).status).toBe(409)
    expect((await on.call(api.removeCustomerUser, { params })).status).toBe(409)
    const second = await makeCustomerUser(account)
    expect((await on.call(api.removeCustomerUser, { params: { ...params, customer: second.customerId } })).status).toBe(
      404,
    )
    const email = uniqueEmail()
    const door = { realm: 'customer', customerId: customer.customerId, role: 'owner', mayPay: false, name: '' } as const
    await invite(account.owner.ctx, door, email)
    const [mail] = await all.mailsTo(email)
    const body = { token: linkIn(mail?.text ?? '').token, name: 'Second Owner', password: PASSWORD }
    expect((await all.browser(account.host).call(api.customerInvitation.accept, { body })).status).toBe(200)
    const theirs = await all.signedIn(realm, customer.email)
    expect((await theirs.call(realm.api.me, {})).status).toBe(200)
    expect((await on.call(api.changeCustomerUser, { params, body: { role: 'viewer' } })).status).toBe(204)
    expect((await on.call(api.removeCustomerUser, { params })).status).toBe(204)
    expect((await theirs.call(realm.api.me, {})).status).toBe(401)
    const again = await all
      .browser(account.host)
      .call(realm.api.signIn, { body: { email: customer.email, password: PASSWORD } })
    expect(again.status).toBe(401)
  })
})

describe('the people of a supplier', () => {
  it('are listed for their Client, and lose access', async () => {
    const account = await makeAccount(all.platform)
    const { client_id: client } = await createClient(account.owner.ctx, 'Source')
    const { userId, email } = await makeSupplierUser(all.platform)
    await grantSupplierAccess(systemCtx(all.platform), userId, { accountId: account.accountId, clientId: client })
    const on = await signedIn(account.owner.email)
    const params = { account: account.accountId, client }
    const list = async () => (await on.call(api.listSupplierAccess, { params })).body.items
    expect(await list()).toMatchObject([{ id: userId, email }])
    expect((await on.call(api.revokeSupplierAccess, { params: { ...params, user: userId } })).status).toBe(204)
    expect(await list()).toEqual([])
    expect((await on.call(api.revokeSupplierAccess, { params: { ...params, user: userId } })).status).toBe(404)
  })
})
