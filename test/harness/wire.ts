/** Ingestion on a real socket: a listening server, and bytes sent to it exactly as a test says. */
import http from 'node:http'
import net from 'node:net'
import { intakeRoute } from '../../server/intake/http.ts'
import type { Intake } from '../../server/intake/intake.ts'
import { anonymous, type Platform } from '../../server/platform/ctx.ts'
import { serve } from '../../server/platform/http/serve.ts'
import { hostOf } from '../../server/portals/ops.ts'

export interface Wire {
  port: number
  close(): Promise<void>
}

export async function listeningIntake(platform: Platform, intake: Intake): Promise<Wire> {
  const authenticate = async () => anonymous
  const server = await serve(platform, [intakeRoute(intake)], { authenticate, hostOf: hostOf(platform) })
  const port = await server.listen(0, '127.0.0.1')
  return {
    port,
    close: async () => {
      await server.close()
      await intake.close()
    },
  }
}

export interface Sent {
  method?: string
  path?: string
  type?: string | undefined
  host?: string
  headers?: Record<string, string>
  /** Each on its own, when it is a list: chunked. */
  body?: string | Buffer | readonly (string | Buffer)[]
  /** Between chunks. */
  pauseMs?: number
}

export interface Got {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
  ms: number
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function write(request: http.ClientRequest, { body = '', pauseMs = 0 }: Sent): Promise<void> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    request.end(body)
    return
  }
  for (const part of body as readonly (string | Buffer)[]) {
    request.write(part)
    await wait(pauseMs)
  }
  request.end()
}

/** One request on a connection of its own. */
export function send({ port }: Wire, sent: Sent): Promise<Got> {
  const { method = 'POST', path = '/direct_post', type, host = 'localhost', headers = {}, body } = sent
  const started = performance.now()
  const length = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.byteLength(body) : undefined
  const all = {
    host,
    ...(type !== undefined && { 'content-type': type }),
    ...(length !== undefined && { 'content-length': String(length) }),
    ...headers,
  }
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms: performance.now() - started })
      })
    })
    request.on('error', reject)
    void write(request, sent)
  })
}

/** Bytes as they are, and all that comes back until the server closes or `ms` are over; at 0 nobody waits for it. */
export function sendBytes({ port }: Wire, bytes: string | Buffer, ms = 500): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const parts: Buffer[] = []
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString('latin1'))
    }
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('end', done)
    socket.on('error', done)
    if (ms > 0) socket.setTimeout(ms, done)
    socket.write(bytes, () => ms === 0 && done())
  })
}
