import { beforeAll, describe, expect, it } from 'vitest'
import * as api from '../../contract/api/team.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser, makeSupplierUser } from '../../test/factories/people.ts'
import { linkIn, type RealmInTest, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { createClient } from '../clients/actions.ts'
import { cancelInvitation, invite, listInvitations, sendAgain } from './actions/invitations.ts'
import type { Door, Place } from './tables/invitations.ts'

const DAY = 86_400_000
const gone = { status: 410, code: 'token_invalid' }

let all: Realms
let account: TestAccount
let customer: { customerId: number }
let clientId: number

beforeAll(async () => {
  all = await threeRealms()
  account = all.account
  customer = await makeCustomerUser(account)
  clientId = (await createClient(account.owner.ctx, 'Clear Path')).client_id
})

const names = ['team', 'customer', 'supplier'] as const
type Name = (typeof names)[number]

const placeOf = (name: Name): Place => {
  if (name === 'team') return { realm: name, role: 'billing', grants: ['export_data'] }
  return name === 'customer'
    ? { realm: name, customerId: customer.customerId, role: 'manager', mayPay: false, name: '' }
    : { realm: name, clientId }
}
const accepts = { team: api.teamInvitation, customer: api.customerInvitation, supplier: api.supplierInvitation }

/** The secret of the newest mail to an address. */
async function tokenFor(email: string): Promise<string> {
  const [mail] = await all.mailsTo(email)
  return linkIn(mail?.text ?? '').token
}

async function invited(name: Name, email = uniqueEmail()): Promise<{ email: string; token: string; id: string }> {
  await invite(account.owner.ctx, placeOf(name), email)
  const { items } = await listInvitations(account.owner.ctx, placeOf(name), { limit: 100 })
  return { email, token: await tokenFor(email), id: items.find((one) => one.email === email)?.id ?? '' }
}

const look = (on: Browser, name: Name, token: string) => on.call(accepts[name].look, { body: { token } })
const accept = (on: Browser, name: Name, token: string) =>
  on.call(accepts[name].accept, { body: { token, name: 'Nia New', password: PASSWORD } })
const at = (name: Name) => all.browser(all.realms[name].host)
const waiting = async (door: Door) =>
  (await listInvitations(account.owner.ctx, door, { limit: 100 })).items.map(({ email }) => email)

describe.each(names)('an invitation of a %s', (name) => {
  const realm = (): RealmInTest => all.realms[name]

  it('comes by mail in the name of the account, on the realm’s host, and lets in once', async () => {
    const { email, token } = await invited(name)
    const [mail] = await all.mailsTo(email)
    expect(linkIn(mail?.text ?? '').page).toBe(`http://${realm().host}:3000/invitation`)
    expect(mail?.from).toBe(account.name)
    expect(mail?.text).toContain('Olive Owner')
    expect((await look(at(name), name, token)).body).toMatchObject({
      company: account.name,
      invitedBy: 'Olive Owner',
      email,
      hasLogin: false,
    })
    const on = at(name)
    const answers = await Promise.all([accept(on, name, token), accept(at(name), name, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(errorOf(await accept(at(name), name, token))).toMatchObject(gone)
    expect(errorOf(await look(at(name), name, token))).toMatchObject(gone)
    const later = at(name)
    const signedIn = await later.call(realm().api.signIn, { body: { email, password: PASSWORD } })
    expect(signedIn.body.user).toEqual({ name: 'Nia New', email })
    expect(await waiting(placeOf(name))).not.toContain(email)
  })

  it('opens nothing on another host, in another realm, or on another account’s portal', async () => {
    const { token } = await invited(name)
    const other = await makeAccount(all.platform)
    for (const place of names.filter((one) => one !== name)) {
      expect(errorOf(await accept(at(place), place, token)), place).toMatchObject(gone)
    }
    if (name === 'customer') {
      expect(errorOf(await look(all.browser(other.host), name, token))).toMatchObject(gone)
      expect(errorOf(await accept(all.browser(other.host), name, token))).toMatchObject(gone)
    }
    expect((await accept(at(name), name, token)).status).toBe(200)
  })

  it('ends after seven days, when cancelled, and when sent again', async () => {
    const [late, cancelled, replaced] = [await invited(name), await invited(name), await invited(name)]
    await cancelInvitation(account.owner.ctx, placeOf(name), cancelled.id)
    await sendAgain(account.owner.ctx, placeOf(name), replaced.id)
    expect(errorOf(await accept(at(name), name, cancelled.token))).toMatchObject(gone)
    expect(errorOf(await accept(at(name), name, replaced.token))).toMatchObject(gone)
    expect((await accept(at(name), name, await tokenFor(replaced.email))).status).toBe(200)
    all.platform.clock.advance(7 * DAY)
    expect(errorOf(await accept(at(name), name, late.token))).toMatchObject(gone)
    // it still stands in the list, and lives again when sent again
    await sendAgain(account.owner.ctx, placeOf(name), late.id)
    expect((await accept(at(name), name, await tokenFor(late.email))).status).toBe(200)
    for (const { id } of [late, cancelled, replaced]) {
      await expect(sendAgain(account.owner.ctx, placeOf(name), id)).rejects.toMatchObject({ code: 'not_found' })
      await expect(cancelInvitation(account.owner.ctx, placeOf(name), id)).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is made once, also by two at the same moment, and not for who is there', async () => {
    const email = uniqueEmail()
    const both = await Promise.allSettled([1, 2].map(() => invite(account.owner.ctx, placeOf(name), email)))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await all.mailsTo(email)).toHaveLength(1)
    await accept(at(name), name, await tokenFor(email))
    await expect(invite(account.owner.ctx, placeOf(name), email)).rejects.toMatchObject({
      code: 'already_exists',
      details: { field: 'email' },
    })
  })

  it('of another account is not there', async () => {
    const { id } = await invited(name)
    const { owner } = await makeAccount(all.platform)
    await expect(sendAgain(owner.ctx, placeOf(name), id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(cancelInvitation(owner.ctx, placeOf(name), id)).rejects.toMatchObject({ code: 'not_found' })
    const list = listInvitations(owner.ctx, placeOf(name), { limit: 100 })
    if (name === 'team') expect((await list).items).toEqual([])
    else await expect(list).rejects.toMatchObject({ code: 'not_found' })
  })

  it('used in a browser where somebody else is signed in makes a session of its own', async () => {
    const { email, token } = await invited(name)
    const other = await realm().person()
    const on = await all.signedIn(realm(), other.email)
    expect((await accept(on, name, token)).body.user.email).toBe(email)
    expect((await on.call(realm().api.me, {})).body.user.email).toBe(email)
  })
})

describe('an invitation', () => {
  it('to an address with a login is joined by signing in, not by a second login', async () => {
    for (const name of ['team', 'supplier'] as const) {
      const known = name === 'team' ? (await makeAccount(all.platform)).owner : await makeSupplierUser(all.platform)
      const { token } = await invited(name, known.email)
      expect((await look(at(name), name, token)).body.hasLogin).toBe(true)
      expect(errorOf(await accept(at(name), name, token))).toMatchObject({ status: 409, field: 'email' })
      const join = (on: Browser) => on.call(accepts[name].join, { body: { token } })
      expect((await join(at(name))).status).toBe(401)
      const on = await all.signedIn(all.realms[name], known.email)
      const answers = await Promise.all([join(on), join(on)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
      const me = (await on.call(all.realms[name].api.me, {})).body
      const joined = (me.accounts ?? me.portals).map((one: { id?: number; account?: number }) => one.id ?? one.account)
      expect(joined).toContain(account.accountId)
    }
  })

  it('gives exactly the role and grants it was made with', async () => {
    const { token } = await invited('team')
    const { body } = await accept(at('team'), 'team', token)
    expect(body.accounts).toMatchObject([{ id: account.accountId, role: 'billing', grants: ['export_data'] }])
    const { token: customers } = await invited('customer')
    const me = (await accept(at('customer'), 'customer', customers)).body
    expect(me.can).not.toContain('portal.user.write')
    expect(me.can).toContain('portal.wallet.read')
  })

  it('accepted by somebody who is in the team already stays open', async () => {
    const { email } = await makeTeamMember(all.platform, account.accountId)
    const { token } = await invited('team')
    const on = await all.signedIn(all.realms.team, email)
    expect((await on.call(api.teamInvitation.join, { body: { token } })).status).toBe(409)
    expect((await accept(at('team'), 'team', token)).status).toBe(200)
  })

  it('to a customer or Client of another account finds nothing', async () => {
    const { owner } = await makeAccount(all.platform)
    for (const place of [placeOf('customer'), placeOf('supplier')]) {
      await expect(invite(owner.ctx, place, uniqueEmail())).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('is written down: who invited whom to what, and who accepted', async () => {
    const { email, token } = await invited('team')
    await accept(at('team'), 'team', token)
    const rows = await all.platform.db
      .selectFrom('audit_log')
      .select(['action', 'actor_name', 'after'])
      .where('account_id', '=', account.accountId)
      .orderBy('audit_id', 'desc')
      .limit(2)
      .execute()
    expect(rows).toMatchObject([
      { action: 'invitation.accepted', actor_name: 'Nia New', after: { email, role: 'billing' } },
      { action: 'invitation.sent', actor_name: 'Olive Owner', after: { email, role: 'billing' } },
    ])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('with markup in a company’s name is harmless in the mail', async () => {
    const evil = await makeAccount(all.platform, { name: '<b onload=x>"Evil" & Co' })
    const email = uniqueEmail()
    await invite(evil.owner.ctx, { realm: 'team', role: 'viewer', grants: [] }, email)
    const [mail] = await all.mailsTo(email)
    expect(mail?.html).not.toContain('<b onload')
    expect(mail?.html).toContain('&lt;b onload=x&gt;')
  })

  it('is not made by jobs', async () => {
    await expect(invite(systemCtx(all.platform), placeOf('team'), uniqueEmail())).rejects.toThrow()
  })
})
