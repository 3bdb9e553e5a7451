/** A customer's own people: an owner asks them in, changes what they may, and sends them away. */
import { beforeAll, describe, expect, it } from 'vitest'
import { customerActivity, ownActivity } from '../../contract/api/audit.ts'
import { portalSession } from '../../contract/api/people.ts'
import * as api from '../../contract/api/team.ts'
import type { CallInput, Endpoint, Reply } from '../../contract/endpoint.ts'
import { makeAccount, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser } from '../../test/factories/people.ts'
import { linkIn, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'

let all: Realms
let account: TestAccount
beforeAll(async () => {
  all = await threeRealms()
  account = await makeAccount(all.platform)
})

/** What a call answers, as its page reads it. */
async function read<E extends Endpoint>(on: Browser, endpoint: E, input: CallInput<E>): Promise<Reply<E>> {
  const answer = await on.call(endpoint, input)
  // parsed by the endpoint's own schema
  return endpoint.reply.parse(answer.body) as Reply<E>
}

async function aCompany(on = account) {
  const customer = await makeCustomerUser(on)
  return { customer, owner: await all.signedIn({ ...all.realms.customer, host: on.host }, customer.email) }
}

async function comeIn(email: string): Promise<Browser> {
  const [mail] = await all.mailsTo(email)
  const { token } = linkIn(mail?.text ?? '')
  const on = all.browser(account.host)
  const look = await on.call(api.customerInvitation.look, { body: { token } })
  expect(look.body.name).toBe('Max Colleague')
  const answer = await on.call(api.customerInvitation.accept, {
    body: { token, name: look.body.name, password: PASSWORD },
  })
  expect(answer.status).toBe(200)
  return on
}

async function withManager({ owner }: { owner: Browser }, mayPay = false) {
  const email = uniqueEmail()
  const body = { email, role: 'manager' as const, mayPay, name: 'Max Colleague' }
  expect((await owner.call(api.ownInvitations.invite, { body })).status).toBe(204)
  const on = await comeIn(email)
  const { items } = await read(owner, api.listColleagues, {})
  return { email, on, id: items.find((one) => one.email === email)?.id ?? '' }
}

const mayPay = async (on: Browser) => (await read(on, portalSession.me, {})).can.includes('portal.pay')

describe('an owner', () => {
  it('asks a colleague in, who may pay only when told so, from the next request on', async () => {
    const company = await aCompany()
    const { on, id, email } = await withManager(company)
    expect(await mayPay(on)).toBe(false)
    const change = (body: { role: 'manager' | 'viewer'; mayPay: boolean }) =>
      company.owner.call(api.changeColleague, { params: { user: id }, body })
    expect((await change({ role: 'manager', mayPay: true })).status).toBe(204)
    expect(await mayPay(on)).toBe(true)
    expect((await change({ role: 'viewer', mayPay: true })).status).toBe(204)
    expect(await mayPay(on)).toBe(false)
    // it was forgotten with the role
    await change({ role: 'manager', mayPay: false })
    const { items } = await read(company.owner, api.listColleagues, {})
    expect(items.map(({ email, role, mayPay }) => ({ email, role, mayPay }))).toContainEqual({
      email,
      role: 'manager',
      mayPay: false,
    })
    expect((await company.owner.call(api.removeColleague, { params: { user: id } })).status).toBe(204)
    expect((await on.call(portalSession.me, {})).status).toBe(401)
  })

  it('is asked to bring in who may pay at once', async () => {
    const { on } = await withManager(await aCompany(), true)
    expect(await mayPay(on)).toBe(true)
  })

  it('lists, sends again and cancels the own invitations, once per address', async () => {
    const { owner } = await aCompany()
    const body = { email: uniqueEmail(), role: 'viewer' as const }
    const both = await Promise.all([1, 2].map(() => owner.call(api.ownInvitations.invite, { body })))
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
    const [waiting] = (await read(owner, api.ownInvitations.list, {})).items
    const params = { invitation: waiting?.id ?? '' }
    expect((await owner.call(api.ownInvitations.sendAgain, { params })).status).toBe(204)
    expect(await all.mailsTo(body.email)).toHaveLength(2)
    expect((await owner.call(api.ownInvitations.cancel, { params })).status).toBe(204)
    expect((await owner.call(api.ownInvitations.cancel, { params })).status).toBe(404)
  })

  it('neither reaches another customer’s people nor leaves the own company without an owner', async () => {
    const [one, other] = [await aCompany(), await aCompany()]
    const idOf = async (on: Browser) => (await read(on, api.listColleagues, {})).items[0]?.id ?? ''
    const [own, foreign] = [await idOf(one.owner), await idOf(other.owner)]
    const body = { role: 'viewer' as const }
    for (const [user, status] of [
      [own, 409],
      [foreign, 404],
    ] as const) {
      expect((await one.owner.call(api.changeColleague, { params: { user }, body })).status).toBe(status)
      expect((await one.owner.call(api.removeColleague, { params: { user } })).status).toBe(status)
    }
    const waiting = { email: uniqueEmail(), role: 'viewer' as const }
    await other.owner.call(api.ownInvitations.invite, { body: waiting })
    const [theirs] = (await read(other.owner, api.ownInvitations.list, {})).items
    const params = { invitation: theirs?.id ?? '' }
    expect((await one.owner.call(api.ownInvitations.cancel, { params })).status).toBe(404)
  })
})

it('a manager neither sees nor changes the people', async () => {
  const { on } = await withManager(await aCompany())
  expect(errorOf(await on.call(api.listColleagues, {})).status).toBe(403)
  const body = { email: uniqueEmail(), role: 'owner' as const }
  expect(errorOf(await on.call(api.ownInvitations.invite, { body })).status).toBe(403)
})

it('the activity of a customer holds what its people and the team did, and no other customer’s', async () => {
  const company = await aCompany()
  const { id, email } = await withManager(company)
  await withManager(await aCompany())
  await company.owner.call(api.removeColleague, { params: { user: id } })
  const own = (await read(company.owner, ownActivity, {})).items
  // who of the team it was is not the customer's to know
  expect(own.at(-1)?.by).toEqual({ kind: 'team', name: null })
  expect(own.map(({ action, about, by }) => [action, about, by.kind])).toEqual([
    ['customer_user.removed', email, 'colleague'],
    ['invitation.accepted', email, 'colleague'],
    ['invitation.sent', email, 'colleague'],
    ['customer.created', null, 'team'],
  ])
  const on = await all.signedIn(all.realms.team, account.owner.email)
  const params = { account: account.accountId, customer: company.customer.customerId }
  const told = await read(on, customerActivity, { params, query: { limit: 2 } })
  expect(told.items.map(({ action }) => action)).toEqual(['customer_user.removed', 'invitation.accepted'])
  expect(JSON.stringify(told)).not.toContain('"ip"')
  const rest = await read(on, customerActivity, { params, query: { cursor: told.next ?? '' } })
  expect(rest.items.map(({ action }) => action)).toEqual(['invitation.sent', 'customer.created'])
})

it('the same address in two accounts is two people', async () => {
  const [one, other] = [await makeAccount(all.platform), await makeAccount(all.platform)]
  const email = uniqueEmail()
  await makeCustomerUser(one, { email })
  await makeCustomerUser(other, { email })
  const at = (host: string) => all.signedIn({ ...all.realms.customer, host }, email)
  const [here, there] = [await at(one.host), await at(other.host)]
  const change = { current: PASSWORD, password: 'quite another password' }
  expect((await here.call(portalSession.changePassword, { body: change })).status).toBe(204)
  expect((await there.call(portalSession.me, {})).status).toBe(200)
  expect((await at(other.host).then((on) => on.call(portalSession.me, {}))).status).toBe(200)
})
