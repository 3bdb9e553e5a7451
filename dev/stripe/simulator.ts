/**
 * A simulator of Stripe for the demo, development and tests: its wire format on loopback, with hosted pages, test
 * cards, an idempotency store, refunds, disputes, signed webhooks and scripted faults. No money moves, and nothing
 * leaves the machine. Any key of Stripe's form opens an account of its own; its page at / shows what is in them.
 */
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Api, type Keys } from './api.ts'
import { Control, obey } from './control.ts'
import { Faults } from './faults.ts'
import { type Hosted, hosted } from './hosted.ts'
import { Merchant } from './merchant.ts'
import { overviewPage } from './overview.ts'
import { endedPage } from './pages.ts'
import { Postman } from './webhooks.ts'
import { parseForm } from './wire.ts'

export interface StripeSimulator {
  /** For STRIPE_API_BASE. */
  readonly url: string
  readonly port: number
  readonly control: Control
  /** Everything that was asked below /v1, oldest first, as `POST /v1/refunds`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** One call of the API and its answer, for whoever checks that both are true to Stripe's own description. */
export interface Exchange {
  method: string
  path: string
  /** Body or query, all of it text. */
  sent: unknown
  status: number
  answer: unknown
}

export interface SimulatorSettings {
  /** Left out: the system picks a free one. */
  port?: number
  now: () => Date
  /** Where its state is kept over restarts. */
  stateFile?: string
  onExchange?: (exchange: Exchange) => void
}

const MOST_BYTES = 1024 * 1024
const MOST_ASKED = 10_000
const SAVE_AFTER_MS = 100
const JSON_TYPE = 'application/json; charset=utf-8'

interface Kept {
  id: string
  livemode: boolean
  shelves: Record<string, never[]>
}

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

class Simulator implements StripeSimulator {
  readonly control: Control
  readonly asked: string[] = []
  readonly #server: Server
  readonly #now: () => Date
  readonly #stateFile: string | undefined
  readonly #onExchange: ((exchange: Exchange) => void) | undefined
  readonly #merchants = new Map<string, Merchant>()
  readonly #postman = new Postman()
  readonly #stop = new AbortController()
  readonly #api: Api
  #requests = 0
  #standing: Date | undefined
  #saving: NodeJS.Timeout | undefined

  constructor(server: Server, { now, stateFile, onExchange }: SimulatorSettings) {
    this.#server = server
    this.#now = () => this.#standing ?? now()
    this.#stateFile = stateFile
    this.#onExchange = onExchange
    const faults = new Faults()
    const keys: Keys = { revoked: new Set(), restricted: new Map() }
    this.control = new Control({
      merchants: this.#merchants,
      faults,
      keys,
      postman: this.#postman,
      changed: () => this.#save(),
      standAt: (at) => {
        this.#standing = at
      },
    })
    this.#api = new Api({
      faults,
      keys,
      shopOf: (account, livemode) => this.#shop(account, livemode),
      pages: () => this.url,
      stopped: this.#stop.signal,
    })
    this.#load()
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      response.on('error', () => {})
      this.#answer(request, response).catch((error: unknown) => this.#fail(response, error))
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

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#postman.close()
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    if (this.#saving) this.#write()
  }

  #shop(id: string, livemode: boolean): Merchant {
    const name = `${id} ${livemode}`
    const known = this.#merchants.get(name)
    if (known) return known
    const made = new Merchant(id, livemode, this.#now, (shop, event) => this.#postman.accept(shop, event))
    this.#merchants.set(name, made)
    return made
  }

  #load(): void {
    if (this.#stateFile === undefined || !existsSync(this.#stateFile)) return
    // written by #write below
    const kept: Kept[] = JSON.parse(readFileSync(this.#stateFile, 'utf8'))
    for (const { id, livemode, shelves } of kept) {
      const shop = this.#shop(id, livemode)
      shop.fill(shelves)
      this.#postman.resume(shop)
    }
  }

  #save(): void {
    if (this.#stateFile !== undefined) this.#saving ??= setTimeout(() => this.#write(), SAVE_AFTER_MS)
  }

  #write(): void {
    clearTimeout(this.#saving)
    this.#saving = undefined
    if (this.#stateFile === undefined) return
    writeFileSync(`${this.#stateFile}.new`, JSON.stringify([...this.#merchants.values()]))
    renameSync(`${this.#stateFile}.new`, this.#stateFile)
  }

  #fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) return void response.destroy()
    const message = `The simulator failed: ${error instanceof Error ? error.message : String(error)}`
    this.#reply(response, 500, JSON_TYPE, JSON.stringify({ error: { type: 'api_error', message } }))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request
    const { pathname, search } = new URL(request.url ?? '/', 'http://stripe')
    const body = await bodyOf(request)
    if (pathname.startsWith('/v1/'))
      return this.#answerApi({ method, path: pathname, query: search.slice(1), body, request, response })
    if (pathname === '/_control' && method === 'POST') {
      const done = await obey(this.control, JSON.parse(body || '{}'))
      return this.#reply(response, 200, JSON_TYPE, JSON.stringify(done ?? null))
    }
    const [, kind, id] = /^\/c\/(pay|setup|auth)\/(\w+)$/.exec(pathname) ?? []
    if (kind !== undefined && id !== undefined) return this.#show(response, this.#hosted(id, { kind, method, body }))
    if (pathname === '/') return this.#show(response, { page: overviewPage([...this.#merchants.values()]) })
    this.#show(response, { page: endedPage('There is nothing here.'), status: 404 })
  }

  async #answerApi(call: {
    method: string
    path: string
    query: string
    body: string
    request: IncomingMessage
    response: ServerResponse
  }): Promise<void> {
    const { request, response, ...rest } = call
    if (this.asked.push(`${call.method} ${call.path}`) > MOST_ASKED) this.asked.shift()
    const requestId = `req_${(++this.#requests).toString(36).padStart(14, '0')}`
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const reply = await this.#api.reply({ ...rest, headers, requestId })
    if (call.method !== 'GET') this.#save()
    if (reply === 'cut') return void request.socket.destroy()
    const { method, path, query, body } = rest
    const sent = parseForm(method === 'GET' ? query : body)
    this.#onExchange?.({ method, path, sent, status: reply.status, answer: JSON.parse(reply.body) })
    response.setHeader('request-id', requestId)
    response.setHeader('stripe-version', headers['stripe-version'] ?? '2026-10-28.endive')
    if (headers['idempotency-key']) response.setHeader('idempotency-key', headers['idempotency-key'])
    if (reply.isReplayed) response.setHeader('idempotent-replayed', 'true')
    this.#reply(response, reply.status, JSON_TYPE, reply.body)
  }

  #hosted(id: string, call: { kind: string; method: string; body: string }): Hosted {
    for (const shop of this.#merchants.values()) {
      const session = shop.shelves.sessions.find(id)
      if (!session) continue
      this.#save()
      return hosted(shop, session, call)
    }
    return { page: endedPage('There is no such page.'), status: 404 }
  }

  #show(response: ServerResponse, shown: Hosted): void {
    if ('to' in shown) {
      response.writeHead(303, { location: shown.to, 'cache-control': 'no-store' })
      return void response.end()
    }
    this.#reply(response, shown.status ?? 200, 'text/html; charset=utf-8', shown.page)
  }

  #reply(response: ServerResponse, status: number, type: string, body: string): void {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
    response.end(body)
  }
}

/** Starts it on loopback. */
export async function startSimulator(settings: SimulatorSettings): Promise<StripeSimulator> {
  const server = createServer({ keepAliveTimeout: 5_000 })
  server.listen(settings.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  return new Simulator(server, settings)
}
