import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { png } from '../../dev/png.ts'
import { makeAccount, unique } from '../../test/factories/account.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { testServer } from '../../test/harness/server.ts'
import type { RequestInfo } from '../platform/ctx.ts'
import { readLogo, removeLogo, setLogo } from './actions/logo.ts'
import { availabilityOf, changePortal, readPortal } from './actions/portal.ts'
import { hostOf, pageHead } from './ops.ts'
import { portalRoutes } from './routes.ts'

const LOGO = png(32, 16, () => [124, 45, 107, 255])
const OTHER = png(40, 40, () => [31, 111, 84, 255])

let platform: TestPlatform
let pictures: Server
let address: string
beforeAll(async () => {
  platform = await testPlatform({ env: { DELIVERY_ALLOW: '127.0.0.1' } })
  pictures = createServer((request, response) => {
    if (request.url === '/moved.png') response.writeHead(302, { location: '/logo.png' }).end()
    else if (request.url === '/logo.png') response.writeHead(200, { 'content-type': 'image/png' }).end(LOGO)
    else if (request.url === '/page') response.writeHead(200, { 'content-type': 'image/png' }).end('<html></html>')
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(pictures, 'listening')
  address = `http://127.0.0.1:${(pictures.address() as AddressInfo).port}` // it listens on TCP
})
afterAll(() => pictures.close())

const upload = (bytes: Buffer) => ({ data: bytes.toString('base64') })
const logsOf = (accountId: number) =>
  platform.db
    .selectFrom('audit_log')
    .select(['action', 'before', 'after'])
    .where('account_id', '=', accountId)
    .where('target_kind', '=', 'portal')
    .orderBy('audit_id')
    .execute()

describe('setting a portal up', () => {
  it('changes name, colour and address, and writes down what was and is', async () => {
    const { owner, accountId, host } = await makeAccount(platform, { name: 'Brightway' })
    const name = `leads-${unique()}`
    await changePortal(owner.ctx, { companyName: 'Brightway Leads', brand: '#7c2d6b', subdomain: name })
    await changePortal(owner.ctx, { isSetUp: true })
    const { portal, former } = await readPortal(owner.ctx)
    expect(portal).toMatchObject({ company_name: 'Brightway Leads', brand_color: '#7c2d6b', subdomain: name })
    expect(portal.set_up_at).toEqual(platform.clock.now())
    expect(former).toEqual([host.replace('.localhost', '')])
    await changePortal(owner.ctx, { companyName: 'Brightway Leads' })
    const [first, second, ...more] = await logsOf(accountId)
    expect(first?.before).toMatchObject({ companyName: 'Brightway', isSetUp: false })
    expect(first?.after).toMatchObject({ companyName: 'Brightway Leads', subdomain: name })
    expect(second?.after).toMatchObject({ isSetUp: true })
    expect(more).toEqual([])
  })

  it('leads the former address to the portal, keeps it from others, and gives it back', async () => {
    const { owner, accountId, host } = await makeAccount(platform)
    const before = host.replace('.localhost', '')
    await changePortal(owner.ctx, { subdomain: `new-${unique()}` })
    expect(await hostOf(platform)(host)).toEqual({ kind: 'portal', accountId, host })
    const other = await makeAccount(platform)
    expect(await availabilityOf(other.owner.ctx, before)).toBe('taken')
    expect(await refusalOf(changePortal(other.owner.ctx, { subdomain: before }))).toBe('already_exists subdomain')
    expect(await availabilityOf(owner.ctx, before)).toBe('own')
    await changePortal(owner.ctx, { subdomain: before })
    expect((await readPortal(owner.ctx)).portal.subdomain).toBe(before)
  })

  it('says of a subdomain whether it can be had', async () => {
    const { owner, host } = await makeAccount(platform)
    const name = `free-${unique()}`
    const own = host.replace('.localhost', '')
    const asked = [name, own, 'www', '-x', 'xn--p1ai', 'a.b', 'ä', ''].map((one) => availabilityOf(owner.ctx, one))
    const malformed = Array(5).fill('malformed')
    expect(await Promise.all(asked)).toEqual(['free', 'own', 'reserved', ...malformed])
    for (const bad of ['www', '-x', 'xn--p1ai'])
      expect(await refusalOf(changePortal(owner.ctx, { subdomain: bad }))).toBe('invalid_input subdomain')
  })

  it('gives a subdomain that two ask for at once to one of them', async () => {
    const [one, two] = await Promise.all([makeAccount(platform), makeAccount(platform)])
    const subdomain = `both-${unique()}`
    const refusals = await Promise.all([one, two].map(({ owner }) => refusalOf(changePortal(owner.ctx, { subdomain }))))
    expect(refusals.sort()).toEqual(['already_exists subdomain', undefined])
  })

  it('has five addresses in its life and no sixth, also when it asks for several at once', async () => {
    const { owner } = await makeAccount(platform)
    const wishes = Array.from({ length: 6 }, (_, nth) => changePortal(owner.ctx, { subdomain: `n${nth}-${unique()}` }))
    const refusals = await Promise.all(wishes.map((wish) => refusalOf(wish)))
    expect(refusals.filter((one) => one === undefined)).toHaveLength(4)
    expect(refusals.filter((one) => one === 'not_allowed_now subdomain')).toHaveLength(2)
    expect((await readPortal(owner.ctx)).former).toHaveLength(4)
  })
})

describe('the logo', () => {
  it('is taken from an upload, replaced, kept as it is when it is the same, and taken away', async () => {
    const { owner, accountId } = await makeAccount(platform)
    await setLogo(owner.ctx, upload(LOGO))
    expect((await readPortal(owner.ctx)).portal).toMatchObject({ logo_width: 32, logo_height: 16 })
    await setLogo(owner.ctx, upload(LOGO))
    await setLogo(owner.ctx, upload(OTHER))
    expect(await readLogo(owner.ctx, accountId)).toEqual({ type: 'image/png', bytes: OTHER })
    await removeLogo(owner.ctx)
    await removeLogo(owner.ctx)
    expect((await readPortal(owner.ctx)).portal.logo_version).toBeNull()
    expect(await refusalOf(readLogo(owner.ctx, accountId))).toBe('not_found')
    expect((await logsOf(accountId)).map(({ action }) => action)).toEqual(Array(3).fill('portal.logo_changed'))
  })

  it('is one whole picture when two are set at once', async () => {
    const { owner, accountId } = await makeAccount(platform)
    await Promise.all([setLogo(owner.ctx, upload(LOGO)), setLogo(owner.ctx, upload(OTHER))])
    const { portal } = await readPortal(owner.ctx)
    const { bytes } = await readLogo(owner.ctx, accountId, portal.logo_version ?? '')
    expect(portal.logo_width).toBe(bytes.equals(LOGO) ? 32 : 40)
  })

  it('is fetched from an address and served by us', async () => {
    const { owner, accountId } = await makeAccount(platform)
    await setLogo(owner.ctx, { url: `${address}/logo.png` })
    expect((await readLogo(owner.ctx, accountId)).bytes.equals(LOGO)).toBe(true)
  })

  it('says what is wrong with an address or a file', async () => {
    const { owner } = await makeAccount(platform)
    const inside = (await makeAccount(await testPlatform())).owner
    const fetched = (url: string, ctx = owner.ctx) => setLogo(ctx, { url }).catch((error: Error) => error.message)
    expect(await fetched(`${address}/moved.png`)).toMatch(/leads to another/)
    expect(await fetched(`${address}/none.png`)).toMatch(/404/)
    expect(await fetched(`${address}/page`)).toMatch(/not a whole PNG/)
    expect(await fetched('ftp://example.com/logo.png')).toMatch(/https:/)
    expect(await fetched('logo.png')).toMatch(/not a URL/)
    expect(await fetched(`${address}/logo.png`, inside.ctx)).toMatch(/may not be called/)
    expect(await refusalOf(setLogo(owner.ctx, upload(Buffer.from('<svg/>'))))).toBe('invalid_input data')
    expect((await readPortal(owner.ctx)).portal.logo_version).toBeNull()
  })

  it('stands in the portal’s first byte, and nowhere else', async () => {
    const [one, other] = await Promise.all([makeAccount(platform), makeAccount(platform)])
    await setLogo(one.owner.ctx, upload(LOGO))
    const { portal } = await readPortal(one.owner.ctx)
    const at = (account: typeof one) =>
      pageHead(platform)({ site: { kind: 'portal', accountId: account.accountId, host: account.host } } as RequestInfo) // nothing else is read
    const path = `/logo/${portal.logo_version}`
    expect(await at(one)).toMatchObject({ picture: path, boot: { portal: { logo: path } } })
    expect(JSON.stringify(await at(other))).not.toContain('/logo/')

    const server = await testServer(platform, portalRoutes)
    const get = (host: string) => server.inject({ url: path, headers: { host } })
    const found = await get(one.host)
    expect(found.rawPayload.equals(LOGO)).toBe(true)
    expect(found.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    for (const host of [other.host, 'app.localhost', 'localhost']) expect((await get(host)).statusCode, host).toBe(404)
    await setLogo(one.owner.ctx, upload(OTHER))
    expect((await get(one.host)).statusCode).toBe(404)
  })
})
