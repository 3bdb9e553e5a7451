/**
 * Buyers' systems: `/fast` answers after a moment, `/slow` only when most have given up, `/lie` what no rule reads,
 * `/die` hangs up once it has the lead.
 */
import { createServer } from 'node:http'
import { announce } from '../serve.ts'

export const FAST_MS = 20
const SLOW_MS = 4_000

if (import.meta.main) {
  const server = createServer((request, response) => {
    request.resume()
    const answer = () => {
      if (request.url === '/die') return request.socket.destroy()
      const [status, text] = request.url === '/lie' ? [202, '<<perhaps>>'] : [200, 'taken']
      response.writeHead(status, { 'content-type': 'text/plain' }).end(text)
    }
    request.on('end', () => setTimeout(answer, request.url === '/slow' ? SLOW_MS : FAST_MS))
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address) announce(address.port)
  })
}
