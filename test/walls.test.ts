/**
 * A word planted in everything of another business must come out nowhere: every GET of the registry, asked by people
 * who may ask it, about somebody else's things in every place of the address; and every other request changes nothing.
 */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleSession, portalSession, supplierSession } from '../contract/api/people.ts'
import { keyScopes } from '../contract/permissions.ts'
import { createApiKey } from '../server/people/actions/keys.ts'
import type { JsonRoute, Route, StreamRoute } from '../server/platform/http/route.ts'
import type { HttpServer } from '../server/platform/http/serve.ts'
import type { SiteKind } from '../server/platform/origins.ts'
import { listedRoutes } from '../server/registry.ts'
import { aBusiness, type Business, SELL_PRICE } from './factories/business.ts'
import { inputFor, nameOf, urlOf, type Values } from './factories/inputs.ts'
import { type Answer, Browser } from './harness/browser.ts'
import { freshDatabase, type TestDatabase } from './harness/database.ts'
import { testPlatform } from './harness/platform.ts'
import { jsonSchemaOf } from './harness/sample.ts'
import { testServer } from './harness/server.ts'
import { CONSOLE, SUPPLIERS, signedIn } from './harness/session.ts'

type People = Record<SiteKind, Browser>

const isJson = (route: Route): route is JsonRoute => route.kind === 'json'
const isStream = (route: Route): route is StreamRoute => route.kind === 'stream'
const all = listedRoutes()
// pausing a buyer by GET is answered 405, whoever's it is
const reads = all
  .filter(isJson)
  .filter(({ endpoint }) => endpoint.method === 'GET' && !endpoint.path.includes('_buyer/'))
const writes = all.filter(isJson).filter(({ endpoint }) => endpoint.method !== 'GET' && endpoint.path.includes(':'))

let database: TestDatabase
let server: HttpServer
let ours: Business
let theirs: Business
let us: People
let them: People
/** The second customer of the other business, on the same portal as the first. */
let neighbour: Browser

beforeAll(async () => {
  database = await freshDatabase('walls')
  const platform = await testPlatform({ database })
  server = await testServer(platform, all)
  ours = await aBusiness(platform, 'harmless')
  theirs = await aBusiness(platform, 'canaryword')
  us = await peopleOf(ours)
  them = await peopleOf(theirs)
  neighbour = await signedIn(server, theirs.account.host, portalSession, theirs.patrons[1].email)
}, 60_000)
afterAll(() => database.pool.end())

async function peopleOf({ account, patrons, supplier, ctx }: Business): Promise<People> {
  const { secret } = await createApiKey(ctx, { name: 'Script', scopes: [...keyScopes] })
  return {
    api: new Browser(server, 'api.localhost', '127.0.0.1', secret),
    console: await signedIn(server, CONSOLE, consoleSession, account.owner.email),
    portal: await signedIn(server, account.host, portalSession, patrons[0].email),
    suppliers: await signedIn(server, SUPPLIERS, supplierSession, supplier.email),
  }
}
const at = (people: People, { host }: Route): Browser => people[host]

const shownIn = ({ headers, body }: Answer): string => `${JSON.stringify(headers)}\n${JSON.stringify(body ?? '')}`

/** Each parameter of the path ours or theirs; at least one that is theirs alone. */
function mixesOf(path: string, own: Values, foreign: Values): Values[] {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const mixes = Array.from({ length: 2 ** names.length }, (_, mask) =>
    Object.fromEntries(names.map((name, nth) => [name, mask & (1 << nth) ? foreign[name] : own[name]])),
  )
  return mixes.filter((mix) => names.some((name) => mix[name] !== own[name]))
}

/** What somebody could know of the other business, for each parameter of a query that can carry it. */
async function theirQueries(route: JsonRoute): Promise<Values[]> {
  if (!route.endpoint.query) return []
  const { properties = {} } = jsonSchemaOf(route.endpoint.query)
  const { campaignId, supplier, patrons, person, leads } = theirs
  const input = inputFor(route, theirs)
  const page = await at(them, route).send(
    'GET',
    urlOf(route.endpoint.path, { ...input, query: { ...input.query, limit: 1 } }),
  )
  const known: Values = {
    campaign: [campaignId],
    supplier: [supplier.id],
    buyer: patrons.map(({ buyerId }) => buyerId),
    search: [leads.first, leads.failed, person.phone, person.email, theirs.word, patrons[0].email],
    cursor: [page.body?.next].filter(Boolean),
    lead: [leads.first],
  }
  return Object.keys(properties).flatMap((name) => {
    const values = known[name]
    return Array.isArray(values) ? values.map((value) => ({ [name]: value })) : []
  })
}

describe('somebody of another account, asking about theirs', () => {
  test.each(reads.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
    const { path } = route.endpoint
    const [own, foreign] = [inputFor(route, ours), inputFor(route, theirs)]
    const on = at(us, route)
    expect((await on.send('GET', urlOf(path, own))).status).toBe(200)
    for (const params of mixesOf(path, own.params, foreign.params)) {
      const answer = await on.send('GET', urlOf(path, { ...own, params }))
      expect(answer.status, JSON.stringify(params)).toBe(404)
      expect(shownIn(answer)).not.toContain(theirs.word)
    }
    for (const query of await theirQueries(route)) {
      const answer = await on.send('GET', urlOf(path, { ...own, query: { ...own.query, ...query } }))
      expect([200, 400, 404], JSON.stringify(query)).toContain(answer.status)
      expect(shownIn(answer)).not.toContain(theirs.word)
    }
  })

  test('is shown nothing live', async () => {
    for (const route of all.filter(isStream).filter(({ path }) => path.includes(':account'))) {
      const answer = await at(us, route).send('GET', route.path.replace(':account', String(theirs.accountId)))
      expect(answer.status, route.path).toBe(404)
      expect(shownIn(answer)).not.toContain(theirs.word)
    }
  })

  test('as they are: the word stands in nearly everything of theirs', async () => {
    const without: string[] = []
    for (const route of reads) {
      const answer = await at(them, route).send('GET', urlOf(route.endpoint.path, inputFor(route, theirs)))
      expect(answer.status, nameOf(route)).toBe(200)
      if (!shownIn(answer).includes(theirs.word)) without.push(nameOf(route))
    }
    expect(without.length).toBeLessThan(reads.length / 2)
  })
})

/** Everything of the other account, as one number. */
async function theirState(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns c join pg_class p on p.relname = c.table_name
     where column_name = 'account_id' and table_schema = 'public' and not p.relispartition and table_name <> 'sessions'`,
  )
  const digest = createHash('sha256')
  for (const { name } of tables) {
    const query = `select coalesce(string_agg(t::text, ',' order by t::text), '') as rows from ${name} t where account_id = $1`
    const { rows } = await database.pool.query<{ rows: string }>(query, [theirs.accountId])
    digest.update(`${name} ${rows[0]?.rows}\n`)
  }
  return digest.digest('hex')
}

describe('somebody of another account, changing theirs', () => {
  test.each(writes.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
    const before = await theirState()
    const { method, path } = route.endpoint
    const [own, foreign] = [inputFor(route, ours), inputFor(route, theirs)]
    for (const params of mixesOf(path, own.params, foreign.params)) {
      const answer = await at(us, route).send(method, urlOf(path, { ...foreign, params }), foreign.body)
      expect([400, 404], JSON.stringify(params)).toContain(answer.status)
      expect(shownIn(answer)).not.toContain(theirs.word)
    }
    // their things named in a body, or in a query, of a request about ours
    const named = await at(us, route).send(method, urlOf(path, { ...foreign, params: own.params }), foreign.body)
    expect(shownIn(named)).not.toContain(theirs.word)
    expect(named.status).toBeLessThan(500)
    expect(await theirState()).toBe(before)
  })
})

describe('within one account', () => {
  const wordsOf = (state: string) =>
    ['client', 'company', 'buyer', 'owner', 'credit'].map((noun) => `${theirs.word} ${noun} ${state}`)

  test('a customer is shown nothing of another one, nor of the operator’s side', async () => {
    const { first, failed } = theirs.leads
    const hidden = [...wordsOf('CA'), ...wordsOf('TX').slice(2, 3), `${theirs.word} supplier`, `${theirs.word} source`]
    hidden.push(`${theirs.word} campaign`, theirs.person.email, first, failed, `${theirs.word}-sub`)
    for (const route of reads.filter(({ host }) => host === 'portal')) {
      const { path } = route.endpoint
      const input = inputFor(route, theirs)
      const queries: Values[] = [
        {},
        { search: theirs.person.email },
        { search: first },
        { campaign: theirs.campaignId },
      ]
      for (const query of queries) {
        const answer = await neighbour.send('GET', urlOf(path, { ...input, query: { ...input.query, ...query } }))
        expect([200, 404]).toContain(answer.status)
        if (path.includes(':lead')) expect(answer.status).toBe(404)
        for (const word of hidden) expect(shownIn(answer), `${path} ${JSON.stringify(query)}`).not.toContain(word)
      }
    }
  })

  test('a supplier is shown no buyer, no customer and no price', async () => {
    const prices = [String(SELL_PRICE), '73105.73', '73,105.73', '73,106']
    const hidden = [...wordsOf('CA'), ...wordsOf('TX'), `${theirs.word} campaign`, ...prices]
    for (const route of reads.filter(({ host }) => host === 'suppliers')) {
      for (const lead of [theirs.leads.first, theirs.leads.second, theirs.leads.failed]) {
        const input = inputFor(route, theirs)
        const answer = await them.suppliers.send(
          'GET',
          urlOf(route.endpoint.path, { ...input, params: { ...input.params, lead } }),
        )
        expect(answer.status).toBe(200)
        for (const word of hidden) expect(shownIn(answer), route.endpoint.path).not.toContain(word)
      }
    }
  })
})
