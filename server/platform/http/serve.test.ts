import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, anonymous } from '../ctx.ts'
import { callerOf, echo, errorOf, logged, person, session, startServer, team } from './serve.fixture.ts'
import type { HttpServer } from './serve.ts'

let server: HttpServer
let call: ReturnType<typeof callerOf>
beforeAll(async () => {
  server = await startServer()
  call = callerOf(server)
})
afterAll(() => server.close())

describe('a JSON route', () => {
  it('parses params, query and body, and lets only the contract out', async () => {
    const response = await call(`${echo}?tag=x`, { method: 'POST', body: { name: 'n' } })
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({ id: 3, name: 'n', tags: ['x'] })
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.headers['x-content-type-options']).toBe('nosniff')
  })

  it('names the field that is wrong', async () => {
    expect(errorOf(await call(echo, { method: 'POST', body: { name: 5 } }))).toMatchObject({
      code: 'invalid_input',
      field: 'name',
    })
    expect(errorOf(await call('/api/accounts/7/echo/x', { method: 'POST', body: { name: 'n' } })).field).toBe('id')
    expect(errorOf(await call(echo, { method: 'POST' })).field).toBe('name')
  })

  it('refuses what could not be stored, wherever it stands', async () => {
    for (const name of ['a\0b', '\ud800']) {
      expect(errorOf(await call(echo, { method: 'POST', body: { name } }))).toMatchObject({
        code: 'invalid_input',
        field: 'name',
      })
    }
    const deep = JSON.parse('['.repeat(60) + ']'.repeat(60))
    expect(errorOf(await call(echo, { method: 'POST', body: { name: 'n', deep } })).code).toBe('invalid_input')
    const key = await call(echo, { method: 'POST', body: { name: 'n', deep: { 'a\0': 1 } } })
    expect(errorOf(key)).toMatchObject({ code: 'invalid_input', field: 'deep' })
  })

  it('answers unreadable, foreign, oversized and poisoned bodies with a 4xx', async () => {
    const json = { 'content-type': 'application/json' }
    const send = (payload: string, headers: Record<string, string>) =>
      server.inject({ method: 'POST', url: echo, headers: { host: 'app.localhost', ...headers }, payload })
    expect((await send('{', json)).statusCode).toBe(400)
    expect((await send('{"__proto__":{"a":1},"name":"n"}', json)).statusCode).toBe(400)
    expect((await send('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415)
    expect((await send('{}', { 'content-type': 'text/plain' })).statusCode).toBe(415)
    expect((await send(`{"name":"${'x'.repeat(1_100_000)}"}`, json)).statusCode).toBe(413)
    expect(errorOf(await call('/api/%zz')).code).toBe('invalid_input')
  })

  it('keeps an unexpected error to itself, in the answer and in the log', async () => {
    logged.length = 0
    const response = await call('/api/fail/boom')
    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('secret')
    const line = logged.find((line) => line.includes('a request failed')) ?? ''
    expect(line).toContain(errorOf(response).id)
    expect(line).not.toContain('someone@example.com')
  })

  it('says 503 with Retry-After while the database is away, 409 for what changed meanwhile', async () => {
    const away = await call('/api/fail/away')
    expect(away.statusCode).toBe(503)
    expect(away.headers['retry-after']).toBe('2')
    expect((await call('/api/fail/stale')).statusCode).toBe(409)
  })

  it('fails a reply that breaks its contract', async () => {
    expect((await call('/api/fail/contract')).statusCode).toBe(500)
  })

  it('limits one address', async () => {
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await call('/api/limited', { host: 'localhost' })).statusCode)
    expect(statuses).toEqual([204, 204, 429])
  })
})

describe('the gate', () => {
  const as = async (who: Actor) => {
    session.actor = who
    const response = await call(echo, { method: 'POST', body: { name: 'n' } })
    session.actor = team
    return response.statusCode
  }
  it('tells apart nobody, somebody outside the account, another realm and the wrong role', async () => {
    expect(await as(anonymous)).toBe(401)
    expect(await as({ ...person, kind: 'team_user' })).toBe(404)
    expect(await as({ ...person, kind: 'customer', accountId: 7, customerId: 3, role: 'owner' })).toBe(401)
    expect(await as({ ...person, kind: 'supplier', access: [] })).toBe(401)
    expect(await as({ ...person, kind: 'team', accountId: 7, role: 'viewer', grants: [] })).toBe(403)
    expect(await as(team)).toBe(200)
  })

  it('refuses a change asked for by another site', async () => {
    const post = (headers: Record<string, string>) => call(echo, { method: 'POST', body: { name: 'n' }, headers })
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await post({ 'sec-fetch-site': 'same-site' })).statusCode).toBe(403)
    expect((await post({ origin: 'http://acme.localhost' })).statusCode).toBe(403)
    expect((await post({ origin: 'null' })).statusCode).toBe(403)
    expect((await post({ origin: 'http://app.localhost' })).statusCode).toBe(200)
    expect((await post({ 'sec-fetch-site': 'same-origin', origin: 'http://app.localhost' })).statusCode).toBe(200)
  })

  it('sets cookies that scripts cannot read', async () => {
    const response = await call('/api/sign', { method: 'POST', body: {} })
    expect(response.statusCode).toBe(204)
    expect(response.headers['set-cookie']).toEqual([
      'session=abc; Path=/; Expires=Tue, 01 Jan 2030 00:00:00 GMT; HttpOnly; SameSite=Lax',
      'other=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    ])
  })
})

describe('hosts', () => {
  it('answers an unknown host with a bare 421', async () => {
    for (const host of ['evil.test', 'app.localhost.evil.test', '192.0.2.1']) {
      const response = await call('/healthz', { host })
      expect([response.statusCode, response.body]).toEqual([421, '421\n'])
    }
  })

  it('knows a host with a port, in capitals and with a root dot', async () => {
    for (const host of ['localhost:3000', 'API.localhost', 'localhost.']) {
      expect((await call('/healthz', { host })).statusCode).toBe(200)
    }
  })

  it('tells whoever calls an outward path with another method which one to use', async () => {
    const wrong = await call('/hot', { host: 'localhost' })
    expect(errorOf(wrong)).toMatchObject({ code: 'method_not_allowed' })
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'POST'])
    expect((await call('/page', { method: 'POST', body: {}, host: 'localhost' })).headers.allow).toBe('GET')
    const nothing = await call('/hotter', { host: 'localhost' })
    expect([nothing.statusCode, nothing.headers.allow]).toEqual([404, undefined])
    expect((await call('/hot')).statusCode).toBe(404)
  })

  it("has no route of one site on another's host", async () => {
    expect((await call('/healthz')).statusCode).toBe(404)
    expect((await call('/api/fail/stale', { host: 'acme.localhost' })).statusCode).toBe(404)
    expect((await call('/hot', { method: 'POST', body: {} })).statusCode).toBe(404)
    expect((await call('/hot', { method: 'POST', body: {}, host: 'api.localhost' })).json()).toEqual({ hot: true })
  })

  it('fails readably when the host cannot be looked up', async () => {
    expect((await call('/', { host: 'broken.localhost' })).statusCode).toBe(500)
  })
})
