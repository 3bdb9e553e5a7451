import { request } from 'node:http'
import { beforeEach, describe, expect, it } from 'vitest'
import { startServer } from './serve.fixture.ts'
import type { HttpServer } from './serve.ts'

let server: HttpServer
let port: number
beforeEach(async () => {
  server = await startServer()
  port = await server.listen(0, '127.0.0.1')
})

/** Resolves at the first byte of the head; `whole` with the body. */
function get(path: string): Promise<{ status: number | undefined; whole: Promise<string> }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, headers: { host: 'app.localhost' } }, (response) => {
      let text = ''
      const whole = new Promise<string>((done) => {
        response.on('data', (chunk) => {
          text += String(chunk)
        })
        response.on('end', () => done(text))
      })
      resolve({ status: response.statusCode, whole })
    })
    sent.on('error', reject).end()
  })
}

describe('closing', () => {
  it('lets a request in hand finish and takes no new one', async () => {
    const slow = get('/api/fail/slow')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const closed = server.close()
    const answer = await slow
    expect([answer.status, await answer.whole]).toEqual([200, '{"ok":true}'])
    await closed
    await expect(get('/healthz')).rejects.toThrow('ECONNREFUSED')
  })

  it('ends the open streams', async () => {
    const live = await get('/api/live')
    expect(live.status).toBe(200)
    await server.close()
    expect(await live.whole).toContain('event: figures')
  })
})
