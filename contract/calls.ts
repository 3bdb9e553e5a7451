/** A call of contract/delivery.ts with its templates compiled: what would be sent for a lead, and what keeps it from that. */
import type { Call, EmailDelivery } from './delivery.ts'
import { type Field, SUB_IDS } from './fields.ts'
import {
  type Compiled,
  compileTemplate,
  type Mode,
  placeInWords,
  type Rendered,
  type Scope,
  SECRET_PREFIX,
  type Template,
} from './templates/template.ts'

/** What stands beside the campaign's own fields, with what the editor says of it. */
export const LEAD_TAGS: Readonly<Record<string, string>> = {
  'lead.id': 'Lead id',
  'lead.received_at': 'When the lead came',
  'lead.source_address': 'Address it was posted from',
  'lead.test': 'Whether it is a test',
  'campaign.id': 'Campaign id',
  'campaign.name': 'Campaign name',
  'supplier.id': 'Supplier id',
  'supplier.name': 'Supplier name',
  'supplier.client': "Supplier's Client",
  ...Object.fromEntries(SUB_IDS.map((name, nth) => [name, `Sub id ${nth + 1}`])),
}

/** Known only once a buyer is chosen. */
export const DELIVERY_TAGS: Readonly<Record<string, string>> = {
  'lead.delivery_id': 'Delivery id, the same on every try',
  'lead.price': "The buyer's price",
  'lead.currency': 'Currency',
}

export type Purpose = 'delivery' | 'check'

export interface CallFault {
  /** Inside the call, like `headers.0.value`. */
  readonly path: string
  readonly message: string
}

export interface ReadyCall {
  readonly method: Call['method']
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
}

/** A call for one lead: as it is sent, and as it may be shown. */
export interface RenderedCall {
  readonly sent: ReadyCall
  readonly shown: ReadyCall
  /** What came of secrets, as written. */
  readonly secrets: readonly string[]
}

export interface CompiledCall {
  /** Scheme, host and port: fixed, and what kept secrets are bound to. */
  readonly origin: string
  /** @throws TemplateTooLong */
  render(scope: Scope): RenderedCall
}

/** Which names templates may use. */
export function knownNames(fields: readonly Pick<Field, 'name'>[], purpose: Purpose): Set<string> {
  const own = purpose === 'delivery' ? Object.keys(DELIVERY_TAGS) : []
  return new Set([...fields.map((field) => field.name), ...Object.keys(LEAD_TAGS), ...own])
}

const ORIGIN = /^(https?:\/\/[^/?#\s]*)/i

/** The fixed beginning of a URL; undefined where there is none. */
export function originOf(url: string): string | undefined {
  const [origin = ''] = ORIGIN.exec(url.trim()) ?? []
  if (origin === '' || origin.includes('{{') || origin.includes('@') || !URL.canParse(origin)) return undefined
  return new URL(origin).origin
}

type Pair = readonly [name: string, value: Template]

/** Compiles the parts of one call and keeps their faults. */
class CallCompiler {
  readonly faults: CallFault[] = []
  readonly #names: ReadonlySet<string>
  readonly #secrets: ReadonlySet<string>

  constructor(names: ReadonlySet<string>, call: Call) {
    this.#names = names
    this.#secrets = new Set(call.secrets.map((secret) => SECRET_PREFIX + secret.name))
    for (const [nth, secret] of call.secrets.entries()) {
      const isTwice = call.secrets.findIndex((other) => other.name === secret.name) < nth
      if (isTwice) this.faults.push({ path: `secrets.${nth}.name`, message: 'is there twice' })
    }
  }

  template(path: string, source: string, mode: Mode): Template {
    const { template, faults }: Compiled = compileTemplate(source, {
      mode,
      isKnown: (name) => this.#names.has(name) || this.#secrets.has(name),
    })
    for (const { at, message } of faults ?? [])
      this.faults.push({ path, message: `${placeInWords(source, at)}: ${message}` })
    return template ?? NOTHING
  }

  pairs(path: string, entries: readonly { name: string; value: string }[], mode: Mode): Pair[] {
    return entries.map(({ name, value }, nth) => [name, this.template(`${path}.${nth}.value`, value, mode)])
  }
}

const EMPTY: Rendered = { text: '', shown: '', secrets: [] }
const NOTHING: Template = { names: [], render: () => EMPTY }

const CONTENT_TYPES = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
} as const

/** What is sent with every call unless the call says otherwise. */
const COMMON_HEADERS = [
  ['accept', '*/*'],
  ['accept-encoding', 'identity'],
  ['user-agent', 'Portico'],
] as const

type BodyTemplate = (scope: Scope) => Rendered | null

/** Compiles a call, or tells everything that keeps it from being made. */
export function compileCall(
  call: Call,
  names: ReadonlySet<string>,
): { call: CompiledCall; faults?: undefined } | { faults: CallFault[]; call?: undefined } {
  const compiler = new CallCompiler(names, call)
  const origin = originOf(call.url)
  if (origin === undefined) {
    const message = 'must begin with a plain host, like https://buyer.example.com, before any tag'
    compiler.faults.push({ path: 'url', message })
  }
  const path = compiler.template('url', call.url.trim().replace(ORIGIN, ''), 'url')
  const query = compiler.pairs('query', call.query, 'plain')
  const headers = compiler.pairs('headers', call.headers, 'line')
  const body = compileBody(call, compiler)
  if (origin === undefined || compiler.faults.length > 0) return { faults: compiler.faults }
  const defaults = defaultHeaders(call)
  return {
    call: {
      origin,
      render: (scope) => {
        const place = path.render(scope)
        const added = renderPairs(query, scope)
        const lines = headers.map(([name, value]) => [name, value.render(scope)] as const)
        const content = body(scope)
        const ready = (side: 'text' | 'shown'): ReadyCall => ({
          method: call.method,
          url: withQuery(origin + (place[side].startsWith('/') ? '' : '/') + place[side], added[side]),
          headers: [...defaults, ...lines.map(([name, value]) => [name, value[side].trim()] as const)],
          body: content?.[side] ?? null,
        })
        const secrets = [place, added, ...lines.map(([, value]) => value), content ?? EMPTY].flatMap(
          (one) => one.secrets,
        )
        return { sent: ready('text'), shown: ready('shown'), secrets }
      },
    },
  }
}

function defaultHeaders(call: Call): (readonly [string, string])[] {
  const given = new Set(call.headers.map(({ name }) => name.toLowerCase()))
  const format = call.method === 'GET' ? 'none' : call.body.format
  const type = format === 'none' ? [] : [['content-type', CONTENT_TYPES[format]] as const]
  return [...COMMON_HEADERS, ...type].filter(([name]) => !given.has(name))
}

function compileBody({ method, body }: Call, compiler: CallCompiler): BodyTemplate {
  if (method === 'GET' || body.format === 'none') return () => null
  if (body.format === 'form') {
    const entries = compiler.pairs('body.entries', body.entries, 'plain')
    return (scope) => renderPairs(entries, scope)
  }
  const template = compiler.template('body.template', body.template, body.format)
  return (scope) => template.render(scope)
}

/** As a form is encoded; a masked value is shown as it is. */
function renderPairs(pairs: readonly Pair[], scope: Scope): Rendered {
  const text = new URLSearchParams()
  const shown: string[] = []
  const secrets: string[] = []
  for (const [name, value] of pairs) {
    const rendered = value.render(scope)
    text.append(name, rendered.text)
    const one = (side: string) => new URLSearchParams([[name, side]]).toString()
    const isMasked = rendered.secrets.length > 0
    shown.push(isMasked ? `${encodeURIComponent(name)}=${rendered.shown}` : one(rendered.text))
    secrets.push(...rendered.secrets, ...rendered.secrets.map((secret) => one(secret).slice(one('').length)))
  }
  return { text: text.toString(), shown: shown.join('&'), secrets }
}

function withQuery(url: string, query: string): string {
  if (query === '') return url
  const [plain = '', hash] = url.split('#', 2)
  const joint = plain.includes('?') ? '&' : '?'
  return `${plain}${joint}${query}${hash === undefined ? '' : `#${hash}`}`
}

export interface CompiledMail {
  render(scope: Scope): { subject: string; body: string }
}

/** Compiles the templates of a delivery by e-mail. */
export function compileMail(
  mail: EmailDelivery,
  names: ReadonlySet<string>,
): { mail: CompiledMail; faults?: undefined } | { faults: CallFault[]; mail?: undefined } {
  const faults: CallFault[] = []
  const compile = (path: 'subject' | 'body', mode: Mode): Template => {
    const compiled = compileTemplate(mail[path], { mode, isKnown: (name) => names.has(name) })
    for (const { at, message } of compiled.faults ?? [])
      faults.push({ path, message: `${placeInWords(mail[path], at)}: ${message}` })
    return compiled.template ?? NOTHING
  }
  const [subject, body] = [compile('subject', 'line'), compile('body', 'plain')]
  if (faults.length > 0) return { faults }
  return { mail: { render: (scope) => ({ subject: subject.render(scope).text, body: body.render(scope).text }) } }
}
