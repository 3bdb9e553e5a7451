import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { fixedSite, hostName, linkTo } from './origins.ts'

const plain = readConfig({})
const proxied = readConfig({ BASE_DOMAIN: 'leads.example.com', PUBLIC_ORIGIN: 'https://leads.example.com' })
const portal = { kind: 'portal', accountId: 1, host: 'acme.leads.example.com' } as const

it('builds links from configuration and the stored host', () => {
  expect(linkTo(plain, { kind: 'console' }, '/login')).toBe('http://app.localhost:3000/login')
  expect(linkTo(plain, { kind: 'api' }, '/direct_post')).toBe('http://localhost:3000/direct_post')
  expect(linkTo(proxied, { kind: 'suppliers' }, '/')).toBe('https://suppliers.leads.example.com/')
  expect(linkTo(proxied, portal, '/x')).toBe('https://acme.leads.example.com/x')
})

it('reads a Host header strictly', () => {
  expect(['App.Localhost:3000', 'localhost.', '[::1]:80', '127.0.0.1'].map(hostName)).toEqual([
    'app.localhost',
    'localhost',
    '[::1]',
    '127.0.0.1',
  ])
  expect([undefined, '', 'a b', 'a@b', 'a/b', 'a:b', 'é', 'x'.repeat(300)].map(hostName)).toEqual(
    Array(8).fill(undefined),
  )
})

it('knows the fixed hosts and nothing that only looks like one', () => {
  expect(
    ['localhost', 'api.localhost', 'app.localhost', 'suppliers.localhost'].map((h) => fixedSite(plain, h)?.kind),
  ).toEqual(['api', 'api', 'console', 'suppliers'])
  expect(['notlocalhost', 'app.localhost.evil.test', 'x.app.localhost'].map((h) => fixedSite(plain, h))).toEqual(
    Array(3).fill(undefined),
  )
})

it('the loopback address stands for the bare domain on a local installation, and for nothing elsewhere', () => {
  for (const host of ['127.0.0.1', '[::1]']) {
    expect(fixedSite({ baseDomain: 'localhost' }, host)).toEqual({ kind: 'api' })
    expect(fixedSite({ baseDomain: 'leads.example.com' }, host)).toBeUndefined()
  }
})
