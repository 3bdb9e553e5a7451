/**
 * The sample endpoint of demo, development and tests: a real HTTP server on loopback that plays a buyer's or a
 * checker's system, and behaves as its address says. Its page lists what it received. Nothing leaves the machine.
 *
 *   /buyer/accept?price=12.50   accepts, at a price if one is given
 *   /buyer/reject, /buyer/duplicate, /buyer/mixed?accept=80
 *   /check/pass, /check/reject, /check/down
 *   /…/stall?ms=5000   /…/lie?as=garbage   /…/cut   /…/half   /…/die
 *
 * `format=xml` or `format=text` changes how it answers. PUT /control {"mode":"stall"} makes every call behave so.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { behave, isMode, MODES } from './endpoint/behaviour.ts'
import { pageOf } from './endpoint/page.ts'

export interface Received {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly mode: string
  /** How often this delivery came, by its Idempotency-Key. */
  readonly times: number
}

export interface SampleEndpoint {
  readonly url: string
  readonly port: number
  /** Newest first. */
  readonly received: readonly Received[]
  /** Calls that came, also those not kept any more. */
  readonly count: number
  /** Every call behaves so from now on; undefined: as its address says. */
  command(mode: string | undefined, settings?: Readonly<Record<string, string>>): void
  clear(): void
  close(): Promise<void>
}

const Command = z.record(z.string(), z.coerce.string())
const KEPT = 300
const MOST_BYTES = 1024 * 1024
const MOST_KEYS = 50_000

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes <= MOST_BYTES) chunks.push(part)
  }
  return Buffer.concat(chunks).toString()
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

class Endpoint implements SampleEndpoint {
  readonly received: Received[] = []
  readonly #server: Server
  readonly #now: () => Date
  readonly #times = new Map<string, number>()
  #command: { mode: string; settings: Readonly<Record<string, string>> } | undefined
  count = 0

  constructor(server: Server, now: () => Date) {
    this.#server = server
    this.#now = now
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      response.on('error', () => {})
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  get port(): number {
    const address = this.#server.address()
    // a text is a pipe's name, and it listens on TCP
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  command(mode: string | undefined, settings: Readonly<Record<string, string>> = {}): void {
    this.#command = mode === undefined ? undefined : { mode, settings }
  }

  clear(): void {
    this.received.length = 0
    this.count = 0
    this.#times.clear()
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://endpoint')
    const body = await bodyOf(request)
    const [, role = '', path = ''] = url.pathname.split('/')
    if (role === 'buyer' || role === 'check') return this.#play(role, path, { request, response, url, body })
    if (request.method === 'PUT' && url.pathname === '/control') return this.#control(body, response)
    if (request.method === 'DELETE' && url.pathname === '/received') {
      this.clear()
      return this.#reply(response, 204, 'text/plain', '')
    }
    if (url.pathname === '/received')
      return this.#reply(response, 200, 'application/json', JSON.stringify(this.received))
    if (url.pathname === '/') return this.#reply(response, 200, 'text/html; charset=utf-8', pageOf(this))
    return this.#reply(response, 404, 'text/plain', 'There is nothing here. The page at / says what is.')
  }

  async #play(
    role: 'buyer' | 'check',
    path: string,
    { request, response, url, body }: { request: IncomingMessage; response: ServerResponse; url: URL; body: string },
  ): Promise<void> {
    const settings = { ...Object.fromEntries(url.searchParams), ...this.#command?.settings }
    const mode = this.#command?.mode ?? path
    const headers = headersOf(request)
    const key = headers['idempotency-key'] ?? ''
    const times = (this.#times.get(key) ?? 0) + 1
    if (key !== '' && this.#times.size < MOST_KEYS) this.#times.set(key, times)
    this.count++
    const { method = '', url: address = '' } = request
    this.received.unshift({ at: this.#now().toISOString(), method, path: address, headers, body, mode, times })
    if (this.received.length > KEPT) this.received.pop()
    await behave({ role, mode, settings, nth: this.count, request, response })
  }

  #control(body: string, response: ServerResponse): void {
    const { mode, ...settings } = Command.parse(JSON.parse(body || '{}'))
    const isWrong = mode !== undefined && !isMode(mode)
    if (!isWrong) this.command(mode, settings)
    const complaint = `mode must be one of ${MODES.join(', ')}, or left out`
    this.#reply(response, isWrong ? 400 : 204, 'text/plain', isWrong ? complaint : '')
  }

  #reply(response: ServerResponse, status: number, type: string, body: string): void {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
    response.end(status === 204 ? undefined : body)
  }
}

/** Starts it on loopback. @param port left out: the system picks a free one, as tests want it */
export async function startEndpoint(now: () => Date, port = 0): Promise<SampleEndpoint> {
  const server = createServer({ keepAliveTimeout: 5_000 })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return new Endpoint(server, now)
}
