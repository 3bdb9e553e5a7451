import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type NameServer, nameServer } from './dns.fixture.ts'
import { HOSTS } from './inside.fixture.ts'
import { type Outgoing, type OutgoingRequest, openOutgoing } from './outgoing.ts'

let http: ReturnType<typeof createHttp>
let port = 0
let canary: Server
let canaryPort = 0
let sung = 0
let connections = 0
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void
const open: { close(): unknown }[] = []

const portOf = (server: Server) => (server.address() as AddressInfo).port // listens on TCP

beforeAll(async () => {
  http = createHttp((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  }).on('connection', () => connections++)
  http.listen(0, '127.0.0.1')
  canary = createTcp((socket) => {
    sung++
    socket.destroy()
  })
  // every address of the machine, both families
  canary.listen(0, '::')
  await Promise.all([once(http, 'listening'), once(canary, 'listening')])
  port = portOf(http)
  canaryPort = portOf(canary)
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
afterAll(() => {
  http.closeAllConnections()
  http.close()
  canary.close()
})

function outgoing(allow: string[] = ['127.0.0.1'], dnsServers: string[] = []): Outgoing {
  const made = openOutgoing({ allow, dnsServers })
  open.push(made)
  return made
}

async function names(addressesOf: Parameters<typeof nameServer>[0]): Promise<NameServer> {
  const server = await nameServer(addressesOf)
  open.push(server)
  return server
}

const call = (url: string, more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  url,
  method: 'POST',
  headers: [['content-type', 'text/plain']],
  body: 'hello',
  timeoutMs: 2_000,
  ...more,
})

describe('an address inside', () => {
  it.each(HOSTS)('is not called: %s', async (host) => {
    const { failure } = await outgoing([]).fetch(call(`http://${host}:${canaryPort}/`))
    expect(failure?.sent).toBe(false)
    // a name that nobody knows here leads nowhere; everything else is refused for what it is
    expect(failure?.kind).toMatch(/^(refused_address|dns|bad_url)$/)
    expect(sung).toBe(0)
  })

  it.each([
    'http://user:pass@8.8.8.8/',
    'ftp://8.8.8.8/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'http://8.8.8.8:25/',
    'http://',
    'nonsense',
  ])('nor is what is no web address: %s', async (url) => {
    const { failure } = await outgoing([]).fetch(call(url))
    expect(failure).toMatchObject({ sent: false })
    expect(failure?.kind).toMatch(/^(bad_url|refused_address)$/)
  })

  it('is not reached by a name, alone or among others', async () => {
    const { server } = await names((name) =>
      name.startsWith('mixed') ? ['93.184.216.34', '127.0.0.1'] : ['127.0.0.1'],
    )
    for (const name of ['inside.example', 'mixed.example']) {
      const { failure } = await outgoing([], [server]).fetch(call(`http://${name}:${canaryPort}/`))
      expect(failure).toMatchObject({ kind: 'refused_address', sent: false })
    }
    expect(sung).toBe(0)
  })

  it('is not reached by a name that changes its mind', async () => {
    const rebinding = await names((_, nth) => (nth % 2 === 0 ? ['198.51.100.7'] : ['127.0.0.1']))
    // the public half is an address of documentation, allowed here and answering nowhere
    const out = outgoing(['198.51.100.0/24'], [rebinding.server])
    for (let nth = 0; nth < 6; nth++) {
      const { failure } = await out.fetch(call(`http://rebind.example:${canaryPort}/`, { timeoutMs: 150 }))
      expect(failure?.sent).toBe(false)
    }
    expect(rebinding.asked).toBeGreaterThanOrEqual(2)
    expect(sung).toBe(0)
  })

  it('is called where the installation allows it', async () => {
    await outgoing().fetch(call(`http://127.0.0.1:${canaryPort}/`))
    expect(sung).toBe(1)
    sung = 0
  })
})

describe('a call', () => {
  const url = () => `http://127.0.0.1:${port}/lead?a=1`

  it('brings method, headers and body, and the answer back', async () => {
    answer = (request, response, body) => {
      response.writeHead(201, { 'x-echo': String(request.headers['x-mine']) })
      response.end(`${request.method} ${request.url} ${body}`)
    }
    const { answer: got, ms } = await outgoing().fetch(call(url(), { headers: [['x-mine', 'yes']] }))
    expect(got).toMatchObject({ status: 201, body: 'POST /lead?a=1 hello' })
    expect(got?.headers['x-echo']).toBe('yes')
    expect(ms).toBeGreaterThan(0)
  })

  it('finds its way by name and keeps the connection', async () => {
    answer = (_, response) => response.end('ok')
    const { server } = await names(() => ['127.0.0.1'])
    const out = outgoing(['127.0.0.1'], [server])
    const before = connections
    for (let nth = 0; nth < 5; nth++) {
      expect((await out.fetch(call(`http://buyer.example:${port}/`))).answer?.body).toBe('ok')
    }
    // the second call may begin before the first connection is free again
    expect(connections - before).toBeLessThanOrEqual(2)
  })

  it('follows no redirect', async () => {
    answer = (_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${canaryPort}/` })
      response.end()
    }
    expect((await outgoing().fetch(call(url()))).answer?.status).toBe(307)
    expect(sung).toBe(0)
  })

  it('unpacks an answer, but not past the limit', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync('packed'))
    }
    expect((await outgoing().fetch(call(url()))).answer?.body).toBe('packed')
    answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(5_000_000)))
    }
    expect((await outgoing().fetch(call(url()))).failure).toMatchObject({ kind: 'unreadable', sent: true })
  })

  it('reads no more than the limit', async () => {
    answer = (_, response) => {
      response.on('error', () => {})
      for (let nth = 0; nth < 10; nth++) response.write(Buffer.alloc(100_000))
      response.end()
    }
    expect((await outgoing().fetch(call(url()))).failure).toMatchObject({ kind: 'too_large', sent: true })
  })

  it('keeps an answer that does not end within its time', async () => {
    answer = (_, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    }
    const { failure, ms } = await outgoing().fetch(call(url(), { timeoutMs: 200 }))
    expect(failure).toMatchObject({ kind: 'timed_out', sent: true })
    expect(ms).toBeLessThan(1_000)
  })
})

describe('a failure', () => {
  it('before anything was sent is told from one after', async () => {
    answer = (request) => request.socket.destroy()
    const cut = await outgoing().fetch(call(`http://127.0.0.1:${port}/`))
    expect(cut.failure).toMatchObject({ kind: 'cut', sent: true })
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    }
    const half = await outgoing().fetch(call(`http://127.0.0.1:${port}/`))
    expect(half.failure).toMatchObject({ kind: 'cut', sent: true })
    const refused = await outgoing().fetch(call('http://127.0.0.1:9/'))
    expect(refused.failure).toMatchObject({ kind: 'connect', sent: false })
    const plain = await outgoing().fetch(call(`https://127.0.0.1:${port}/`))
    expect(plain.failure).toMatchObject({ kind: 'tls', sent: false })
  })

  it('of a name is definite', async () => {
    const { server } = await names((name) => (name === 'silent.example' ? undefined : []))
    const out = outgoing([], [server])
    expect((await out.fetch(call('http://nobody.example/'))).failure).toMatchObject({ kind: 'dns', sent: false })
    const silent = await out.fetch(call('http://silent.example/', { timeoutMs: 200 }))
    expect(silent.failure).toMatchObject({ kind: 'timed_out', sent: false })
  })

  it('of what is no HTTP is one after sending', async () => {
    const liar = createTcp((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end('garbage that is no HTTP\r\n\r\n'))
    })
    liar.listen(0, '127.0.0.1')
    await once(liar, 'listening')
    const { failure } = await outgoing().fetch(call(`http://127.0.0.1:${portOf(liar)}/`))
    expect(failure).toMatchObject({ kind: 'cut', sent: true })
    liar.close()
  })

  it('of a header that cannot be written is definite', async () => {
    const headers = [['x-bad', 'one\r\nx-more: two']] as const
    expect((await outgoing().fetch(call(`http://127.0.0.1:${port}/`, { headers }))).failure).toMatchObject({
      kind: 'bad_request',
      sent: false,
    })
  })
})
