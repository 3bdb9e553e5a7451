/** A browser on one host of a server under test: keeps its cookies, calls endpoints, keeps what came back. */
import type { CallInput, Endpoint } from '../../contract/endpoint.ts'
import { ErrorBody } from '../../contract/errors.ts'
import type { HttpServer } from '../../server/platform/http/serve.ts'

export interface Answer {
  status: number
  headers: Readonly<Record<string, unknown>>
  /** As sent; undefined for 204. */
  // a test says what it expects of it
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is whatever the test asserts it is
  body: any
}

type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

const filled = (path: string, params: Record<string, unknown> = {}): string =>
  path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(params[name])))

function searchOf(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one))
  }
  return search.size === 0 ? '' : `?${search}`
}

export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #server: HttpServer
  readonly #host: string
  readonly #ip: string
  readonly #key: string | undefined

  /** @param key the API key of a program, which has no cookies */
  constructor(server: HttpServer, host: string, ip = '127.0.0.1', key?: string) {
    this.#server = server
    this.#host = host
    this.#ip = ip
    this.#key = key
  }

  /** Calls an endpoint of the contract. */
  call<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<Answer> {
    const { params, query, body } = input as Parts // CallInput has exactly these parts
    return this.send(endpoint.method, filled(endpoint.path, params) + searchOf(query), body)
  }

  #proof(): Record<string, string> {
    return this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }
  }

  async send(method: Endpoint['method'], url: string, body?: unknown): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#server.inject({
      method,
      url,
      remoteAddress: this.#ip,
      headers: { host: this.#host, 'user-agent': 'test', ...(cookie && { cookie }), ...this.#proof() },
      ...(body !== undefined && { payload: body as object }), // whatever a test sends
    })
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = response.body
    const isJson = String(response.headers['content-type']).includes('json')
    return {
      status: response.statusCode,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text || undefined,
    }
  }
}

/** The error of an answer, to be compared without its request id. */
export function errorOf(answer: Answer): Omit<ErrorBody['error'], 'id'> & { status: number } {
  const { id: _id, ...error } = ErrorBody.parse(answer.body).error
  return { status: answer.status, ...error }
}
