import { beforeAll, describe, expect, it } from 'vitest'
import { makeAccount, PASSWORD, uniqueEmail } from '../../test/factories/account.ts'
import { makeCustomerUser } from '../../test/factories/people.ts'
import { linkIn, type RealmInTest, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'
import { stepAt, totpCode } from './rules/totp.ts'

const DAY = 86_400_000
const NEW = 'another long password'
const gone = { status: 410, code: 'token_invalid' }
const names = ['team', 'customer', 'supplier'] as const

let all: Realms

beforeAll(async () => {
  all = await threeRealms()
})

const at = (realm: RealmInTest) => all.browser(realm.host)
const forgot = (realm: RealmInTest, email: string) => at(realm).call(realm.api.forgotPassword, { body: { email } })

async function linkFor(realm: RealmInTest, email: string): Promise<string> {
  expect((await forgot(realm, email)).status).toBe(204)
  const [mail] = await all.mailsTo(email)
  return linkIn(mail?.text ?? '').token
}

const reset = (on: Browser, realm: RealmInTest, token: string, code?: string) =>
  on.call(realm.api.setPassword, { body: { token, password: NEW, code } })
const logIn = (realm: RealmInTest, email: string, password: string) =>
  at(realm).call(realm.api.signIn, { body: { email, password } })

describe.each(names)('a forgotten password of a %s', (name) => {
  const realm = (): RealmInTest => all.realms[name]

  it('is set by a mailed link, once; every session ends', async () => {
    const { email } = await realm().person()
    const there = await all.signedIn(realm(), email)
    const token = await linkFor(realm(), email)
    const [mail] = await all.mailsTo(email)
    expect(linkIn(mail?.text ?? '').page).toBe(`http://${realm().host}:3000/set-password`)
    expect(mail?.from).toBe(name === 'customer' ? all.account.name : 'Portico')
    const answers = await Promise.all([reset(at(realm()), realm(), token), reset(at(realm()), realm(), token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await there.call(realm().api.me, {})).status).toBe(401)
    expect((await logIn(realm(), email, PASSWORD)).status).toBe(401)
    expect((await logIn(realm(), email, NEW)).status).toBe(200)
  })

  it('is asked for alike by known and unknown addresses, three times and no more', async () => {
    const known = (await realm().person()).email
    const unknown = uniqueEmail()
    for (const email of [known, unknown]) {
      const answers: unknown[] = []
      for (let i = 0; i < 4; i++) answers.push((await forgot(realm(), email)).status)
      expect(answers, email).toEqual([204, 204, 204, 429])
    }
    expect(await all.mailsTo(known)).toHaveLength(3)
    expect(await all.mailsTo(unknown)).toHaveLength(0)
  })

  it('has a link that is nothing elsewhere, once replaced, once the password was changed, or after three days', async () => {
    const { email } = await realm().person()
    const first = await linkFor(realm(), email)
    const second = await linkFor(realm(), email)
    expect(errorOf(await reset(at(realm()), realm(), first))).toMatchObject(gone)
    for (const other of names.filter((one) => one !== name)) {
      expect(errorOf(await reset(at(all.realms[other]), all.realms[other], second)), other).toMatchObject(gone)
    }
    const on = await all.signedIn(realm(), email)
    await on.call(realm().api.changePassword, { body: { current: PASSWORD, password: PASSWORD } })
    expect(errorOf(await reset(at(realm()), realm(), second))).toMatchObject(gone)
    const late = await linkFor(realm(), (await realm().person()).email)
    all.platform.clock.advance(3 * DAY)
    expect(errorOf(await reset(at(realm()), realm(), late))).toMatchObject(gone)
  })

  it('opened where somebody else is signed in changes the one it was for, and nobody else', async () => {
    const [victim, other] = [await realm().person(), await realm().person()]
    const on = await all.signedIn(realm(), other.email)
    await reset(on, realm(), await linkFor(realm(), victim.email))
    expect((await on.call(realm().api.me, {})).body.user.email).toBe(victim.email)
    expect((await logIn(realm(), other.email, PASSWORD)).status).toBe(200)
  })

  it('does not get around the second factor', async () => {
    const { email } = await realm().person()
    const on = await all.signedIn(realm(), email)
    const { secret } = (await on.call(realm().api.startSecondFactor, { body: { current: PASSWORD } })).body
    const code = () => totpCode(secret, stepAt(all.platform.clock.now()))
    await on.call(realm().api.confirmSecondFactor, { body: { code: code() } })
    const token = await linkFor(realm(), email)
    expect((await at(realm()).call(realm().api.setPasswordLook, { body: { token } })).body.needsCode).toBe(true)
    expect(errorOf(await reset(at(realm()), realm(), token))).toMatchObject({ status: 401, code: 'code_needed' })
    expect(errorOf(await reset(at(realm()), realm(), token, '000000'))).toMatchObject({ code: 'code_wrong' })
    all.platform.clock.advance(30_000)
    expect((await reset(at(realm()), realm(), token, code())).status).toBe(200)
  })
})

describe('a link to a customer’s password', () => {
  it('is nothing on the portal of another account, even for the same address', async () => {
    const other = await makeAccount(all.platform)
    const email = uniqueEmail()
    await makeCustomerUser(all.account, { email })
    await makeCustomerUser(other, { email })
    const realm = all.realms.customer
    const token = await linkFor(realm, email)
    expect(errorOf(await reset(all.browser(other.host), realm, token))).toMatchObject(gone)
    expect((await reset(at(realm), realm, token)).status).toBe(200)
    expect((await all.browser(other.host).call(realm.api.signIn, { body: { email, password: PASSWORD } })).status).toBe(
      200,
    )
  })
})

describe.each(names)('the own login of a %s', (name) => {
  const realm = (): RealmInTest => all.realms[name]

  it('gets another address once its link is opened; the old one is told', async () => {
    const { email } = await realm().person()
    const next = uniqueEmail()
    const on = await all.signedIn(realm(), email)
    const change = (current: string) => on.call(realm().api.changeEmail, { body: { email: next, current } })
    expect(errorOf(await change('wrong'))).toMatchObject({ status: 400, field: 'current' })
    expect((await change(PASSWORD)).status).toBe(204)
    expect((await logIn(realm(), next, PASSWORD)).status).toBe(401)
    const [mail] = await all.mailsTo(next)
    const confirm = (at_: Browser, of: RealmInTest) =>
      at_.call(of.api.confirmEmail, { body: { token: linkIn(mail?.text ?? '').token } })
    const elsewhere = all.realms[name === 'team' ? 'supplier' : 'team']
    expect(errorOf(await confirm(at(elsewhere), elsewhere))).toMatchObject(gone)
    expect((await confirm(at(realm()), realm())).body).toEqual({ email: next })
    expect(errorOf(await confirm(at(realm()), realm()))).toMatchObject(gone)
    expect((await logIn(realm(), next, PASSWORD)).status).toBe(200)
    expect((await logIn(realm(), email, PASSWORD)).status).toBe(401)
    expect((await all.mailsTo(email))[0]?.text).toContain(next)
  })

  it('cannot take an address that somebody has', async () => {
    const [one, other] = [await realm().person(), await realm().person()]
    const on = await all.signedIn(realm(), one.email)
    await on.call(realm().api.changeEmail, { body: { email: other.email, current: PASSWORD } })
    const [mail] = await all.mailsTo(other.email)
    const body = { token: linkIn(mail?.text ?? '').token }
    expect(errorOf(await at(realm()).call(realm().api.confirmEmail, { body }))).toMatchObject({ status: 409 })
    expect((await logIn(realm(), one.email, PASSWORD)).status).toBe(200)
  })

  it('gets another name, and ends all its other sessions', async () => {
    const { email } = await realm().person()
    const [here, there] = [await all.signedIn(realm(), email), await all.signedIn(realm(), email)]
    const named = await here.call(realm().api.changeName, { body: { name: 'Another Name' } })
    expect(named.body.user).toEqual({ name: 'Another Name', email })
    expect((await there.call(realm().api.me, {})).body.user.name).toBe('Another Name')
    expect((await here.call(realm().api.revokeOthers, {})).status).toBe(204)
    expect((await there.call(realm().api.me, {})).status).toBe(401)
    expect((await here.call(realm().api.me, {})).status).toBe(200)
  })
})
