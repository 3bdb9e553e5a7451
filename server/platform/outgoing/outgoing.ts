/**
 * The only way out: HTTP calls to addresses that somebody typed into a form. A name is looked up where the connection
 * is made, every address it has must be public, and nothing else is connected to. Built on undici; never follows a
 * redirect.
 */
import { isIP } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { type AddressGuard, addressGuard } from './addresses.ts'
import { textOf, unpacked } from './body.ts'
import { failureFrom, failureOf, type OutgoingFailure } from './failures.ts'
import { guardedLookup } from './lookup.ts'

export type { OutgoingFailure } from './failures.ts'

export interface OutgoingRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string | null
  /** From the look-up to the last byte of the answer. */
  readonly timeoutMs: number
}

export interface OutgoingAnswer {
  readonly status: number
  /** Names in small letters; of one that came several times, all values. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
  /** The same unpacked and not read as text. */
  readonly bytes: Uint8Array
}

export type OutgoingResult = { readonly ms: number } & (
  | { readonly answer: OutgoingAnswer; readonly failure?: undefined }
  | { readonly failure: OutgoingFailure; readonly answer?: undefined }
)

export interface Outgoing {
  /** Never throws: what can go wrong is a failure that says whether anything was sent. */
  fetch(request: OutgoingRequest): Promise<OutgoingResult>
  /** Cuts what is under way. */
  close(): Promise<void>
}

export interface OutgoingOptions {
  /** Addresses and ranges that may be called beside public ones. */
  readonly allow: readonly string[]
  /** Asked alone when given. */
  readonly dnsServers: readonly string[]
}

const CONNECT_MS = 10_000
/**
 * An idle connection is closed before the other side is likely to do so: a request written to one that just went away
 * cannot be told from one that arrived, and would be an unknown sale. The shortest default met in the field is 2 s.
 */
const IDLE_MS = 1_500
const MOST_BYTES = 256 * 1024
const MOST_HEADER_BYTES = 32 * 1024
/** Of one origin; the courier's own limit is below it. */
const MOST_CONNECTIONS = 128
/** Ports where a line of text is a command to something that is no web server. */
const FOREIGN_PORTS = new Set([
  '22',
  '23',
  '25',
  '53',
  '110',
  '143',
  '465',
  '587',
  '993',
  '995',
  '3306',
  '5432',
  '6379',
])

const elapsed = (since: number): number => Math.round((performance.now() - since) * 10) / 10

/** The address to call, or why not. */
function targetOf(url: string, guard: AddressGuard): URL | OutgoingFailure {
  if (!URL.canParse(url)) return failureOf('bad_url', 'The address is not a URL.')
  const target = new URL(url)
  if (target.protocol !== 'https:' && target.protocol !== 'http:')
    return failureOf('bad_url', 'The address must start with https:// or http://.')
  if (target.username !== '' || target.password !== '')
    return failureOf('bad_url', 'The address holds a user name or password: send it in a header.')
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0 && !guard(host)) return failureOf('refused_address', 'The address may not be called.')
  if (FOREIGN_PORTS.has(target.port)) return failureOf('refused_address', `Port ${target.port} may not be called.`)
  return target
}

function connectorOf({ allow, dnsServers }: OutgoingOptions): buildConnector.connector {
  const guard = addressGuard(allow)
  const connect = buildConnector({
    timeout: CONNECT_MS,
    allowH2: false,
    lookup: guardedLookup(dnsServers, guard),
  })
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null)
      // the look-up saw to it already; nothing is sent if it ever did not
      if (socket.remoteAddress === undefined || guard(socket.remoteAddress)) return callback(null, socket)
      socket.destroy()
      callback(new Error('connected to an address that may not be called'), null)
    })
}

/** Opens the process's way out. */
export function openOutgoing(options: OutgoingOptions): Outgoing {
  const guard = addressGuard(options.allow)
  const agent = new Agent({
    connect: connectorOf(options),
    allowH2: false,
    connections: MOST_CONNECTIONS,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
    maxHeaderSize: MOST_HEADER_BYTES,
    // one timer of ours stands over the whole call
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    async fetch(request) {
      const since = performance.now()
      const target = targetOf(request.url, guard)
      const result = target instanceof URL ? await send(agent, target, request) : { failure: target }
      return { ...result, ms: elapsed(since) }
    },
    close: () => agent.destroy(),
  }
}

type Sent = { answer: OutgoingAnswer } | { failure: OutgoingFailure }

function send(agent: Agent, target: URL, request: OutgoingRequest): Promise<Sent> {
  return new Promise((resolve) => {
    const exchange = new Exchange(resolve)
    exchange.start(request.timeoutMs)
    try {
      agent.dispatch(
        {
          origin: target.origin,
          path: `${target.pathname}${target.search}`,
          method: request.method,
          headers: request.headers.flat(),
          body: request.body,
        },
        exchange,
      )
    } catch (error) {
      // a header or method that cannot be written: nothing was
      exchange.onResponseError(undefined, error)
    }
  })
}

/** One call from its beginning to the first thing that ends it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (sent: Sent) => void
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #status = 0
  #headers: OutgoingAnswer['headers'] = {}
  #timer: NodeJS.Timeout | undefined
  #controller: Dispatcher.DispatchController | undefined
  #over = false

  constructor(resolve: (sent: Sent) => void) {
    this.#resolve = resolve
  }

  start(timeoutMs: number): void {
    this.#timer = setTimeout(
      () => this.#stop(failureOf('timed_out', `No answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    )
  }

  /** The connection stands and the request is about to be written: from here on it may have arrived. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#over) controller.abort(new Error('given up before it was sent'))
    else this.#controller = controller
  }

  onResponseStart(_: unknown, status: number, headers: OutgoingAnswer['headers']): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > MOST_BYTES)
      this.#stop(failureOf('too_large', `The answer is larger than ${MOST_BYTES / 1024} KiB.`))
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const header = (name: string) => String(this.#headers[name] ?? '')
    try {
      const bytes = unpacked(Buffer.concat(this.#chunks), header('content-encoding'), MOST_BYTES)
      const body = textOf(bytes, header('content-type'))
      this.#end({ answer: { status: this.#status, headers: this.#headers, body, bytes } })
    } catch {
      this.#stop(failureOf('unreadable', 'The answer could not be unpacked.'))
    }
  }

  onResponseError(_: unknown, error: unknown): void {
    this.#end({ failure: failureFrom(error, this.#controller !== undefined) })
  }

  #stop(failure: OutgoingFailure): void {
    const controller = this.#controller
    this.#end({ failure: { ...failure, sent: controller !== undefined } })
    controller?.abort(new Error(failure.reason))
  }

  #end(sent: Sent): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#resolve(sent)
  }
}
