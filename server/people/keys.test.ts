import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as api from '../../contract/api/keys.ts'
import { consoleSession } from '../../contract/api/people.ts'
import { endpoint } from '../../contract/endpoint.ts'
import { keyScopes } from '../../contract/permissions.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount } from '../../test/factories/account.ts'
import { Browser, errorOf } from '../../test/harness/browser.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import { accountOf } from '../platform/ctx.ts'
import { route } from '../platform/http/route.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { createApiKey } from './actions/keys.ts'
import { peopleRoutes } from './routes.ts'

const Whose = endpoint({
  method: 'GET',
  path: '/public/whose',
  summary: 'Whose key.',
  reply: z.object({ account: z.number() }),
})

let platform: TestPlatform
let server: HttpServer
let account: TestAccount

beforeAll(async () => {
  platform = await testPlatform()
  const whose = route(Whose, { host: 'api', allow: 'figure.read', run: (ctx) => ({ account: accountOf(ctx) }) })
  server = await testServer(platform, [...peopleRoutes, whose])
  account = await makeAccount(platform)
})

const ask = (secret: string, host = 'localhost') =>
  server.inject({ method: 'GET', url: '/public/whose', headers: { host, authorization: `Bearer ${secret}` } })

async function administrator(of: TestAccount = account): Promise<Browser> {
  const on = new Browser(server, 'app.localhost', '10.6.0.1')
  await on.call(consoleSession.signIn, { body: { email: of.owner.email, password: PASSWORD } })
  return on
}

const wish = { name: 'Nightly sheet', scopes: ['figure.read' as const] }

describe('an API key', () => {
  it('opens the outward hosts for its account, within its scopes, and no page', async () => {
    const { secret } = await createApiKey(account.owner.ctx, wish)
    for (const host of ['localhost', 'api.localhost']) {
      expect((await ask(secret, host)).json()).toEqual({ account: account.accountId })
    }
    const { secret: other } = await createApiKey(account.owner.ctx, { name: 'Other', scopes: ['campaign.read'] })
    const refused = await ask(other)
    expect(refused.statusCode).toBe(403)
    expect(refused.json().error.message).toContain('figure.read')
    const page = await server.inject({
      url: `/api/console/${account.accountId}`,
      headers: { host: 'app.localhost', authorization: `Bearer ${secret}` },
    })
    expect(page.statusCode).toBe(401)
  })

  it('is nothing when made up, cut, moved to another account, or revoked', async () => {
    const neighbour = await makeAccount(platform)
    const { key, secret } = await createApiKey(account.owner.ctx, wish)
    const moved = secret.replace(`_${account.accountId}_`, `_${neighbour.accountId}_`)
    for (const wrong of [secret.slice(0, -1), moved, 'api_0_x', '', `api_1_${'a'.repeat(43)}`])
      expect((await ask(wrong)).statusCode, wrong).toBe(401)
    const on = await administrator()
    const params = { account: account.accountId, key: key.key_id }
    const theirs = await administrator(neighbour)
    const foreign = { account: neighbour.accountId, key: key.key_id }
    expect((await theirs.call(api.revokeApiKey, { params: foreign })).status).toBe(404)
    expect((await ask(secret)).statusCode).toBe(200)
    const both = await Promise.all([1, 2].map(() => on.call(api.revokeApiKey, { params })))
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
    expect((await ask(secret)).statusCode).toBe(401)
  })

  it('is shown once and kept as a hash; the list says when it was used', async () => {
    const own = await makeAccount(platform)
    const on = await administrator(own)
    const params = { account: own.accountId }
    const made = await on.call(api.createApiKey, { params, body: wish })
    const { secret } = made.body
    expect(made.body).toMatchObject({ name: wish.name, hint: secret.slice(-4), lastUsedAt: null })
    const list = async () => (await on.call(api.listApiKeys, { params })).body.items
    expect(JSON.stringify(await list())).not.toContain(secret)
    await ask(secret)
    expect(await list()).toMatchObject([{ name: wish.name, lastUsedAt: platform.clock.now().toISOString() }])
    const rows = await platform.db.selectFrom('api_keys').selectAll().where('account_id', '=', own.accountId).execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
    const audited = platform.db
      .selectFrom('audit_log')
      .select(['action', 'after'])
      .where('account_id', '=', own.accountId)
    expect(JSON.stringify(await audited.execute())).not.toContain(secret)
    expect((await audited.execute()).map(({ action }) => action)).toContain('api_key.created')
  })

  it('is made by administrators only, never with a right over people or keys', async () => {
    const { email } = await makeTeamMember(platform, account.accountId, { role: 'billing' })
    const on = new Browser(server, 'app.localhost', '10.6.0.2')
    await on.call(consoleSession.signIn, { body: { email, password: PASSWORD } })
    const params = { account: account.accountId }
    expect((await on.call(api.createApiKey, { params, body: wish })).status).toBe(403)
    const admin = await administrator()
    for (const scope of ['key.write', 'team.write', 'account.write', 'portal.lead.read', 'own.session.team']) {
      const body = { name: 'x', scopes: [scope] }
      const refused = await admin.send('POST', `/api/console/${account.accountId}/keys`, body)
      expect(errorOf(refused), scope).toMatchObject({ status: 400, field: 'scopes.0' })
    }
    expect(keyScopes).toContain('lead.read_data')
  })
})
