/** An input that an endpoint takes, about the things of one business. */
import { randomUUID } from 'node:crypto'
import { png } from '../../dev/png.ts'
import type { JsonRoute } from '../../server/platform/http/route.ts'
import { type Hints, jsonSchemaOf, sampleOf } from '../harness/sample.ts'
import { PASSWORD, unique, uniqueEmail } from './account.ts'
import type { Business } from './business.ts'
import { buyerPart, SOLAR_FIELDS } from './campaign.ts'
import { directPost, outsideCheck } from './delivery.ts'

export type Values = Record<string, unknown>

export interface Asked {
  params: Values
  query: Values
  body: unknown
}

export const nameOf = ({ endpoint }: JsonRoute) => `${endpoint.method} ${endpoint.path}`

const LOGO = png(20, 20, () => [31, 111, 84, 255])

const word = () => `n${unique()}`

function hintsOf({ accountId, campaignId, supplier, patrons, leads, imported, charge }: Business): Hints {
  const [first, second] = patrons
  const known: Values = {
    account: accountId,
    campaign: campaignId,
    supplier: supplier.id,
    buyer: first.buyerId,
    client: second.clientId,
    clients: [second.clientId],
    customer: first.customerId,
    lead: leads.first,
    import: imported,
    charge,
    lead_id: leads.first,
    lead_ids: [leads.first],
    buyer_id: first.buyerId,
    target: campaignId,
    version: 1,
    expectedVersion: undefined,
    zone: 'Europe/Paris',
    currency: 'USD',
    requireSecondFactor: false,
    range: 'last_7',
    billingMode: 'manual',
    search: undefined,
    cursor: undefined,
    search_after: undefined,
    field_name: undefined,
    field_value: undefined,
    start_date: '2026-11-01',
    end_date: '2026-11-22',
    timezone: 'Europe/Paris',
    current: PASSWORD,
    password: PASSWORD,
    weekdays: { 1: 5 },
    until: '2099-01-01T00:00:00.000Z',
    field: 'state',
    checks: [],
    phones: ['4155550123'],
    emails: ['ada@example.com'],
  }
  const hinted = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, () => value]))
  const named = { name: word, company: word, publicName: word, id: randomUUID }
  return { ...hinted, ...named, email: uniqueEmail, billingEmail: uniqueEmail }
}

/** What a schema cannot say of one body. */
const bodies: Record<string, (sample: Values, business: Business) => unknown> = {
  'POST /api/console/:account/campaigns/:campaign/settings': (_sample, { patrons }) => ({
    summary: 'Another price',
    parts: [{ part: 'buyer', id: patrons[0].buyerId, body: buyerPart({ price: 5_000 }) }],
  }),
  'POST /api/console/:account/campaigns': (sample) => {
    // as the schema has it
    const settings = sample.settings as { fields: Values[]; duplicates: Values }
    const duplicates = { ...settings.duplicates, fields: ['state'] }
    return { ...sample, settings: { ...settings, fields: [{ ...settings.fields[0], name: 'state' }], duplicates } }
  },
  // nothing is sent: the outside has no part in a matrix
  'POST /api/console/:account/campaigns/:campaign/try-delivery': () => ({
    fields: SOLAR_FIELDS,
    delivery: directPost('https://buyer.example/leads'),
  }),
  'POST /api/console/:account/campaigns/:campaign/try-check': () => ({
    fields: SOLAR_FIELDS,
    check: outsideCheck('https://checker.example/scrub'),
  }),
  'POST /api/console/:account/customers/:customer/charges': (sample) => ({ ...sample, amount: 10_000 }),
  'PUT /api/portal/recharge': (sample) => ({ ...sample, on: false, mostAmountADay: null }),
  // its address stays: the people of the portal are signed in there
  'PATCH /api/console/:account/portal': () => ({ brand: '#1f6f54' }),
  'PUT /api/console/:account/portal/logo': () => ({ data: LOGO.toString('base64') }),
  'POST /api/console/:account/imports/:import/check': () => ({ columns: { lead_id: 0, reason: 1 } }),
  // nothing is returned that another route returns: no sale of the lead, and a lead that was not sold
  'POST /api/console/:account/leads/:lead/return': (_sample, { leads }) => ({ reason: 'Test', sales: [leads.second] }),
  'POST /api/console/:account/leads/return': (_sample, { leads }) => ({ reason: 'Test', leads: [leads.failed] }),
  'POST /api/console/session': (_sample, { account }) => ({ email: account.owner.email, password: PASSWORD }),
  'POST /api/portal/session': (_sample, { patrons }) => ({ email: patrons[0].email, password: PASSWORD }),
  'POST /api/supplier/session': (_sample, { supplier }) => ({ email: supplier.email, password: PASSWORD }),
}

/** A valid input, new at each call. */
export function inputFor(route: JsonRoute, business: Business): Asked {
  const { path, params, query, body } = route.endpoint
  const { account, ...inBodies } = hintsOf(business)
  const compared: Hints = path.endsWith('/difference')
    ? { from: () => 1 }
    : path.startsWith('/public')
      ? { status: () => 'accepted' }
      : {}
  const inAddresses: Hints = { ...inBodies, account: () => account?.(), ...compared }
  // the parts are objects
  const of = (schema: typeof params, hints: Hints) => schema && (sampleOf(jsonSchemaOf(schema), hints) as Values)
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const sample = of(body, inBodies)
  return {
    // a path may use parameters that its schema does not name
    params: {
      ...Object.fromEntries(names.map((name) => [name, inAddresses[name]?.() ?? 'none'])),
      ...of(params, inAddresses),
    },
    query: of(query, inAddresses) ?? {},
    body: sample && (bodies[nameOf(route)]?.(sample, business) ?? sample),
  }
}

const textOf = (value: unknown): string =>
  (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)).toWellFormed()

/** Where such a request goes. */
export function urlOf(path: string, { params, query }: Pick<Asked, 'params' | 'query'>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined) search.append(name, textOf(one))
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(textOf(params[name])))
  return search.size > 0 ? `${filled}?${search}` : filled
}
