/**
 * The access matrix: every route of the registry asked by every role. Who may is written here by hand, not read from
 * the permissions, so that a slip in either is a difference. A route that is not in the table fails.
 */

import { beforeAll, describe, expect, it } from 'vitest'
import { keyScopes, type Permission } from '../contract/permissions.ts'
import type { BuiltBusiness } from '../dev/demo/build.ts'
import { foxglove } from '../dev/demo/foxglove.ts'
import { halyard } from '../dev/demo/halyard.ts'
import { DEMO_PASSWORD } from '../dev/demo/plan.ts'
import { createApiKey } from '../server/people/actions/keys.ts'
import { linesOf, type RouteLine } from '../server/platform/http/route.ts'
import type { HttpServer } from '../server/platform/http/serve.ts'
import { routesFor } from '../server/registry.ts'
import { customers, everybody, keys, type Role, roles, strangers, suppliers, team } from './access-roles.ts'
import { table } from './access-table.ts'
import { type AccessWorld, anAccessWorld, intakeOf } from './factories/access.ts'
import type { TestPlatform } from './harness/platform.ts'
import { testServer } from './harness/server.ts'

const lines = linesOf(routesFor(['api', 'intake', 'worker'], openIntakeLater()))

/** The list of routes needs an intake before there is a database. */
function openIntakeLater(): Parameters<typeof routesFor>[1] {
  return {
    receive: () => intake().receive(Buffer.alloc(0), '', ''),
    waiting: 0,
    inProcess: 0,
    sweep: async () => {},
    close: async () => {},
  }
}

let platform: TestPlatform
let server: HttpServer
let business: BuiltBusiness
let other: BuiltBusiness
let ids: AccessWorld['ids']
let placed: AccessWorld['placed']
const cookies = new Map<Role, string>()
const bearers = new Map<Role, string>()

const intake = () => intakeOf(platform)

beforeAll(async () => {
  const world = await anAccessWorld()
  ;({ platform, business, other, ids, placed } = world)
  server = await testServer(platform, routesFor(['api', 'intake', 'worker'], intake()))
  await signEverybodyIn()
  await makeKeys()
}, 90_000)

const hosts = {
  console: 'app.localhost',
  portal: 'halyard.localhost',
  suppliers: 'suppliers.localhost',
  api: 'localhost',
}
const logins: [Role, keyof typeof hosts, string][] = [
  ['administrator', 'console', halyard.owner.email],
  ['member', 'console', 'mel@example.com'],
  ['trusted', 'console', 'felix@halyard.example.com'],
  ['billing', 'console', 'grace@halyard.example.com'],
  ['viewer', 'console', 'owen@halyard.example.com'],
  ['stranger', 'console', foxglove.owner.email],
  ['neighbour', 'console', foxglove.owner.email],
  ['owner', 'portal', 'carmen@summitridge.example.com'],
  ['manager', 'portal', 'tobias@summitridge.example.com'],
  ['looker', 'portal', 'priya@summitridge.example.com'],
  ['other_owner', 'portal', 'marcus@copperline.example.com'],
  ['foreign_owner', 'portal', 'carmen@summitridge.example.com'],
  ['supplier', 'suppliers', 'maya@clearpath.example.com'],
  ['revoked', 'suppliers', 'jules@quillpoint.example.com'],
]
const prefixes = { console: '/api/console', portal: '/api/portal', suppliers: '/api/supplier', api: '' }

async function signIn(site: keyof typeof hosts, email: string): Promise<string> {
  const url = `${prefixes[site]}/session`
  const payload = { email, password: DEMO_PASSWORD }
  const answer = await server.inject({ method: 'POST', url, headers: { host: hosts[site] }, payload })
  expect(answer.statusCode, email).toBe(200)
  return String(answer.headers['set-cookie']).split(';', 1)[0] ?? ''
}

async function signEverybodyIn(): Promise<void> {
  for (const [role, site, email] of logins) cookies.set(role, await signIn(site, email))
}

/** As the operator's administrator, in the portal of the customer whose people are asked here. */
async function lookAsCustomer(): Promise<string> {
  const customer = business.customers.get('Summit Ridge Solar')
  const asked = await server.inject({
    method: 'POST',
    url: `/api/console/${ids.account}/customers/${customer}/view`,
    headers: { host: hosts.console, cookie: cookies.get('administrator') ?? '' },
  })
  const { url } = JSON.parse(asked.body)
  const [, token] = String(url).split('#')
  const entered = await server.inject({
    method: 'POST',
    url: '/api/portal/view',
    headers: { host: hosts.portal },
    payload: { token },
  })
  expect(entered.statusCode).toBe(200)
  return String(entered.headers['set-cookie']).split(';', 1)[0] ?? ''
}

async function makeKeys(): Promise<void> {
  const bearer = async ({ ctx }: BuiltBusiness, scopes: readonly Permission[]) =>
    `Bearer ${(await createApiKey(ctx, { name: 'Test', scopes: [...scopes] })).secret}`
  bearers.set('key', await bearer(business, keyScopes))
  bearers.set('narrow_key', await bearer(business, ['account.read']))
  bearers.set('foreign_key', await bearer(other, keyScopes))
}

function addressOf(line: RouteLine, role: Role): { host: string; url: string } {
  const account = role === 'neighbour' ? other.ctx.actor.accountId : ids.account
  const part = line.path.split('/')[4] ?? ''
  const idOf = (name: string) => (name === 'account' ? account : (placed.get(`${part} ${name}`) ?? ids[name]))
  const url = line.path.replaceAll(/:(\w+)/g, (_, name: string) => String(idOf(name)))
  const isForeign = role === 'foreign_owner' && line.host === 'portal'
  return { host: isForeign ? 'foxglove.localhost' : hosts[line.host], url }
}

/** What some reads must be told. */
const queries: [RegExp, string][] = [
  [/\/difference$/, '?from=1'],
  [/\/portal\/subdomain$/, '?name=some-name'],
  [/^\/public\/(stats|stats\/supplier|leads)$/, '?start_date=2026-11-01&end_date=2026-11-19'],
]

async function ask(line: RouteLine, role: Role, cookie = cookies.get(role) ?? ''): Promise<number> {
  const { host, url } = addressOf(line, role)
  const authorization = bearers.get(role)
  const answer = await server.inject({
    method: line.method,
    url: `${url}${queries.find(([path]) => path.test(url))?.[1] ?? ''}`,
    headers: { host, ...(cookie && { cookie }), ...(authorization && { authorization }) },
    payloadAsStream: true,
    ...(line.method === 'GET' ? {} : { payload: {} }),
  })
  // a live stream stays open
  answer.stream().destroy()
  return answer.statusCode
}

const nameOf = (line: RouteLine): string => `${line.method} ${line.path}`
const realmOf = { console: [...team, ...strangers], portal: [...customers], suppliers: [...suppliers], api: [...keys] }

/** Statuses with which this role is refused. */
function refusals(line: RouteLine, role: Role): number[] {
  const isOfRealm = (realmOf[line.host] as readonly Role[]).includes(role)
  if (!isOfRealm) return [401]
  // another account is not there; neither is what another customer bought, or supplies no more
  if (role === 'stranger' || role === 'revoked' || role === 'other_owner' || role === 'foreign_key') return [404]
  if (role === 'neighbour') return neighbourly(line)
  return [403]
}

/** In one's own account, somebody else's ids name nothing; what names none is one's own to read and to change. */
function neighbourly(line: RouteLine): number[] {
  const namesOthers = /:(?!account|session|key\b)\w+/.test(line.path)
  // what is missing in the body is said before what is missing behind it
  return namesOthers ? (line.method === 'GET' ? [404] : [404, 400]) : [200, 204, 400]
}

/** A GET that became a POST. */
const isFormer = (line: RouteLine): boolean => line.method === 'GET' && line.path.includes('_buyer/')

/** Statuses with which this role is let in: the reads with an answer, the writes (without a body) with any but a refusal. */
function welcomes(line: RouteLine): number[] {
  if (line.path.endsWith('/sessions/:session')) return [404]
  if (isFormer(line)) return [405]
  if (line.method === 'GET') return [200]
  // the second to take something away finds none
  return line.method === 'DELETE' ? [200, 204, 400, 404, 409] : [200, 204, 400, 409]
}

/** With a session of its own: it ends that one, or all others. */
const endsSessions = (line: RouteLine): boolean => line.method === 'DELETE' && /\/sessions?$/.test(line.path)

describe('the access matrix', () => {
  it('has a line for each route, and no other', () => {
    expect(lines.map(nameOf).sort()).toEqual([...table.keys()].sort())
  })

  const cases = lines.map((line) => [nameOf(line), line] as const)
  it.each(cases)('refuses whoever may not: %s', async (name, line) => {
    const may = table.get(name) ?? []
    for (const role of roles.filter((one) => !may.includes(one)))
      expect(refusals(line, role), `${role}: ${name}`).toContain(await ask(line, role))
  })

  const inPortal = cases.filter(([name, line]) => line.host === 'portal' && table.get(name) !== everybody)
  it('refuses every change to who looks as a customer, and shows the pages', async () => {
    const cookie = await lookAsCustomer()
    const open: string[] = []
    for (const [name, line] of inPortal) {
      const signsOut = name === 'DELETE /api/portal/session'
      if (!signsOut && (await ask(line, 'owner', cookie)) !== 403) open.push(name)
    }
    const changes = open.filter((name) => !name.startsWith('GET '))
    expect(changes).toEqual([])
    const shown = ['leads', 'figures', 'wallet', 'billing', 'users', 'activity', 'company', 'session']
    expect(open).toEqual(expect.arrayContaining(shown.map((page) => `GET /api/portal/${page}`)))
    const files = /sessions|second-factor|\.csv|\/file$/
    expect(open.filter((name) => files.test(name))).toEqual([])
  })

  // what takes away comes last
  const isTaken = (line: RouteLine) => Number(line.method === 'DELETE') + Number(endsSessions(line))
  const takenLast = [...cases].sort(([, a], [, b]) => isTaken(a) - isTaken(b))
  it.each(takenLast)('lets in whoever may: %s', async (name, line) => {
    const may = table.get(name) ?? []
    // what is everybody's is asked once: most of it has a limit of calls
    for (const role of may === everybody ? (['anonymous'] as const) : may) {
      const login = endsSessions(line) ? logins.find(([one]) => one === role) : undefined
      const cookie = login ? await signIn(login[1], login[2]) : undefined
      expect(welcomes(line), `${role}: ${name}`).toContain(await ask(line, role, cookie))
    }
  })
})
