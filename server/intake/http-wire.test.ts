/** What comes in over a socket that no client of ours would send: other methods and hosts, slow, cut and broken posts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMarket, anIntake, aPost, type Market } from '../../test/factories/intake.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { listeningIntake, type Sent, send, sendBytes, type Wire } from '../../test/harness/wire.ts'

const type = 'application/json'

let world: World
let market: Market
let wire: Wire

beforeAll(async () => {
  world = await aWorld()
  market = await aMarket(world)
  wire = await listeningIntake(world.platform, anIntake(world))
})
afterAll(() => wire.close())

async function leadCount(): Promise<number> {
  const { rows } = await world.platform.pool.query('select count(*)::int as n from leads where account_id = $1', [
    world.accountId,
  ])
  return rows[0].n
}
/** Runs `work` and says how many leads it left. */
async function leadsLeftBy(work: () => Promise<unknown>): Promise<number> {
  const before = await leadCount()
  await work()
  return (await leadCount()) - before
}
const json = (more: Record<string, unknown> = {}) => JSON.stringify(aPost(market, more))
const request = (headers: readonly string[], body: string) =>
  ['POST /direct_post HTTP/1.1', 'Host: localhost', `Content-Type: ${type}`, ...headers, '', body].join('\r\n')

describe('a request that is no post', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is told that a post is one, and leaves nothing',
    async (method) => {
      const left = await leadsLeftBy(async () => {
        const { status, text } = await send(wire, { method, type, body: method === 'GET' ? '' : json() })
        expect(status).toBe(405)
        expect(JSON.parse(text)).toMatchObject({ error: { code: 'method_not_allowed' } })
      })
      expect(left).toBe(0)
    },
  )

  test.each(['/direct_post/', '/DIRECT_POST', '/direct_post%00', '//direct_post'])('%s is not there', async (path) => {
    const got = await send(wire, { path, type, body: json() })
    expect(got.status).toBeGreaterThanOrEqual(400)
    expect(got.status).toBeLessThan(500)
  })

  test.each([
    ['app.localhost', 404],
    ['suppliers.localhost', 404],
    ['evil.example', 421],
    ['127.0.0.2', 421],
    ['localhost.evil.example', 421],
    ['local host', 421],
  ])('on host "%s" is answered %i and leaves nothing', async (host, status) => {
    const left = await leadsLeftBy(async () => {
      const got = await send(wire, { host, type, body: json() })
      expect(got.status).toBe(status)
      expect(got.text).not.toContain('ACCEPTED')
    })
    expect(left).toBe(0)
  })

  test('takes posts on both outward hosts, with a port or a root dot', async () => {
    for (const host of ['localhost', '127.0.0.1', 'api.localhost', `API.localhost:${wire.port}`, 'localhost.'])
      expect(JSON.parse((await send(wire, { host, type, body: json() })).text)).toMatchObject({ code: 0 })
  })
})

describe('a post in pieces', () => {
  const cut = (text: string, size: number) => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []

  test.each([
    ['chunked', { pauseMs: 0 }],
    ['slow', { pauseMs: 20 }],
  ] as const)('%s is read whole', async (_name, how) => {
    const got = await send(wire, { type, body: cut(json(), 20), ...how } satisfies Sent)
    expect(JSON.parse(got.text)).toMatchObject({ status: 'ACCEPTED' })
  })

  test('chunked and too long is refused, however long it is', async () => {
    const left = await leadsLeftBy(async () => {
      const got = await send(wire, { type, body: cut(json({ padding: 'x'.repeat(200_000) }), 10_000) })
      expect(JSON.parse(got.text)).toMatchObject({ code: 1004, message: expect.stringContaining('65536') })
    })
    expect(left).toBe(0)
  })

  test('holds nobody else up while it comes', async () => {
    const slow = send(wire, { type, body: cut(json(), 10), pauseMs: 30 })
    const others = await Promise.all(Array.from({ length: 20 }, () => send(wire, { type, body: json() })))
    expect(others.every(({ text, ms }) => JSON.parse(text).code === 0 && ms < 500)).toBe(true)
    expect(JSON.parse((await slow).text)).toMatchObject({ code: 0 })
  })

  test('cut off before its end leaves nothing', async () => {
    const body = json()
    const left = await leadsLeftBy(() =>
      sendBytes(wire, request([`Content-Length: ${body.length}`], body.slice(0, -1)), 100),
    )
    expect(left).toBe(0)
  })

  test('whose sender does not wait for the answer is one lead', async () => {
    const [before, body] = [await leadCount(), json()]
    await sendBytes(wire, request([`Content-Length: ${body.length}`], body), 0)
    await expect.poll(leadCount).toBe(before + 1)
    expect(JSON.parse((await send(wire, { type, body })).text)).toMatchObject({ code: 1008 })
  })
})

describe('bytes that are no good request', () => {
  const body = () => json()
  test.each<[string, () => string]>([
    ['noise', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['two lengths', () => request(['Content-Length: 3', 'Content-Length: 9000'], body())],
    ['a length and chunks', () => request(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n')],
    ['a negative length', () => request(['Content-Length: -1'], body())],
    ['a header of 100 kB', () => request([`X-Long: ${'x'.repeat(100_000)}`, 'Content-Length: 2'], '{}')],
    ['no host', () => `POST /direct_post HTTP/1.1\r\nContent-Type: ${type}\r\nContent-Length: 2\r\n\r\n{}`],
    ['a chunk that is none', () => request(['Transfer-Encoding: chunked'], 'zz\r\nab\r\n0\r\n\r\n')],
  ])('%s: a 4xx, nothing kept, and the next post is taken', async (_name, bytes) => {
    const left = await leadsLeftBy(async () => {
      const text = await sendBytes(wire, bytes())
      expect(text).toMatch(/^HTTP\/1\.1 4\d\d /)
    })
    expect(left).toBe(0)
    expect(JSON.parse((await send(wire, { type, body: json() })).text)).toMatchObject({ code: 0 })
  })

  test('bytes that are no UTF-8 are a value that is kept as text', async () => {
    const [head = '', tail = ''] = json({ first_name: 'CUT' }).split('CUT')
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0x41, 0xff, 0xfe, 0xc3]), Buffer.from(tail)])
    expect(JSON.parse((await send(wire, { type, body: bytes })).text)).toMatchObject({ code: 0 })
  })

  test('two posts down one pipe are two leads, answered in order', async () => {
    const [one, two] = [json(), json({ email: 'nobody' })]
    const both = [one, two].map((text) => request([`Content-Length: ${text.length}`], text)).join('')
    const text = await sendBytes(wire, both)
    const codes = [...text.matchAll(/"code":(\d+)/g)].map((match) => match[1])
    expect(codes).toEqual(['0', '1015'])
  })
})
