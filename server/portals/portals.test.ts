import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeAccount, unique } from '../../test/factories/account.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import type { RequestInfo } from '../platform/ctx.ts'
import { hostOf, pageHead } from './ops.ts'
import { alternatives, isSubdomain, subdomainFrom } from './rules/subdomains.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await testPlatform()
})

describe('subdomains', () => {
  it('are made of the name', () => {
    expect(subdomainFrom('Brightway Médía, Inc.')).toBe('brightway-media-inc')
    expect(subdomainFrom('  ***  ')).toBe('portal')
    expect(subdomainFrom('株式会社')).toBe('portal')
  })

  it('made of any name are fit for a host, with any number behind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const numbered = alternatives(subdomainFrom(name))
        for (let i = 0; i < 3; i++) expect(isSubdomain(numbered.next().value ?? '')).toBe(true)
      }),
    )
  })
})

describe('hosts', () => {
  const find = async (host: string) => hostOf(platform)(host)

  it('are told apart by name', async () => {
    const { accountId, host } = await makeAccount(platform)
    expect(await find('localhost')).toEqual({ kind: 'api' })
    expect(await find('api.localhost')).toEqual({ kind: 'api' })
    expect(await find('app.localhost')).toEqual({ kind: 'console' })
    expect(await find('suppliers.localhost')).toEqual({ kind: 'suppliers' })
    expect(await find(host)).toEqual({ kind: 'portal', accountId, host })
  })

  it('that are not ours are nothing', async () => {
    const { host } = await makeAccount(platform)
    const subdomain = host.replace('.localhost', '')
    for (const other of [`x.${host}`, `${subdomain}.localhost.evil.example`, subdomain, 'evil.example', '.localhost'])
      expect(await find(other), other).toBeUndefined()
  })

  it('are answered from memory for five seconds, and no longer', async () => {
    const { accountId, host } = await makeAccount(platform)
    const look = hostOf(platform)
    await look(host)
    await platform.db.deleteFrom('portals').where('account_id', '=', accountId).execute()
    await platform.db.deleteFrom('portal_hosts').where('account_id', '=', accountId).execute()
    platform.clock.advance(4_999)
    expect(look(host)).toMatchObject({ kind: 'portal' })
    platform.clock.advance(1)
    expect(await look(host)).toBeUndefined()
  })

  it('of a new portal are found although somebody asked a moment too early', async () => {
    const subdomain = `early-${unique()}`
    const look = hostOf(platform)
    expect(await look(`${subdomain}.localhost`)).toBeUndefined()
    await makeAccount(platform, { subdomain })
    platform.clock.advance(5_000)
    expect(await look(`${subdomain}.localhost`)).toMatchObject({ kind: 'portal' })
  })
})

describe('the first byte of a page', () => {
  it('has the portal’s own name and colour, and ours nowhere', async () => {
    const { accountId, host } = await makeAccount(platform, { name: 'Brightway', brandColor: '#7c2d6b' })
    const request = { site: { kind: 'portal', accountId, host } } as RequestInfo // nothing else of it is read
    const head = await pageHead(platform)(request)
    expect(head).toMatchObject({
      title: 'Brightway',
      boot: { realm: 'customer', portal: { name: 'Brightway', brand: '#7c2d6b' } },
    })
    expect(head.css).toContain('--brand:#7c2d6b')
    expect(JSON.stringify(head)).not.toMatch(/portico/i)
  })
})
