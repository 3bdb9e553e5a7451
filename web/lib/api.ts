/**
 * Calls of the server, typed by the contract: `call(ListLeads, { params, query })`. The one place that fetches.
 */
import type { CallInput, Endpoint, Reply } from '../../contract/endpoint.ts'
import { ErrorBody } from '../../contract/errors.ts'

/** A refusal in the contract's words, or `offline` when no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  /** To find it in the server's log. */
  readonly id: string | undefined

  constructor(status: number, error: { code: string; message: string; field?: string | undefined; id?: string }) {
    super(error.message)
    this.name = 'ApiError'
    this.status = status
    this.code = error.code
    this.field = error.field
    this.id = error.id
  }
}

type Scalar = string | number | boolean
type Query = Readonly<Record<string, Scalar | readonly Scalar[] | null | undefined>>

/** The path with its parameters filled in, each of them escaped. */
export function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}

/** Leaves out what is undefined or null; a list repeats its name. */
export function queryText(query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) search.append(name, String(item))
    }
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

interface ErasedInput {
  params?: Record<string, unknown>
  query?: Query
  body?: unknown
}

/** Where an endpoint is called, for links and streams. */
export function addressOf<E extends Endpoint>(endpoint: E, input: Omit<CallInput<E>, 'body'>): string {
  // its parts were typed by CallInput; here they are only written down
  const { params = {}, query = {} } = input as ErasedInput // see above
  return fillPath(endpoint.path, params) + queryText(query)
}

async function refusalOf(response: Response): Promise<ApiError> {
  const parsed = ErrorBody.safeParse(await response.json().catch(() => undefined))
  if (parsed.success) return new ApiError(response.status, parsed.data.error)
  return new ApiError(response.status, { code: 'internal', message: 'The server gave an answer that cannot be read.' })
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, { code: 'offline', message: 'The server cannot be reached. Check the connection.' })
  }
}

// input may be left out where nothing in it is required
type Arguments<E extends Endpoint> =
  Record<never, never> extends CallInput<E>
    ? [input?: CallInput<E>, signal?: AbortSignal]
    : [input: CallInput<E>, signal?: AbortSignal]

/** Calls an endpoint. @throws ApiError */
export async function call<E extends Endpoint>(endpoint: E, ...[input, signal]: Arguments<E>): Promise<Reply<E>> {
  const erased: ErasedInput = input ?? {}
  const { params = {}, query = {}, body } = erased
  const response = await send(fillPath(endpoint.path, params) + queryText(query), {
    method: endpoint.method,
    headers: { accept: 'application/json', ...(endpoint.body && { 'content-type': 'application/json' }) },
    ...(endpoint.body && { body: JSON.stringify(body ?? {}) }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw await refusalOf(response)
  // both sides are of one build: the server has parsed the reply with the same schema
  return (response.status === 204 ? undefined : await response.json()) as Reply<E> // see above
}
