/** Requests as a script makes them: to 127.0.0.1 with the Host header of whatever is wanted. */
import { request } from 'node:http'

export interface Request {
  host: string
  path: string
  method?: 'GET' | 'POST' | 'PUT'
  /** Sent as JSON. */
  body?: unknown
  cookie?: string
}

export interface Response {
  status: number
  text: string
  /** Values of Set-Cookie, as `name=value`. */
  cookies: string[]
}

export function send(port: number, { host, path, method = 'GET', body, cookie }: Request): Promise<Response> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    host: `${host}:${port}`,
    ...(payload !== undefined && { 'content-type': 'application/json' }),
    ...(cookie !== undefined && { cookie }),
  }
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const cookies = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '')
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), cookies })
      })
    })
    asked.on('error', reject)
    asked.end(payload)
  })
}
