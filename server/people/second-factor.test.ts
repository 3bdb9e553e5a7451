import { beforeAll, describe, expect, it } from 'vitest'
import { changeAccount, readAccount } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD } from '../../test/factories/account.ts'
import { type RealmInTest, type Realms, threeRealms } from '../../test/factories/realms.ts'
import { type Browser, errorOf } from '../../test/harness/browser.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { forgetSecondFactor } from './actions/second-factor.ts'
import { base32, matchingStep, stepAt, totpCode, typedCode } from './rules/totp.ts'

const STEP = 30_000
let all: Realms

beforeAll(async () => {
  all = await threeRealms()
})

const names = ['team', 'customer', 'supplier'] as const
const now = () => all.platform.clock.now()
/** Later, so that the next code is another one. */
const nextStep = () => all.platform.clock.advance(STEP)

interface Enrolled {
  on: Browser
  realm: RealmInTest
  email: string
  secret: string
  codes: string[]
}

async function enrol(name: (typeof names)[number], email?: string): Promise<Enrolled> {
  const realm = all.realms[name]
  const who = email ?? (await realm.person()).email
  const on = await all.signedIn(realm, who)
  const { secret } = (await on.call(realm.api.startSecondFactor, { body: { current: PASSWORD } })).body
  const body = { code: totpCode(secret, stepAt(now())) }
  const { codes } = (await on.call(realm.api.confirmSecondFactor, { body })).body
  return { on, realm, email: who, secret, codes }
}

const logIn = ({ realm, email }: Enrolled, code?: string) =>
  all.browser(realm.host).call(realm.api.signIn, { body: { email, password: PASSWORD, code } })

describe('codes', () => {
  // RFC 6238, appendix B, for SHA-1; its codes have eight digits, ours the last six
  const secret = base32(Buffer.from('12345678901234567890'))

  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i', (seconds, code) => {
    expect(totpCode(secret, stepAt(new Date(seconds * 1000)))).toBe(code)
  })

  it('count one step early and late, never two, and never again once used', () => {
    const at = new Date('2026-11-22T12:00:00Z')
    const step = stepAt(at)
    const match = (offset: number, last = 0) => matchingStep(secret, totpCode(secret, step + offset), at, last)
    expect([-1, 0, 1].map((offset) => match(offset))).toEqual([step - 1, step, step + 1])
    expect([match(-2), match(2), match(0, step), match(-1, step)]).toEqual([undefined, undefined, undefined, undefined])
  })

  it('are read however they were typed', () => {
    expect(typedCode(' 123 456 ')).toEqual({ kind: 'app', code: '123456' })
    expect(typedCode('abcd efgh-ijkl mnop')).toEqual({ kind: 'recovery', code: 'ABCD-EFGH-IJKL-MNOP' })
  })
})

describe.each(names)('the second factor of a %s', (name) => {
  it('is asked for at log-in once a first code was right, and each code opens once', async () => {
    const one = await enrol(name)
    expect(one.codes).toHaveLength(10)
    expect(errorOf(await logIn(one))).toMatchObject({ status: 401, code: 'code_needed' })
    // the one it was confirmed with
    const first = totpCode(one.secret, stepAt(now()))
    expect(errorOf(await logIn(one, first))).toMatchObject({ status: 401, code: 'code_wrong' })
    nextStep()
    const code = totpCode(one.secret, stepAt(now()))
    const both = await Promise.all([logIn(one, code), logIn(one, code)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    expect(both.find(({ status }) => status === 401)?.headers['set-cookie']).toBeUndefined()
    expect((await logIn(one, '000000')).status).toBe(401)
    expect((await one.on.call(one.realm.api.secondFactor, {})).body).toMatchObject({ on: true, codesLeft: 10 })
  })

  it('has recovery codes, each for one log-in, that new ones replace', async () => {
    const one = await enrol(name)
    const [first = '', second = ''] = one.codes
    const both = await Promise.all([logIn(one, first), logIn(one, first.toLowerCase())])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await one.on.call(one.realm.api.secondFactor, {})).body.codesLeft).toBe(9)
    const wrong = await one.on.call(one.realm.api.newRecoveryCodes, { body: { current: 'wrong' } })
    expect(errorOf(wrong)).toMatchObject({ status: 400, field: 'current' })
    const { codes } = (await one.on.call(one.realm.api.newRecoveryCodes, { body: { current: PASSWORD } })).body
    expect((await logIn(one, second)).status).toBe(401)
    expect((await logIn(one, codes[0])).status).toBe(200)
  })

  it('is nothing to anybody else: not the codes, not the secret', async () => {
    const [one, other] = [await enrol(name), await enrol(name)]
    nextStep()
    expect((await logIn(one, other.codes[0])).status).toBe(401)
    expect((await logIn(one, totpCode(other.secret, stepAt(now())))).status).toBe(401)
    expect((await logIn(other, other.codes[0])).status).toBe(200)
  })

  it('goes with the password only, and is asked for no more', async () => {
    const one = await enrol(name)
    const stop = (current: string) => one.on.call(one.realm.api.stopSecondFactor, { body: { current } })
    expect(errorOf(await stop('wrong'))).toMatchObject({ status: 400, field: 'current' })
    expect((await logIn(one)).status).toBe(401)
    expect((await stop(PASSWORD)).status).toBe(204)
    expect(errorOf(await stop(PASSWORD))).toMatchObject({ status: 409 })
    expect((await logIn(one)).status).toBe(200)
    expect((await one.on.call(one.realm.api.secondFactor, {})).body).toEqual({ on: false, since: null, codesLeft: 0 })
  })

  it('is not changed by starting over while it is on, nor on by a secret nobody confirmed', async () => {
    const realm = all.realms[name]
    const { email } = await realm.person()
    const on = await all.signedIn(realm, email)
    const start = () => on.call(realm.api.startSecondFactor, { body: { current: PASSWORD } })
    expect(errorOf(await on.call(realm.api.confirmSecondFactor, { body: { code: '1' } }))).toMatchObject({
      status: 409,
    })
    const [old, fresh] = [(await start()).body, (await start()).body]
    expect(fresh.uri).toContain(`secret=${fresh.secret}`)
    expect((await logIn({ realm, email, on, secret: '', codes: [] })).status).toBe(200)
    const confirm = (secret: string) =>
      on.call(realm.api.confirmSecondFactor, { body: { code: totpCode(secret, stepAt(now())) } })
    expect((await confirm(old.secret)).status).toBe(401)
    const both = await Promise.all([confirm(fresh.secret), confirm(fresh.secret)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(errorOf(await start())).toMatchObject({ status: 409 })
  })
})

describe('the second factor', () => {
  it('cannot be guessed: ten wrong codes and the person waits, wherever they come from', async () => {
    const one = await enrol('team')
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await logIn(one, '000000')).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429])
    const other = await enrol('team')
    expect((await logIn(other, other.codes[0])).status).toBe(200)
  })

  it('is forgotten by whoever runs the installation, for who lost everything', async () => {
    const one = await enrol('supplier')
    expect(await forgetSecondFactor(systemCtx(all.platform), one.email)).toEqual(['supplier'])
    expect(await forgetSecondFactor(systemCtx(all.platform), one.email)).toEqual([])
    expect((await logIn(one)).status).toBe(200)
    expect((await one.on.call(one.realm.api.secondFactor, {})).body).toMatchObject({ on: false, codesLeft: 0 })
  })

  it('is kept sealed and its codes hashed', async () => {
    const { secret, codes } = await enrol('customer')
    const factors = await all.platform.db.selectFrom('second_factors').select('secret_sealed').execute()
    const hashes = await all.platform.db.selectFrom('recovery_codes').select('code_hash').execute()
    const stored = JSON.stringify([factors, hashes.map(({ code_hash }) => code_hash.toString())])
    for (const word of [secret, ...codes]) expect(stored).not.toContain(word)
  })

  it('names the portal, and nothing of ours, to a customer', async () => {
    const realm = all.realms.customer
    const on = await all.signedIn(realm, (await realm.person()).email)
    const { uri } = (await on.call(realm.api.startSecondFactor, { body: { current: PASSWORD } })).body
    expect(decodeURIComponent(uri)).toContain(`otpauth://totp/${all.account.name}:`)
    expect(uri).not.toContain('Portico')
  })

  it('can be asked of the whole team: nothing of the account is answered until it is there', async () => {
    const account = await makeAccount(all.platform)
    const params = { account: account.accountId }
    const { email } = await makeTeamMember(all.platform, account.accountId)
    const [owner, member] = [
      await all.signedIn(all.realms.team, account.owner.email),
      await all.signedIn(all.realms.team, email),
    ]
    const ask = (requireSecondFactor: boolean) => owner.call(changeAccount, { params, body: { requireSecondFactor } })
    expect(errorOf(await ask(true))).toMatchObject({ status: 409, field: 'requireSecondFactor' })
    const first = await enrol('team', account.owner.email)
    expect((await first.on.call(changeAccount, { params, body: { requireSecondFactor: true } })).status).toBe(200)
    expect(errorOf(await member.call(readAccount, { params }))).toMatchObject({
      status: 403,
      code: 'second_factor_needed',
    })
    const me = async () => (await member.call(all.realms.team.api.me, {})).body.accounts[0].needsSecondFactor
    expect(await me()).toBe(true)
    const { on } = await enrol('team', email)
    expect((await on.call(readAccount, { params })).status).toBe(200)
    expect(await me()).toBe(false)
  })
})
