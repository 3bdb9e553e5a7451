import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint, listOf, Nothing } from '../../contract/endpoint.ts'
import { ApiError, addressOf, call, fillPath, queryText } from './api.ts'

const Get = endpoint({
  method: 'GET',
  path: '/api/things/:id',
  summary: 'x',
  params: z.object({ id: z.string() }),
  query: z.object({ tag: listOf(z.string()), page: z.string().optional() }),
  reply: z.object({ n: z.number() }),
})
const Post = endpoint({
  method: 'POST',
  path: '/api/do',
  summary: 'x',
  body: z.object({ a: z.number() }),
  reply: Nothing,
})
const Ping = endpoint({ method: 'GET', path: '/api/ping', summary: 'x', reply: Nothing })

let server: Server
let answer: { status: number; body: string }
const seen: { url: string; method: string; type: string | undefined; body: string }[] = []
const realFetch = globalThis.fetch

beforeEach(async () => {
  seen.length = 0
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ url: request.url ?? '', method: request.method ?? '', type: request.headers['content-type'], body })
    response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server
  // a browser resolves against its page; Node has none
  globalThis.fetch = (url, init) => realFetch(`http://127.0.0.1:${port}${url}`, init)
})
afterEach(async () => {
  globalThis.fetch = realFetch
  await new Promise((resolve) => server.close(resolve))
})

describe('call', () => {
  it('fills the path and the query and gives back the reply', async () => {
    answer = { status: 200, body: '{"n":4}' }
    expect(await call(Get, { params: { id: 'a/b' }, query: { tag: ['x', 'y'] } })).toEqual({ n: 4 })
    expect(seen[0]).toMatchObject({ url: '/api/things/a%2Fb?tag=x&tag=y', method: 'GET', type: undefined })
  })

  it('sends a body only where there is one, and answers 204 with undefined', async () => {
    answer = { status: 204, body: '' }
    expect(await call(Post, { body: { a: 1 } })).toBeUndefined()
    expect(await call(Ping)).toBeUndefined()
    expect(seen.map((s) => s.body)).toEqual(['{"a":1}', ''])
  })

  it('turns a refusal into an ApiError that names the field', async () => {
    answer = { status: 400, body: '{"error":{"code":"invalid_input","message":"No.","field":"a","id":"q"}}' }
    const error = await call(Post, { body: { a: 1 } }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 400, code: 'invalid_input', field: 'a', message: 'No.', id: 'q' })
  })

  it('survives an answer that is no refusal of ours, and no answer at all', async () => {
    answer = { status: 502, body: '<html>' }
    expect(await call(Ping).catch((e: unknown) => e)).toMatchObject({ status: 502, code: 'internal' })
    globalThis.fetch = () => Promise.reject(new TypeError('failed'))
    expect(await call(Ping).catch((e: unknown) => e)).toMatchObject({ status: 0, code: 'offline' })
  })
})

describe('addresses', () => {
  it('leave out what is not given', () => {
    expect(queryText({ a: undefined, b: null, c: 0, d: [] })).toBe('?c=0')
    expect(fillPath('/a/:x/:y', { x: 1, y: '?' })).toBe('/a/1/%3F')
    expect(addressOf(Get, { params: { id: '1' }, query: { tag: [], page: 'p' } })).toBe('/api/things/1?page=p')
  })
})
