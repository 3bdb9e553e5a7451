/**
 * What is hidden from a customer is nowhere in its world: every GET of the portal, asked by each of its roles and by
 * somebody of the team who looks as it, about a lead that is full of planted words; and no search or filter finds it by one.
 */
import { text } from 'node:stream/consumers'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, describe, expect, test } from 'vitest'
import { CONSENT_RECORD_PATHS } from '../contract/api/consent.ts'
import { portalFigures } from '../contract/api/figures.ts'
import { listPortalLeads } from '../contract/api/leads.ts'
import { AppError } from '../contract/errors.ts'
import type { Field } from '../contract/fields.ts'
import { can } from '../contract/permissions.ts'
import { type Ctx, type CustomerActor, ctxOf } from '../server/platform/ctx.ts'
import type { ContentRoute, JsonRoute, RequestCtx, StreamRoute } from '../server/platform/http/route.ts'
import { leadIdText } from '../server/platform/ids.ts'
import { listedRoutes } from '../server/registry.ts'
import { directPost } from './factories/delivery.ts'
import { aLead } from './factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aWorld,
  customerOf,
  FIELDS,
  mapClient,
  NOW,
  outwardId,
  type World,
} from './factories/world.ts'
import { call } from './harness/call.ts'
import { jsonSchemaOf, sampleOf } from './harness/sample.ts'

/** In everything the customer must not see; the payout and the other price look like no other number. */
const WORD = 'canaryword'
const PAYOUT = 7_310_573
const OTHER_PRICE = 8_420_684
const HIDDEN_PHONE = '+14155550199'

const hidden = (name: string, more: Partial<Field> = {}): Field => ({
  name: `${WORD}_${name}`,
  label: `${WORD} ${name}`,
  type: 'text',
  required: false,
  allowed: [],
  description: WORD,
  consent: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: true,
  ...more,
})
const consent: Field = {
  ...hidden('x'),
  name: 'tcpa',
  label: 'Consent',
  description: '',
  consent: true,
  hiddenFromBuyers: false,
}
// the field that searches by phone go by, hidden
const phone: Field = { ...hidden('x', { type: 'phone' }), name: 'phone' }
const known = FIELDS.map((field) => (field.name === 'phone' ? phone : field))
const fields = [...known, consent, hidden('text'), hidden('consent', { consent: true })]
const data = {
  phone: HIDDEN_PHONE,
  [`${WORD}_text`]: `${WORD} value`,
  [`${WORD}_consent`]: `${WORD} agreed`,
  for_operator: `${WORD} for the operator`,
  tcpa: 'I agree',
}

let world: World
let customerId: number
let campaignId: number
let lead: string

beforeAll(async () => {
  world = await aWorld()
  const campaign = await aCampaign(world, { name: `${WORD} campaign`, fields })
  campaignId = campaign.campaignId
  const supplierId = await aSupplier(world, campaign, {
    name: `${WORD} supplier`,
    clientId: await aClient(world, `${WORD} seller`),
    payout: { kind: 'fixed', amount: PAYOUT },
  })
  const [own, others] = [await aClient(world, `${WORD} own client`), await aClient(world, `${WORD} other client`)]
  const delivery = directPost(`https://buyer.example/${WORD}`)
  const buyerId = await aBuyer(world, campaign, { clientId: own, name: `${WORD} buyer`, delivery, price: 4_600 })
  const other = await aBuyer(world, campaign, { clientId: others, name: `${WORD} rival`, price: OTHER_PRICE })
  customerId = await aCustomer(world, 'Summit Ridge')
  await mapClient(world, { customerId, clientId: own, billed: true })
  await mapClient(world, { customerId: await aCustomer(world, `${WORD} customer`), clientId: others, billed: true })
  const sales = [
    { buyerId, price: 4_600, walletId: customerId },
    { buyerId: other, price: OTHER_PRICE },
  ]
  const common = { campaign, supplierId, payout: PAYOUT, at: NOW, subIds: [`${WORD} sub`] }
  lead = leadIdText(await aLead(world, { ...common, data, sales }))
  await aLead(world, {
    ...common,
    data: { first_name: `${WORD} rival lead` },
    sales: [{ buyerId: other, price: OTHER_PRICE }],
  })
})

const looking = { teamUserId: 'nobody', name: 'Nora', until: NOW }
/** On the portal's host, as the routes of log-ins ask for it. */
function seenBy(actor: CustomerActor): Ctx {
  const site = { kind: 'portal' as const, accountId: world.accountId, host: 'portal.localhost' }
  const common = { id: 'test', ip: '192.0.2.1', method: 'GET', path: '/', userAgent: '', authorization: undefined }
  return ctxOf(world.platform, actor, { ...common, site, params: {}, cookies: {} })
}
const readers = () => ({
  owner: seenBy(customerOf(world, customerId)),
  manager: seenBy(customerOf(world, customerId, 'manager')),
  viewer: seenBy(customerOf(world, customerId, 'viewer')),
  'the team as the owner': seenBy({ ...customerOf(world, customerId), viewer: looking }),
})
type Reader = keyof ReturnType<typeof readers>
const READERS: Reader[] = ['owner', 'manager', 'viewer', 'the team as the owner']

type Read = JsonRoute | ContentRoute | StreamRoute
const pathOf = (route: Read): string => (route.kind === 'json' ? route.endpoint.path : route.path)
const portal = listedRoutes().filter((route): route is Read => route.kind !== 'raw' && route.host === 'portal')
const reads = portal.filter((route) => route.kind !== 'json' || route.endpoint.method === 'GET')

/** What the address needs to name the lead, and anything for the rest: what is not there is not shown either. */
function inputOf(route: Read) {
  const { params, query } = route.kind === 'json' ? route.endpoint : route
  const hints = {
    lead: () => lead,
    campaign: () => campaignId,
    range: () => 'last_7',
    zone: () => 'Europe/Paris',
    cursor: () => undefined,
    search: () => undefined,
  }
  const of = (schema: typeof params): unknown =>
    schema ? schema.parse(sampleOf(jsonSchemaOf(schema), hints)) : undefined
  return { params: of(params), query: of(query), body: undefined, nonce: '' }
}

async function bytesText(type: string, body: string | Uint8Array | NodeJS.ReadableStream): Promise<string> {
  if (typeof body === 'string') return body
  if (!(body instanceof Uint8Array)) return text(body)
  if (type !== 'application/pdf') return Buffer.from(body).toString('utf8')
  return (await extractText(await getDocumentProxy(new Uint8Array(body)), { mergePages: true })).text
}

/** Everything that one route says; undefined where it has nothing of the kind. */
async function saidBy(route: Read, ctx: Ctx): Promise<string | undefined> {
  const asked = ctx as RequestCtx // none of these sets a cookie
  try {
    if (route.kind === 'json') {
      const reply: unknown = await route.run(asked, inputOf(route))
      return JSON.stringify(route.endpoint.reply.parse(reply))
    }
    if (route.kind === 'content') {
      const made = await route.run(asked, inputOf(route))
      return `${made.fileName} ${await bytesText(made.type, made.body)}`
    }
    const stop = new AbortController()
    const events = await route.open(asked, inputOf(route), stop.signal)
    for await (const event of events) {
      stop.abort()
      return JSON.stringify(event)
    }
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return undefined
  }
}

describe.each(READERS)('%s', (reader) => {
  test('meets nothing hidden in anything that can be read', async () => {
    const ctx = readers()[reader]
    const said = new Map<string, string>()
    for (const route of reads.filter(({ allow }) => allow !== 'public' && can(ctx.actor, allow))) {
      const words = await saidBy(route, ctx)
      if (words !== undefined) said.set(pathOf(route), words)
    }
    // those it is about were really asked
    const about = ['/api/portal/leads', '/api/portal/leads/:lead', '/api/portal/live', CONSENT_RECORD_PATHS.portal]
    for (const path of about) expect(said.get(path)?.replaceAll(/\s/g, '')).toContain('tcpa')
    expect(said.get('/api/portal/deliveries')).toContain('buyer.example')
    expect(said.get('/api/portal/figures')).toContain('Public name')
    for (const [path, words] of said)
      for (const planted of [WORD, String(PAYOUT), String(OTHER_PRICE), HIDDEN_PHONE, '203.0.113.7'])
        expect(words.includes(planted), `${path} says ${planted}`).toBe(false)
  })
})

describe('nothing is found', () => {
  const routes = listedRoutes()
  const owner = () => readers().owner
  const found = async (query: Parameters<typeof call<typeof listPortalLeads>>[3]['query']) =>
    (await call(routes, owner(), listPortalLeads, { query })).items.length

  test('by what stands in a hidden field', async () => {
    expect(await found({ search: lead })).toBe(1)
    expect(await found({ search: 'ada@example.com' })).toBe(1)
    for (const search of [HIDDEN_PHONE, '(415) 555-0199', `${WORD} value`, `${WORD} sub`, WORD, '203.0.113.7'])
      expect(await found({ search }), search).toBe(0)
  })

  test('by a campaign that is not the own, which counts as one that is not there', async () => {
    const strange = await aCampaign(world, { name: `${WORD} strange` })
    for (const campaign of [strange.campaignId, outwardId()]) {
      expect(await found({ campaign })).toBe(0)
      const figures = await call(routes, owner(), portalFigures, { query: { campaign } })
      expect(figures).toMatchObject({ campaigns: [], totals: { leads: 0 } })
    }
  })

  test('by a filter or an order the list does not have: they are not read', async () => {
    const all = await found({})
    const known = Object.keys(listPortalLeads.query.shape)
    expect(known.filter((name) => ['supplier', 'buyer', 'status', 'code', 'sort'].includes(name))).toEqual([])
    expect(await found({ supplier: WORD, sort: `${WORD}_text`, [`${WORD}_text`]: 'x' } as object)).toBe(all)
  })
})
