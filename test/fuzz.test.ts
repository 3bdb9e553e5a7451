/**
 * Every endpoint of the registry, asked by somebody with every right, with one thing wrong at a time: no 5xx, a
 * refusal that names its field, a reply true to the contract, and an answer within a second.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { consoleSession, portalSession, supplierSession } from '../contract/api/people.ts'
import { ErrorBody } from '../contract/errors.ts'
import { keyScopes } from '../contract/permissions.ts'
import { createApiKey } from '../server/people/actions/keys.ts'
import type { JsonRoute } from '../server/platform/http/route.ts'
import type { HttpServer } from '../server/platform/http/serve.ts'
import type { SiteKind } from '../server/platform/origins.ts'
import { listedRoutes } from '../server/registry.ts'
import { unique } from './factories/account.ts'
import { aBusiness, type Business } from './factories/business.ts'
import { type Asked, inputFor, nameOf, urlOf, type Values } from './factories/inputs.ts'
import { testPlatform } from './harness/platform.ts'
import { hostileTo, jsonSchemaOf, placesOf, withAt } from './harness/sample.ts'
import { testServer } from './harness/server.ts'
import { CONSOLE, SUPPLIERS, signedIn } from './harness/session.ts'

const routes = listedRoutes().filter((route): route is JsonRoute => route.kind === 'json')
/** Links nobody has: what is behind them is tested with them. */
const DEAD_LINKS = /\/(first-account|sign-up|set-password|email\/confirm|invitation|portal\/view|pay)(\/\w+)?$/
/** So many faults in one endpoint: spread over its places, and other ones in each endpoint. */
const FAULTS = process.env.SOAK ? 200 : 45
/** Where each try costs a hash of a password. */
const FAULTS_WITH_HASH = 15
const HASHES = /\/(session|password|forgot-password|email|second-factor|stop|codes)$/

let server: HttpServer
let business: Business
const hosts = new Map<SiteKind, { host: string; cookie: string }>()
/** Of these there is none with the id that was made up. */
const NOT_THERE = /\/(invitations\/:invitation(\/send-again)?|:user|sessions\/:session|:account\/keys\/:key)$/
/** A key may call a hundred times a minute: each has this many calls. */
const CALLS_OF_KEY = 90
let calls = 0
let key = ''

/** The present key of a program, or the next one. */
async function bearer(): Promise<string> {
  if (calls++ % CALLS_OF_KEY === 0)
    key = (await createApiKey(business.ctx, { name: 'Fuzz', scopes: [...keyScopes] })).secret
  return `Bearer ${key}`
}

beforeAll(async () => {
  const platform = await testPlatform({ env: { SIGNUP: 'open' } })
  server = await testServer(platform, routes)
  business = await aBusiness(platform, `fuzz${unique()}`)
  const { account, patrons, supplier } = business
  const people = [
    { site: 'console', host: CONSOLE, of: consoleSession, email: account.owner.email },
    { site: 'portal', host: account.host, of: portalSession, email: patrons[0].email },
    { site: 'suppliers', host: SUPPLIERS, of: supplierSession, email: supplier.email },
  ] as const
  for (const { site, host, of, email } of people) {
    const { cookies } = await signedIn(server, host, of, email)
    hosts.set(site, { host, cookie: `session=${cookies.get('session')}` })
  }
})

/** What a valid request is answered where the thing it is about is not in the state for it. */
const REFUSED = new Map([
  ['GET /public/campaigns/:campaign/pause_buyer/:buyer', 405],
  ['GET /public/campaigns/:campaign/resume_buyer/:buyer', 405],
  ['POST /api/console/:account/alerts/:alert/dismiss', 404],
  ['POST /api/console/:account/alerts/:alert/restore', 404],
  ['PUT /api/console/:account/reports/:report', 404],
  ['DELETE /api/console/:account/reports/:report', 404],
  ['POST /api/console/:account/imports/:import/parts', 409],
  ['POST /api/console/:account/imports/:import/run', 409],
  ['POST /api/console/:account/leads/:lead/return', 404],
  ['POST /api/portal/deliveries/test', 404],
  ...['console/:account', 'portal'].flatMap((of): [string, number][] => [
    [`POST /api/${of}/exports/:export/cancel`, 404],
    [`DELETE /api/${of}/exports/:export`, 404],
  ]),
  // no card payments here: what they do is tested with Stripe's simulator
  ['POST /api/portal/deposits', 409],
  ['POST /api/portal/card-setup', 409],
  ['POST /api/portal/card-setup/finish', 409],
  ['POST /api/console/:account/customers/:customer/charges', 409],
  ['POST /api/console/:account/customers/:customer/charges/:charge/refund', 409],
  ['POST /api/console/:account/customers/:customer/closing', 409],
  ['PUT /api/console/:account/stripe', 400],
  ['PATCH /api/portal/company', 409],
  ['POST /api/console/:account/leads/:lead/send-again', 404],
  ['POST /api/console/:account/leads/:lead/sell-to', 409],
  ...['console', 'portal', 'supplier'].flatMap((realm): [string, number][] => [
    [`POST /api/${realm}/second-factor/confirm`, 401],
    [`POST /api/${realm}/second-factor/stop`, 409],
    [`POST /api/${realm}/second-factor/codes`, 409],
  ]),
])

let asked = 0

interface Answer {
  status: number
  body: unknown
  ms: number
}

async function ask(route: JsonRoute, { body, ...parts }: Asked, raw = ''): Promise<Answer> {
  const url = urlOf(route.endpoint.path, parts)
  const at = hosts.get(route.host) ?? { host: 'api.localhost', cookie: '' }
  const authorization = route.host === 'api' ? await bearer() : undefined
  // signing in ends the session one came with
  const signsIn = /^POST .*\/session$/.test(nameOf(route))
  // an address of its own for each request: some routes count them
  const remoteAddress = `10.${30 + (asked >> 16)}.${(asked >> 8) & 255}.${asked++ & 255}`
  const started = performance.now()
  const response = await server.inject({
    method: route.endpoint.method,
    url: raw ? `${url}${url.includes('?') ? '' : '?'}${raw}` : url,
    remoteAddress,
    headers: {
      host: at.host,
      'content-type': 'application/json',
      ...(signsIn ? {} : { cookie: at.cookie }),
      ...(authorization && { authorization }),
    },
    payload: body === undefined ? '{}' : JSON.stringify(body),
  })
  const text = response.body
  return {
    status: response.statusCode,
    body: text === '' ? undefined : JSON.parse(text),
    ms: performance.now() - started,
  }
}

/** What is wrong with an answer, or undefined. @param where the part that was tampered with */
function faultOf({ endpoint }: JsonRoute, { status, body }: Answer, where?: string): string | undefined {
  if (status >= 500) return `answered ${status}`
  if (status < 300) {
    const reply = endpoint.reply.safeParse(body)
    return reply.success ? undefined : `reply breaks its contract: ${reply.error.message}`
  }
  const refusal = ErrorBody.safeParse(body)
  if (!refusal.success) return `refusal breaks its contract: ${refusal.error.message}`
  const { code, field } = refusal.data.error
  if (code !== 'invalid_input' || where === 'params') return undefined
  return field === undefined ? 'a refusal that names no field' : undefined
}

async function faultsOf(
  route: JsonRoute,
  tampered: Asked,
  where: string,
  said: string,
  raw?: string,
): Promise<string[]> {
  let answer = await ask(route, tampered, raw)
  // a machine that was busy with something else is asked once more
  if (answer.ms > 1_000) answer = await ask(route, tampered, raw)
  const fault = answer.ms > 1_000 ? `took ${answer.ms} ms` : faultOf(route, answer, where)
  return fault ? [`${said}: ${fault}`] : []
}

const shown = (value: unknown) => (JSON.stringify(value) ?? String(value)).slice(0, 60)

const CURSORS = [
  [1],
  ['a'],
  ['a', 2 ** 53],
  ['a', 2 ** 40],
  [2 ** 40, 2 ** 40],
  ['a\0', 1],
  ['\ud800', 1],
  [1e300, 1],
  [-1, -1],
  [null],
  {},
]
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'))
  .concat('0'.repeat(26), `${'Z'.repeat(26)}.${'Z'.repeat(26)}`, `${'7'.repeat(26)}.`, '.', `${'0'.repeat(26)}.x`)

async function fuzzPart(route: JsonRoute, part: 'params' | 'query' | 'body'): Promise<string[]> {
  const schema = route.endpoint[part]
  if (!schema) return []
  const json = jsonSchemaOf(schema)
  const valid = inputFor(route, business)
  const places = placesOf(json, part === 'query' ? { ...everyName(json), ...valid.query } : valid[part])
  const budget = HASHES.test(route.endpoint.path) ? FAULTS_WITH_HASH : FAULTS
  const most = Math.max(3, Math.round(budget / places.length))
  const faults: string[] = []
  for (const place of places.filter(({ path }) => path.length > 0 || part === 'body')) {
    const cursors = place.path[0] === 'cursor' ? CURSORS : []
    for (const value of [...hostileTo(place, most, nameOf(route)), ...cursors]) {
      const asking = inputFor(route, business)
      // the parts are objects, and remain so where anything but the whole is replaced
      const tampered = { ...asking, [part]: withAt(asking[part], place.path, value) as Values }
      faults.push(...(await faultsOf(route, tampered, part, `${part}.${place.path.join('.')} = ${shown(value)}`)))
    }
  }
  return faults
}

/** Every parameter a query knows, also those a valid one leaves out. */
const everyName = ({ properties = {} }: ReturnType<typeof jsonSchemaOf>) =>
  Object.fromEntries(Object.keys(properties).map((name) => [name, undefined]))

const WORDS = [
  '&%zz=1',
  '&a=%ED%A0%80',
  '&limit=1&limit=2',
  '&__proto__[a]=1',
  '&constructor=1',
  `&${'a&'.repeat(2_000)}`,
]
const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const inOrder = [...routes]
  .filter((route) => !nameOf(route).match(/^DELETE .*\/session$/))
  .sort((a, b) => order.indexOf(a.endpoint.method) - order.indexOf(b.endpoint.method))

describe('a valid request', () => {
  test.each(inOrder.map((route) => [nameOf(route), route] as const))('%s', async (name, route) => {
    const answer = await ask(route, inputFor(route, business))
    expect(faultOf(route, answer)).toBeUndefined()
    const isDead = DEAD_LINKS.test(name) && route.endpoint.method === 'POST' && !name.endsWith('/sign-up')
    const expected = REFUSED.get(name) ?? (isDead ? 410 : NOT_THERE.test(name) ? 404 : 200)
    expect(answer.status === 204 ? 200 : answer.status, JSON.stringify(answer.body)).toBe(expected)
  })
})

describe('a request with something wrong', () => {
  test.each(inOrder.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
    const faults = [
      ...(await fuzzPart(route, 'params')),
      ...(await fuzzPart(route, 'query')),
      ...(await fuzzPart(route, 'body')),
    ]
    for (const raw of WORDS)
      faults.push(...(await faultsOf(route, inputFor(route, business), 'params', raw.slice(0, 20), raw)))
    expect(faults.join('\n')).toBe('')
  })
})
