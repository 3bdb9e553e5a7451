/** Stripe's wire format: forms with brackets in, JSON out, refusals as `error` objects. */
import type Stripe from 'stripe'
import { z } from 'zod'

export interface Problem {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  code?: string
  message: string
  param?: string
  decline_code?: string
  advice_code?: string
  network_decline_code?: string
  charge?: string
  doc_url?: string
  payment_intent?: Stripe.PaymentIntent
  payment_method?: Stripe.PaymentMethod
  setup_intent?: Stripe.SetupIntent
}

/** An answer with `error`. What was refused before anything ran is not kept under its idempotency key. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem
  readonly hasRun: boolean

  constructor(status: number, problem: Problem, hasRun = true) {
    super(problem.message)
    this.status = status
    this.problem = problem
    this.hasRun = hasRun
  }
}

export const badRequest = (message: string, more: Partial<Problem> = {}): Refusal =>
  new Refusal(400, { type: 'invalid_request_error', message, ...more })

export const missing = (what: string, id: string, param = 'id'): Refusal =>
  new Refusal(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such ${what}: '${id}'`,
  })

type Tree = { [name: string]: string | Tree | (string | Tree)[] }

const partsOf = (name: string): string[] => name.split(/[[\]]+/).filter((part) => part !== '')

function plant(tree: Tree, name: string, value: string): void {
  const parts = partsOf(name)
  const last = name.endsWith('[]') ? undefined : parts.pop()
  let at = tree
  for (const part of parts) {
    const next = at[part]
    if (typeof next === 'object' && !Array.isArray(next)) at = next
    else {
      const fresh: Tree = Object.create(null)
      at[part] = fresh
      at = fresh
    }
  }
  at[last ?? String(Object.keys(at).length)] = value
}

/** Objects whose names are 0, 1, 2 … are lists. */
function withLists(node: string | Tree | (string | Tree)[]): unknown {
  if (typeof node === 'string' || Array.isArray(node)) return node
  const names = Object.keys(node)
  const isList = names.length > 0 && names.every((name) => /^\d+$/.test(name))
  if (isList) return Object.values(node).map(withLists)
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, withLists(value)]))
}

/** `a[b][0]=c` as `{a: {b: ['c']}}`: what a body or a query says, all of it text. */
export function parseForm(text: string): unknown {
  const tree: Tree = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) plant(tree, name, value)
  return withLists(tree)
}

export const whole = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)
export const yesNo = z.enum(['true', 'false']).transform((text) => text === 'true')
export const text = z.string().max(5000)
export const id = z.string().min(1).max(255)
/** An empty text takes the value away. */
export const textOrNone = text.transform((given) => (given === '' ? null : given))
export const metadata = z.union([
  z.record(z.string().max(40), z.string().max(500)).refine((given) => Object.keys(given).length <= 50),
  z.literal('').transform(() => ({})),
])
export const expand = z.array(z.string().max(200)).optional()
/** What the simulator takes and does nothing with. */
export const ignored = z.unknown().optional()

const created = z.union([whole, z.strictObject({ gt: whole, gte: whole, lt: whole, lte: whole }).partial()])
export const paging = {
  limit: whole.pipe(z.number().min(1).max(100)).default(10),
  starting_after: id.optional(),
  ending_before: id.optional(),
  created: created.optional(),
  expand,
}
export type Paging = Pick<
  z.output<z.ZodObject<typeof paging>>,
  'limit' | 'starting_after' | 'ending_before' | 'created'
>

const nameOf = (path: readonly PropertyKey[]): string =>
  path.map((part, nth) => (nth === 0 ? String(part) : `[${String(part)}]`)).join('')

function refusalOf(issue: z.core.$ZodIssue | undefined): Refusal {
  const path = issue?.path ?? []
  const say = (code: string, message: string, param: string): Refusal =>
    new Refusal(400, { type: 'invalid_request_error', code, message, param }, false)
  if (issue?.code === 'unrecognized_keys') {
    const param = nameOf([...path, issue.keys[0] ?? ''])
    return say('parameter_unknown', `Received unknown parameter: ${param}`, param)
  }
  const param = nameOf(path)
  if (issue?.code === 'invalid_type' && issue.input === undefined)
    return say('parameter_missing', `Missing required param: ${param}.`, param)
  return say('parameter_invalid', `Invalid ${param}: ${issue?.message ?? 'it is not understood'}`, param)
}

/** What was sent, in the shape asked for. @throws Refusal as Stripe words it: unknown, missing or invalid parameter */
export function read<T extends z.ZodType>(shape: T, sent: unknown): z.output<T> {
  const parsed = shape.safeParse(sent, { reportInput: true })
  if (parsed.success) return parsed.data
  throw refusalOf(parsed.error.issues[0])
}

const isWithin = (at: number, range: Paging['created']): boolean => {
  if (range === undefined) return true
  if (typeof range === 'number') return at === range
  const { gt = -1, gte = -1, lt = Infinity, lte = Infinity } = range
  return at > gt && at >= gte && at < lt && at <= lte
}

/** One page of what is there, newest first. */
export function page<T extends { id: string; created?: number }>(
  url: string,
  newestFirst: readonly T[],
  asked: Paging,
) {
  const all = newestFirst.filter((one) => isWithin(one.created ?? 0, asked.created))
  const { limit, starting_after: after, ending_before: before } = asked
  const place = (wanted: string): number => all.findIndex((one) => one.id === wanted)
  if (before !== undefined) {
    const end = Math.max(place(before), 0)
    const start = Math.max(end - limit, 0)
    return { object: 'list' as const, url, has_more: start > 0, data: all.slice(start, end) }
  }
  const start = after === undefined ? 0 : place(after) + 1
  return { object: 'list' as const, url, has_more: all.length > start + limit, data: all.slice(start, start + limit) }
}
