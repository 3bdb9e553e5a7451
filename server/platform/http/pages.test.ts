import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous } from '../ctx.ts'
import { callerOf, session, startServer, team } from './serve.fixture.ts'
import type { HttpServer } from './serve.ts'

let server: HttpServer
let call: ReturnType<typeof callerOf>
beforeAll(async () => {
  server = await startServer()
  call = callerOf(server)
})
afterAll(() => server.close())

describe('pages', () => {
  const html = { accept: 'text/html' }
  it('serves the shell for any address, with a fresh nonce and a head that cannot break out', async () => {
    const response = await call('/campaigns/4', { headers: html })
    const nonce = /nonce-([^']+)'/.exec(String(response.headers['content-security-policy']))?.[1]
    expect(nonce).toBeTruthy()
    expect(response.body).toContain(`<script nonce="${nonce}" src="/assets/a-1.js">`)
    expect(response.body).toContain('{"evil":"\\u003c/script>$&"}')
    expect(response.body).toContain('<title>A &amp; B</title>')
    expect(response.body.match(/<\/style>/g)).toHaveLength(1)
    expect((await call('/campaigns/4', { headers: html })).headers['content-security-policy']).not.toContain(nonce)
  })

  it('serves the shell for the first page and for the name of a folder', async () => {
    for (const url of ['/', '/assets', '/assets/']) {
      expect((await call(url, { headers: html })).statusCode, url).toBe(200)
    }
  })

  it('keeps hashed files for ever and never serves the bare shell', async () => {
    const asset = await call('/assets/a-1.js')
    expect([asset.body, asset.headers['cache-control']]).toEqual(['let a', 'public, max-age=31536000, immutable'])
    expect((await call('/index.html')).statusCode).toBe(404)
    expect((await call('/assets/gone.js')).statusCode).toBe(404)
    expect((await call('/api/none', { headers: html })).statusCode).toBe(404)
    expect((await call('/assets/a-1.js', { host: 'acme.localhost' })).statusCode).toBe(404)
  })

  it('gives a content page its nonce', async () => {
    const page = await call('/page', { host: 'localhost' })
    const nonce = /nonce="([^"]+)"/.exec(page.body)?.[1]
    expect(page.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
  })
})

describe('streams', () => {
  it('sends events, keeps beating and stops when the session is gone', async () => {
    const port = await server.listen(0, '127.0.0.1')
    const text = await new Promise<string>((resolve, reject) => {
      let seen = ''
      const sent = request({ port, path: '/api/live', headers: { host: 'app.localhost' } }, (response) => {
        response.on('data', (chunk) => {
          seen += String(chunk)
          if (seen.includes('still here')) session.actor = anonymous
        })
        response.on('end', () => resolve(seen))
      })
      sent.on('error', reject).end()
    })
    session.actor = team
    expect(text).toContain('event: figures\ndata: {"n":1}\n\n')
    expect(text).toContain(': still here')
  })
})

describe('standing routes', () => {
  it('tells ready, metrics and the document', async () => {
    const host = 'api.localhost'
    expect((await call('/readyz', { host })).body).toBe('ready\n')
    expect((await call('/metrics', { host })).body).toContain('http_request_seconds_bucket')
    const document = (await call('/openapi.json', { host })).json()
    expect(document.openapi).toBe('3.1.0')
    const described = document.paths['/api/accounts/{accountId}/echo/{id}'].post
    expect(described['x-permission']).toBe('campaign.write')
    expect(described.parameters.map((p: { name: string }) => p.name)).toEqual(['accountId', 'id', 'tag'])
    expect(document.paths['/hot'].post.responses['200']).toBeDefined()
  })
})

describe('paths that try to leave', () => {
  it('find nothing, and are never a failure of ours', async () => {
    const paths = [
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%00',
      '/assets/',
      '/assets',
      '/.env',
      '//evil.test/x',
      '/assets/a-1.js%20',
      `/${'x'.repeat(5000)}`,
      '/%ff',
    ]
    for (const path of paths) {
      const response = await call(path)
      expect([path.slice(0, 40), Math.floor(response.statusCode / 100)]).toEqual([path.slice(0, 40), 4])
    }
    const shell = await call('//evil.test/x', { headers: { accept: 'text/html' } })
    expect(shell.headers.location).toBeUndefined()
  })
})
