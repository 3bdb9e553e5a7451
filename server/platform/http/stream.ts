/**
 * Server-sent events. A heartbeat every 15 s keeps proxies from closing the line and asks again whether the reader
 * may still read: a revoked session loses its stream within that time.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../../contract/errors.ts'
import { type Gatekeeper, refuseUnlessAllowed } from './admit.ts'
import { ctxOfRequest, gateOf } from './handle.ts'
import { parsePart } from './input.ts'
import type { RequestCtx, ServerEvent, StreamRoute } from './route.ts'

const HEARTBEAT_MS = 15_000
const MAX_STREAMS_OF_ONE = 6

/** The open streams of the process: counted for each reader, ended together when the server stops. */
export class Streams {
  readonly heartbeatMs: number
  readonly #open = new Map<string, Set<AbortController>>()

  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.heartbeatMs = heartbeatMs
  }

  /** @throws AppError too_many_requests */
  start(reader: string): AbortController {
    const own = this.#open.get(reader) ?? new Set()
    if (own.size >= MAX_STREAMS_OF_ONE) throw new AppError('too_many_requests', { retryAfterSeconds: 15 })
    const controller = new AbortController()
    this.#open.set(reader, own.add(controller))
    return controller
  }

  end(reader: string, controller: AbortController): void {
    controller.abort()
    const own = this.#open.get(reader)
    own?.delete(controller)
    if (own?.size === 0) this.#open.delete(reader)
  }

  endAll(): void {
    for (const own of this.#open.values()) for (const controller of own) controller.abort()
  }
}

function readerOf(ctx: RequestCtx): string {
  return 'sessionId' in ctx.actor ? ctx.actor.sessionId : ctx.request.ip
}

function eventText({ event, data }: ServerEvent): string {
  return `${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`
}

async function write(response: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (response.write(text)) return
  // a reader that does not read is not given more
  await new Promise<void>((resolve) => {
    response.once('drain', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function keepAlive(
  keeper: Gatekeeper,
  route: StreamRoute,
  ctx: RequestCtx,
  response: ServerResponse,
  streams: Streams,
  stop: AbortController,
): NodeJS.Timeout {
  const beat = async (): Promise<void> => {
    try {
      refuseUnlessAllowed(await keeper.authenticate(ctx.request), route.allow)
      if (!stop.signal.aborted && !response.writableNeedDrain) response.write(': still here\n\n')
    } catch {
      stop.abort()
    }
  }
  return setInterval(beat, streams.heartbeatMs)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function copy(response: ServerResponse, events: AsyncIterable<ServerEvent>, signal: AbortSignal): Promise<void> {
  for await (const event of events) {
    if (signal.aborted) return
    await write(response, eventText(event), signal)
  }
}

/** Ends with the abort even where the source sleeps through it. */
function pump(response: ServerResponse, events: AsyncIterable<ServerEvent>, signal: AbortSignal): Promise<void> {
  return Promise.race([copy(response, events, signal), aborted(signal)])
}

/** Before a byte is sent, so that a refusal can still be one. */
async function opened(
  streams: Streams,
  route: StreamRoute,
  ctx: RequestCtx,
  input: Parameters<StreamRoute['open']>[1],
  stop: AbortController,
): Promise<AsyncIterable<ServerEvent>> {
  try {
    return await route.open(ctx, input, stop.signal)
  } catch (error) {
    streams.end(readerOf(ctx), stop)
    throw error
  }
}

async function run(
  keeper: Gatekeeper,
  streams: Streams,
  route: StreamRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const ctx = ctxOfRequest(request)
  const input = { params: parsePart(route.params, request.params), query: parsePart(route.query, request.query) }
  const stop = streams.start(readerOf(ctx))
  const { raw } = reply
  raw.once('close', () => stop.abort())
  const events = await opened(streams, route, ctx, input, stop)
  reply.hijack()
  // hijacked: what the hooks put on the reply has to be carried over
  raw.writeHead(200, { ...headersOf(reply), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  raw.write('retry: 3000\n\n')
  const timer = keepAlive(keeper, route, ctx, raw, streams, stop)
  try {
    await pump(raw, events, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) ctx.log.error({ err: error, id: request.id }, 'a stream failed')
  } finally {
    clearInterval(timer)
    streams.end(readerOf(ctx), stop)
    raw.end()
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const headers = Object.entries(reply.getHeaders())
  return Object.fromEntries(
    headers.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]),
  )
}

/** Registers one stream. */
export function registerStream(
  server: FastifyInstance,
  keeper: Gatekeeper,
  streams: Streams,
  route: StreamRoute,
): void {
  server.route({
    method: 'GET',
    url: route.path,
    constraints: { site: route.host },
    // a HEAD would open it
    exposeHeadRoute: false,
    onRequest: gateOf(keeper, route),
    handler: (request, reply) => run(keeper, streams, route, request, reply),
  })
}
