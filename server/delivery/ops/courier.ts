/**
 * The courier: renders a call, waits for a place at its endpoint, makes it, and says what its answer means. It writes
 * nothing; what is booked of a result is the caller's.
 */
import { type CompiledCall, compileCall, knownNames, type Purpose, type RenderedCall } from '../../../contract/calls.ts'
import type { Call, DirectPost, OutsideCheck } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'
import { TemplateTooLong } from '../../../contract/templates/template.ts'
import { compileField } from '../../fields/rules.ts'
import type { Platform } from '../../platform/ctx.ts'
import type { Outgoing, OutgoingResult } from '../../platform/outgoing/outgoing.ts'
import { compileAnswers, compileCheck, reasonText } from '../rules/judge.ts'
import type { CallResult, CheckOrder, CheckResult, DeliveryOrder, SavedValue, Transcript } from '../rules/order.ts'
import { scopeOf } from '../rules/scope.ts'
import { requestText, responseText, withoutSecrets } from '../rules/transcript.ts'
import { Endpoints } from './endpoints.ts'
import { countCall } from './metrics.ts'
import { openSecrets } from './secrets.ts'

/** Calls of buyers and checkers, with what is remembered between them: open connections, places, broken circuits. */
export interface Courier {
  /** Never throws: what can go wrong is a result. */
  deliver(order: DeliveryOrder): Promise<CallResult>
  check(order: CheckOrder): Promise<CheckResult>
}

export type CourierPlatform = Pick<Platform, 'db' | 'secrets' | 'outgoing' | 'log'>

/** Where a call is made from: a lead waits for a place, somebody at a form calls at once. */
interface Door {
  enter: Endpoints['enter']
}

const openDoor: Door = { enter: async () => ({ admitted: true, leave: () => {} }) }

interface Ready {
  readonly call: CompiledCall
  readonly secrets: ReadonlyMap<string, string>
  readonly endpoint: string
}

type Made =
  | {
      readonly kind: 'answered'
      readonly answer: NonNullable<OutgoingResult['answer']>
      readonly transcript: Transcript
      readonly secrets: readonly string[]
    }
  | { readonly kind: 'not_sent' | 'timed_out' | 'unknown'; readonly reason: string; readonly transcript: Transcript }

interface Written {
  readonly sent: RenderedCall['sent']
  readonly request: string
  readonly secrets: readonly string[]
  readonly endpoint: string
}

const callOf = (order: DeliveryOrder | CheckOrder): Call =>
  'delivery' in order ? order.delivery.call : order.check.call

const NOTHING_SENT: Transcript = { request: '', response: null, status: null, ms: 0 }

export class Calls implements Courier {
  readonly #platform: CourierPlatform
  readonly #door: Door
  /** Compiled once for each settings version: its parts are the same objects for as long as it is known. */
  readonly #ready = new WeakMap<Call, Promise<Ready>>()
  readonly #answers = new WeakMap<DirectPost, ReturnType<typeof compileAnswers>>()
  readonly #checks = new WeakMap<OutsideCheck, ReturnType<typeof compileCheck>>()

  constructor(platform: CourierPlatform, door: Door = new Endpoints()) {
    this.#platform = platform
    this.#door = door
  }

  async deliver(order: DeliveryOrder): Promise<CallResult> {
    const result = await this.#deliver(order).catch((error: unknown): CallResult => this.#broken(error))
    countCall('delivery', result.outcome)
    return result
  }

  async check(order: CheckOrder): Promise<CheckResult> {
    const result = await this.#check(order).catch((error: unknown): CheckResult => {
      const { reason, transcript } = this.#broken(error)
      return { result: 'failed', reason, transcript, saved: [] }
    })
    countCall('check', result.result)
    return result
  }

  async #deliver(order: DeliveryOrder): Promise<CallResult> {
    const { delivery, price, currency } = order
    const made = await this.#make(order, delivery.timeoutSeconds)
    const { transcript } = made
    if (made.kind === 'not_sent') return { outcome: 'errored', reason: made.reason, transcript }
    if (made.kind !== 'answered') return { outcome: made.kind, reason: made.reason, transcript }
    const judge = remembered(this.#answers, delivery, () => compileAnswers(delivery.answers))
    const judged = judge(made.answer, { price, currency })
    if (judged.outcome === 'accepted') return { ...judged, transcript }
    return { ...judged, reason: withoutSecrets(judged.reason, made.secrets), transcript }
  }

  async #check(order: CheckOrder): Promise<CheckResult> {
    const { check } = order
    const made = await this.#make(order, check.timeoutSeconds)
    const { transcript } = made
    if (made.kind !== 'answered') return { result: 'failed', reason: made.reason, transcript, saved: [] }
    const judged = remembered(this.#checks, check, () => compileCheck(check))(made.answer)
    const read = savedOf(judged.found, order)
    const base = { transcript, saved: read.saved, rule: judged.rule }
    if (judged.result !== 'pass')
      return { ...base, result: judged.result, reason: withoutSecrets(judged.reason, made.secrets) }
    return read.fault === undefined ? { ...base, result: 'pass' } : { ...base, result: 'failed', reason: read.fault }
  }

  /** The request as it would be kept, secrets masked; nothing is sent. */
  async preview(order: DeliveryOrder | CheckOrder): Promise<string> {
    return (await this.#write(order).catch((error: unknown) => ({ request: this.#broken(error).reason }))).request
  }

  async #write(order: DeliveryOrder | CheckOrder): Promise<Written> {
    const { lead, fields, test } = order
    const call = callOf(order)
    const sale = 'delivery' in order ? order : undefined
    const ready = await this.#readyOf(order, call)
    const rendered = ready.call.render(scopeOf({ lead, fields, test, secrets: ready.secrets, ...(sale && { sale }) }))
    const { sent, shown } = withId(rendered, sale?.deliveryId, call)
    return { sent, request: requestText(shown), secrets: rendered.secrets, endpoint: ready.endpoint }
  }

  async #make(order: DeliveryOrder | CheckOrder, timeoutSeconds: number): Promise<Made> {
    const started = performance.now()
    const { sent, request, secrets, endpoint } = await this.#write(order)
    const entry = await this.#door.enter(endpoint, order.deadlineMs - (performance.now() - started))
    if (!entry.admitted) {
      const transcript = { ...NOTHING_SENT, request, ms: Math.round(performance.now() - started) }
      return { kind: 'not_sent', reason: entry.reason, transcript }
    }
    const result = await this.#platform.outgoing.fetch({ ...sent, timeoutMs: timeoutSeconds * 1000 })
    entry.leave(result.answer !== undefined || result.failure?.kind === 'refused_address')
    return madeOf(result, request, secrets)
  }

  #readyOf(order: DeliveryOrder | CheckOrder, call: Call): Promise<Ready> {
    const known = this.#ready.get(call)
    if (known) return known
    const purpose = 'delivery' in order ? 'delivery' : 'check'
    const made = this.#compile(order.accountId, call, order.fields, purpose)
    this.#ready.set(call, made)
    // a database that was away is asked again
    made.catch(() => this.#ready.delete(call))
    return made
  }

  async #compile(accountId: number, call: Call, fields: readonly Field[], purpose: Purpose): Promise<Ready> {
    const compiled = compileCall(call, knownNames(fields, purpose))
    if (!compiled.call)
      throw new NotCompiled(compiled.faults.map(({ path, message }) => `${path}: ${message}`)[0] ?? '')
    const secrets = await openSecrets(this.#platform, accountId, call)
    const missing = call.secrets.find(({ name }) => !secrets.has(`secret.${name}`))
    if (missing) throw new NotCompiled(`The secret "${missing.name}" must be entered again.`)
    const [path = ''] = call.url.slice(compiled.call.origin.length).split(/[?#{]/)
    return { call: compiled.call, secrets, endpoint: `${accountId} ${compiled.call.origin}${path}` }
  }

  /** Nothing was sent: the call could not even be written. */
  #broken(error: unknown): CallResult & { outcome: 'errored' } {
    const isTold = error instanceof NotCompiled || error instanceof TemplateTooLong
    if (!isTold) this.#platform.log.error({ err: error }, 'a call could not be made')
    const reason = isTold ? reasonText(error.message) : 'The call could not be made.'
    return { outcome: 'errored', reason, transcript: NOTHING_SENT }
  }
}

class NotCompiled extends Error {}

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const found = known.get(key)
  if (found !== undefined) return found
  const made = make()
  known.set(key, made)
  return made
}

/** A system that understands it takes the same delivery once, however often it comes. */
function withId(
  rendered: RenderedCall,
  deliveryId: string | undefined,
  call: Call,
): Pick<RenderedCall, 'sent' | 'shown'> {
  const isGiven = call.headers.some(({ name }) => name.toLowerCase() === 'idempotency-key')
  if (deliveryId === undefined || isGiven) return rendered
  const header = ['idempotency-key', deliveryId] as const
  const add = (ready: RenderedCall['sent']) => ({ ...ready, headers: [...ready.headers, header] })
  return { sent: add(rendered.sent), shown: add(rendered.shown) }
}

function madeOf(result: OutgoingResult, request: string, secrets: readonly string[]): Made {
  const { answer, failure } = result
  const ms = Math.round(result.ms)
  if (answer) {
    const transcript = { request, response: responseText(answer, secrets), status: answer.status, ms }
    return { kind: 'answered', answer, transcript, secrets }
  }
  const transcript = { request, response: null, status: null, ms }
  if (!failure.sent) return { kind: 'not_sent', reason: failure.reason, transcript }
  return { kind: failure.kind === 'timed_out' ? 'timed_out' : 'unknown', reason: failure.reason, transcript }
}

function savedOf(
  found: readonly { field: string; text: string }[],
  { fields, lead }: CheckOrder,
): { saved: SavedValue[]; fault?: string } {
  const saved: SavedValue[] = []
  for (const { field: name, text } of found) {
    const field = fields.find((one) => one.name === name)
    if (!field) continue
    const { value, fault } = compileField({ ...field, required: false })(text, lead.receivedAt)
    if (fault !== undefined) return { saved, fault: reasonText(`It answered what does not fit: ${fault}`) }
    saved.push({ field: name, value })
  }
  return { saved }
}

/** Calls from a form: each compiled anew, waiting for nobody and telling no circuit. */
export const openTrials = (platform: CourierPlatform): Calls => new Calls(platform, openDoor)

const couriers = new WeakMap<Outgoing, Courier>()

/** The one courier of this process. */
export function courierOf(platform: CourierPlatform): Courier {
  const known = couriers.get(platform.outgoing)
  if (known) return known
  const made = new Calls(platform)
  couriers.set(platform.outgoing, made)
  return made
}
