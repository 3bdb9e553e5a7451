/** Where Stripe posts what happened: the body as bytes, since its signature is of them. */
import { z } from 'zod'
import { ctxOf, type Platform, system } from '../../platform/ctx.ts'
import { type HotRequest, type HotServer, raw } from '../../platform/http/route.ts'
import { receiveEvent } from '../actions/events.ts'

const BODY_LIMIT = 512 * 1024
const WebhookId = z.string().max(100)

function register(server: HotServer, platform: Platform): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  const ctx = ctxOf(platform, system)
  server.post('/webhooks/stripe/:webhook', async (request: HotRequest, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const { webhook } = z.object({ webhook: WebhookId }).parse(request.params)
    const signature = request.headers['stripe-signature']
    await receiveEvent(ctx, webhook, body, typeof signature === 'string' ? signature : undefined)
    return reply.code(200).type('application/json; charset=utf-8').send('{}')
  })
}

export const webhookRoute = raw({
  allow: 'public',
  paths: [
    {
      method: 'POST',
      path: '/webhooks/stripe/:webhook',
      summary: 'Stripe tells what happened to a payment; signed, stored once, and read afterwards.',
      body: { 'application/json': z.object({ id: z.string(), type: z.string() }).loose() },
      replies: { 200: z.object({}) },
    },
  ],
  register,
})
