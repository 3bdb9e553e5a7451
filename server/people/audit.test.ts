import { beforeAll, describe, expect, it } from 'vitest'
import * as api from '../../contract/api/audit.ts'
import { consoleSession } from '../../contract/api/people.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount } from '../../test/factories/account.ts'
import { Browser } from '../../test/harness/browser.ts'
import { type TestPlatform, testPlatform } from '../../test/harness/platform.ts'
import { testServer } from '../../test/harness/server.ts'
import { createClient, renameClient } from '../clients/actions.ts'
import type { HttpServer } from '../platform/http/serve.ts'
import { changeAccount } from './actions/accounts.ts'
import { peopleRoutes } from './routes.ts'

const HOUR = 3_600_000
let platform: TestPlatform
let server: HttpServer
let account: TestAccount
let on: Browser
let late: Date

async function signedIn(email: string): Promise<Browser> {
  const browser = new Browser(server, 'app.localhost', '10.8.0.1')
  await browser.call(consoleSession.signIn, { body: { email, password: PASSWORD } })
  return browser
}

const read = async (query: object = {}) =>
  (await on.call(api.listAudit, { params: { account: account.accountId }, query })).body
const actionsOf = async (query: object) => (await read(query)).items.map(({ action }: { action: string }) => action)

beforeAll(async () => {
  platform = await testPlatform({ now: new Date('2026-11-19T04:30:00Z') })
  server = await testServer(platform, peopleRoutes)
  account = await makeAccount(platform)
  const other = await makeAccount(platform)
  await createClient(other.owner.ctx, 'Canary of the other account')
  const member = await makeTeamMember(platform, account.accountId)
  // an hour before a midnight of the account's
  late = new Date('2026-11-20T04:30:00Z')
  platform.clock.set(late)
  const { client_id } = await createClient(member.ctx, 'First')
  platform.clock.advance(HOUR)
  await renameClient(account.owner.ctx, client_id, 'Second')
  await changeAccount(account.owner.ctx, { samePersonDays: 7 })
  on = await signedIn(account.owner.email)
})

describe('the audit log', () => {
  it('says who did what, from what to what, newest first, and nothing of another account', async () => {
    const { items, next } = await read()
    expect(next).toBeNull()
    expect(items.slice(0, 3)).toMatchObject([
      {
        by: { kind: 'team', name: 'Olive Owner' },
        action: 'account.changed',
        target: { kind: 'account', id: String(account.accountId) },
        before: { samePersonDays: 30 },
        after: { samePersonDays: 7 },
      },
      { action: 'client.renamed', before: { name: 'First' }, after: { name: 'Second' } },
      { action: 'client.created', before: null, at: late.toISOString() },
    ])
    expect(JSON.stringify(items)).not.toContain('Canary')
  })

  it('is filtered by person, kind, thing and range, and offers what there is', async () => {
    const { people, kinds } = (await on.call(api.auditFilters, { params: { account: account.accountId } })).body
    expect(kinds).toEqual(['account', 'client', 'team_user'])
    expect(people).toContainEqual({ id: account.owner.userId, name: 'Olive Owner' })
    expect(people).toHaveLength(2)
    expect(await actionsOf({ by: account.owner.userId })).toEqual(['account.changed', 'client.renamed'])
    expect(await actionsOf({ kind: 'client' })).toEqual(['client.renamed', 'client.created'])
    expect(await actionsOf({ kind: 'client', target: '0' })).toEqual([])
    expect(await actionsOf({ kind: 'client', range: 'today' })).toEqual(['client.renamed'])
    expect(await actionsOf({ kind: 'client', range: 'yesterday' })).toEqual(['client.created'])
    // in that zone both happened on one day
    expect(await actionsOf({ kind: 'client', range: 'today', zone: 'Pacific/Honolulu' })).toHaveLength(2)
  })

  it('is read page by page, each entry once', async () => {
    const whole = (await read()).items
    const pages: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await read({ limit: 2, cursor })
      pages.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor)
    expect(pages).toEqual(whole)
  })
})
