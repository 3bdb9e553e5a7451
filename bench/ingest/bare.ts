/** What HTTP alone costs: Fastify parsing the same bodies and answering a constant. */
import { fastify } from 'fastify'
import { announce } from '../serve.ts'

const server = fastify()
server.post('/direct_post', () => ({ id: '0', lead_id: '0', status: 'ACCEPTED', code: 0, message: 'Lead accepted' }))
await server.listen({ port: 0, host: '127.0.0.1' })
announce(Number(new URL(server.listeningOrigin).port))
