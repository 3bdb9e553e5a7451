/** Holds what is said to Stripe, and what comes back, to Stripe's own description of its API. */
import { Ajv, type ValidateFunction } from 'ajv'
import type { Exchange } from '../../dev/stripe/simulator.ts'
import { stripeDescription } from './stripe-oracles.ts'

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

const WORDS = new Set(['discriminator', 'example', 'format', 'description'])

/** OpenAPI 3.0 says `nullable` where JSON Schema says a second type; names of formats are only words here. */
function asJsonSchema(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((one) => asJsonSchema(one))
  if (!isNode(value)) return value
  const kept = Object.entries(value).filter(([name]) => isMap || !WORDS.has(name))
  const all = kept.map(([name, one]) => [name, asJsonSchema(one, !isMap && name === 'properties')])
  const { nullable, ...rest } = Object.fromEntries(all)
  return nullable === true && !isMap ? { anyOf: [rest, { type: 'null' }] } : isMap ? Object.fromEntries(all) : rest
}

const ID = 'stripe'

function child(node: Node, ...names: string[]): Node {
  return names.reduce<Node>((at, name) => (isNode(at[name]) ? at[name] : {}), node)
}

/**
 * The description is of 2025-10-15; API 2026-10-28.endive differs in this much
 * (docs.stripe.com/changelog, as stripe-node 23 has it in its types).
 */
function newer(description: Node): void {
  const formAt = (path: string): Node => child(formOf(child(description, 'paths', `/v1/${path}`, 'post')), 'properties')
  const text = { type: 'string' }
  const uiModes = { type: 'string', enum: ['elements', 'embedded_page', 'form', 'hosted_page'] }
  for (const path of ['payment_intents', 'setup_intents', 'checkout/sessions']) {
    const fields = formAt(path)
    delete fields.payment_method_types
    fields.allowed_payment_method_types = { type: 'array', items: text }
  }
  formAt('checkout/sessions').ui_mode = uiModes
  const endpoint = formAt('webhook_endpoints')
  endpoint.api_version = text
  const events = child(endpoint, 'enabled_events', 'items')
  if (Array.isArray(events.enum)) events.enum.push('refund.failed')
  child(description, 'components', 'schemas', 'checkout.session', 'properties').ui_mode = uiModes
}

const formOf = (operation: Node): Node =>
  child(operation, 'requestBody', 'content', 'application/x-www-form-urlencoded', 'schema')

interface Operation {
  isAt(path: string): boolean
  sent: ValidateFunction | undefined
  answer: ValidateFunction | undefined
  problem: ValidateFunction | undefined
}

export interface StripeDescription {
  /** What is wrong with an exchange, in words; nothing when it is as Stripe describes it. */
  complaints(exchange: Exchange): string[]
}

const queryOf = (operation: Node): Node => {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.filter(isNode) : []
  const own = parameters.filter((one) => one.in === 'query')
  return {
    type: 'object',
    additionalProperties: false,
    required: own.filter((one) => one.required === true).map((one) => one.name),
    properties: Object.fromEntries(own.map((one) => [String(one.name), one.schema])),
  }
}

export async function openStripeDescription(): Promise<StripeDescription> {
  const description = asJsonSchema(JSON.parse(await stripeDescription()))
  if (!isNode(description)) throw new Error('the description is no object')
  newer(description)
  const options = {
    strict: false,
    validateFormats: false,
    allErrors: true,
    inlineRefs: false,
    validateSchema: false,
  } as const
  // what is sent is text; what is answered has types
  const forms = new Ajv({ ...options, coerceTypes: true })
  const answers = new Ajv(options)
  const schemas = { $id: ID, components: description.components }
  forms.addSchema(structuredClone(schemas))
  answers.addSchema(schemas)
  const known = new Map<string, Operation>()
  const localized = (schema: Node): Node =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${ID}#/components/`))

  function compile(method: string, path: string, operation: Node): Operation {
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
    const asked = method === 'get' ? queryOf(operation) : formOf(operation)
    const reply = (status: string): Node =>
      child(operation, 'responses', status, 'content', 'application/json', 'schema')
    return {
      isAt: (at) => pattern.test(at),
      sent: forms.compile(localized(asked)),
      answer: answers.compile(localized(reply('200'))),
      problem: answers.compile(localized(reply('default'))),
    }
  }

  function find({ method, path }: Exchange): Operation | undefined {
    const name = method.toLowerCase()
    const paths = Object.entries(child(description as Node, 'paths')) // told to be an object above
    const fixed = paths.find(([pattern]) => pattern === path)
    const [pattern, operations] =
      fixed ?? paths.find(([one]) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)) ?? []
    if (pattern === undefined || !isNode(operations) || !isNode(operations[name])) return undefined
    const key = `${name} ${pattern}`
    const made = known.get(key) ?? compile(name, pattern, operations[name])
    known.set(key, made)
    return made
  }

  return {
    complaints(exchange) {
      const { method, path, status } = exchange
      const at = `${method} ${path}`
      const operation = find(exchange)
      if (!operation) return [`${at}: Stripe describes no such call`]
      const found: string[] = []
      const hold = (what: string, check: ValidateFunction | undefined, value: unknown): void => {
        if (!check || check(value)) return
        found.push(
          ...(check.errors ?? []).map(
            (one) => `${at}: ${what}${one.instancePath} ${one.message} ${JSON.stringify(one.params).slice(0, 200)}`,
          ),
        )
      }
      // what was refused for its parameters is wrong on purpose
      if (status !== 400) hold('sent', operation.sent, structuredClone(exchange.sent))
      if (status === 200) hold('answer', operation.answer, exchange.answer)
      else hold('problem', operation.problem, exchange.answer)
      return found
    },
  }
}
