/** The API below /v1: who asks, what for, under which key, and what is scripted to go wrong. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, dropKey, fingerprint, keepAnswer, keyInUse, takeKey } from './answers.ts'
import { expandAll } from './expand.ts'
import type { Fault, Faults } from './faults.ts'
import { accountOfKey, type Merchant } from './merchant.ts'
import { afterOperations } from './requests/after.ts'
import type { Operation } from './requests/call.ts'
import { checkoutOperations, expireSessions } from './requests/checkout.ts'
import { customerOperations } from './requests/customers.ts'
import { endpointOperations } from './requests/endpoints.ts'
import { paymentOperations } from './requests/payments.ts'
import { setupOperations } from './requests/setups.ts'
import { type Problem, parseForm, Refusal } from './wire.ts'

export const operations: readonly Operation[] = [
  ...customerOperations,
  ...paymentOperations,
  ...setupOperations,
  ...checkoutOperations,
  ...afterOperations,
  ...endpointOperations,
]

export interface Asked {
  method: string
  /** Without its query. */
  path: string
  query: string
  body: string
  headers: Readonly<Record<string, string>>
  requestId: string
}

/** `cut`: the connection ends without an answer. */
export type Reply = Answer | 'cut'

/** Keys that were withdrawn, and what restricted ones may not do. */
export interface Keys {
  readonly revoked: Set<string>
  readonly restricted: Map<string, readonly string[]>
}

const DEFAULT_PATIENCE_MS = 120_000
/** From this version on `payment_method_types` is unknown where a payment, a set-up or a session is made. */
const WITHOUT_METHOD_TYPES = '2026-09-30'

const unauthorized = (message: string, code?: string): Refusal =>
  new Refusal(401, { type: 'invalid_request_error', message, ...(code !== undefined && { code }) }, false)

const masked = (key: string): string => `${key.slice(0, 8)}${'*'.repeat(12)}${key.slice(-4)}`

function keyOf({ headers }: Asked): string {
  const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ')
  if (scheme === 'Bearer') return credentials
  if (scheme === 'Basic') return Buffer.from(credentials, 'base64').toString().split(':')[0] ?? ''
  throw unauthorized(
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
  )
}

function checkKey(key: string, keys: Keys): void {
  if (!/^(sk|rk|pk)_(test|live)_\w+$/.test(key) || keys.revoked.has(key))
    throw unauthorized(`Invalid API Key provided: ${masked(key)}`)
}

/** A publishable key reads one intent, for whoever knows its secret, and nothing else. */
function checkPublishable(shop: Merchant, { method, path, query }: Asked): void {
  const [, kind, id = ''] = /^\/v1\/(setup|payment)_intents\/(\w+)$/.exec(path) ?? []
  if (method !== 'GET' || kind === undefined) {
    const message = 'This API call cannot be made with a publishable API key. Please use a secret API key.'
    throw unauthorized(message, 'secret_key_required')
  }
  const intent = (kind === 'setup' ? shop.shelves.setupIntents : shop.shelves.paymentIntents).get(id)
  if (intent.client_secret === new URLSearchParams(query).get('client_secret')) return
  throw new Refusal(
    400,
    { type: 'invalid_request_error', message: 'The client_secret provided does not match.' },
    false,
  )
}

function operationFor({ method, path }: Asked): { operation: Operation; ids: string[] } {
  const parts = path.replace(/^\/v1\//, '').split('/')
  for (const operation of operations) {
    const wanted = operation.path.split('/')
    if (operation.method !== method || wanted.length !== parts.length) continue
    if (!wanted.every((part, nth) => part === ':id' || part === parts[nth])) continue
    return { operation, ids: parts.filter((_, nth) => wanted[nth] === ':id').map(decodeURIComponent) }
  }
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`
  throw new Refusal(404, { type: 'invalid_request_error', message }, false)
}

function checkPermission(shop: Merchant, key: string, { needs }: Operation, { restricted }: Keys): void {
  if (!restricted.get(key)?.includes(needs)) return
  const message = `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account '${shop.id}'. Having the '${needs}' permission would allow this request to continue.`
  throw new Refusal(403, { type: 'invalid_request_error', code: 'more_permissions_required', message }, false)
}

function checkVersion({ headers, body, path }: Asked): void {
  if (
    (headers['stripe-version'] ?? '') < WITHOUT_METHOD_TYPES ||
    !/(^|&)payment_method_types/.test(decodeURIComponent(body))
  )
    return
  if (!/^\/v1\/(payment_intents|setup_intents|checkout\/sessions)$/.test(path)) return
  const param = 'payment_method_types'
  throw new Refusal(
    400,
    {
      type: 'invalid_request_error',
      code: 'parameter_unknown',
      param,
      message: `Received unknown parameter: ${param}`,
    },
    false,
  )
}

const refused = (status: number, problem: Problem, requestId: string): Answer => ({
  status,
  body: JSON.stringify(
    { error: { ...problem, request_log_url: `https://dashboard.stripe.com/logs/${requestId}` } },
    null,
    2,
  ),
})

const CRASH: Problem = {
  type: 'api_error',
  message: 'An error occurred while processing your request. Try again later.',
}

/** Runs `work`; what was refused is an answer too. */
function answered(work: () => object, requestId: string): { answer: Answer; hasRun: boolean } {
  try {
    return { answer: { status: 200, body: JSON.stringify(work(), null, 2) }, hasRun: true }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { answer: refused(error.status, error.problem, requestId), hasRun: error.hasRun }
  }
}

export class Api {
  readonly #faults: Faults
  readonly #keys: Keys
  readonly #shopOf: (account: string, livemode: boolean) => Merchant
  readonly #pages: () => string
  readonly #stopped: AbortSignal

  constructor(given: {
    faults: Faults
    keys: Keys
    shopOf: (account: string, livemode: boolean) => Merchant
    pages: () => string
    stopped: AbortSignal
  }) {
    this.#faults = given.faults
    this.#keys = given.keys
    this.#shopOf = given.shopOf
    this.#pages = given.pages
    this.#stopped = given.stopped
  }

  async reply(asked: Asked): Promise<Reply> {
    try {
      const key = keyOf(asked)
      checkKey(key, this.#keys)
      const shop = this.#shopOf(accountOfKey(key), key.includes('_live_'))
      if (key.startsWith('pk_')) checkPublishable(shop, asked)
      expireSessions(shop)
      return await this.#replyFor(shop, key, asked)
    } catch (error) {
      if (error instanceof Refusal) return refused(error.status, error.problem, asked.requestId)
      throw error
    }
  }

  async #replyFor(shop: Merchant, key: string, asked: Asked): Promise<Reply> {
    const fault = this.#faults.take(`${asked.method} ${asked.path}`)
    if (fault?.kind === 'cut') return 'cut'
    if (fault?.kind === 'down') return { ...refused(503, CRASH, asked.requestId) }
    if (fault?.kind === 'rate_limit') {
      const message = 'Request rate limit exceeded.'
      return refused(429, { type: 'invalid_request_error', code: 'rate_limit', message }, asked.requestId)
    }
    const { operation, ids } = operationFor(asked)
    checkPermission(shop, key, operation, this.#keys)
    checkVersion(asked)
    const idempotencyKey = asked.method === 'POST' ? asked.headers['idempotency-key'] : undefined
    if (fault?.kind === 'in_use') throw keyInUse(idempotencyKey ?? '')
    const sent = parseForm(asked.method === 'GET' ? asked.query : asked.body)
    const request = { id: asked.requestId, idempotency_key: idempotencyKey ?? null }
    const work = () => expandAll(shop, operation.run(shop, { ids, sent, request, pages: this.#pages() }), sent)
    return this.#underKey(shop, { key: idempotencyKey, fault, asked }, work)
  }

  async #underKey(
    shop: Merchant,
    { key, fault, asked }: { key: string | undefined; fault: Fault | undefined; asked: Asked },
    work: () => object,
  ): Promise<Reply> {
    const kept = key === undefined ? undefined : takeKey(shop, key, fingerprint(asked.method, asked.path, asked.body))
    if (kept) return this.#carry(fault, kept)
    try {
      if (fault?.kind === 'slow') await this.#wait(fault)
      const { answer, hasRun } = this.#run(fault, asked, work)
      if (key !== undefined && hasRun) keepAnswer(shop, key, answer)
      else if (key !== undefined) dropKey(shop, key)
      return await this.#carry(fault, answer)
    } catch (error) {
      if (key !== undefined) dropKey(shop, key)
      throw error
    }
  }

  /** The way back: an answer may be late, or lost. */
  async #carry(fault: Fault | undefined, answer: Answer): Promise<Reply> {
    if (fault?.kind === 'hang') await this.#wait(fault)
    return fault?.kind === 'hang' || fault?.kind === 'cut_done' ? 'cut' : answer
  }

  #run(fault: Fault | undefined, asked: Asked, work: () => object): { answer: Answer; hasRun: boolean } {
    const crash = { answer: refused(500, CRASH, asked.requestId), hasRun: true }
    if (fault?.kind === 'error_500') return crash
    const run = answered(work, asked.requestId)
    return fault?.kind === 'error_500_done' ? crash : run
  }

  async #wait({ ms }: Fault): Promise<void> {
    await sleep(ms ?? DEFAULT_PATIENCE_MS, undefined, { signal: this.#stopped, ref: false }).catch(() => {})
  }
}
