/**
 * The two addresses of ingestion. Registered raw: no sessions, no JSON parser of the framework, a body as bytes.
 */
import { z } from 'zod'
import { CODES } from '../../contract/verdict.ts'
import { type HotReply, type HotRequest, type RawRoute, raw } from '../platform/http/route.ts'
import { type Answer, refusalOf } from './answer.ts'
import type { Intake } from './intake.ts'
import { BODY_LIMIT, TYPES_READ } from './post.ts'

const RETRY_AFTER_SECONDS = '5'

const PostBody = z
  .object({
    lp_campaign_id: z.union([z.string(), z.number()]),
    lp_supplier_id: z.union([z.string(), z.number()]),
    lp_key: z.string(),
    lp_action: z.literal('test').optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** Every answer; `id` and `lead_id` are the same value and absent from refusals. */
const AnswerBody = z.object({
  id: z.string().optional(),
  lead_id: z.string().optional(),
  status: z.enum(['ACCEPTED', 'DUPLICATED', 'ERROR']),
  code: z.number().int(),
  message: z.string(),
  duplicate_of: z.string().optional(),
  payout: z.number().optional(),
  test: z.literal(true).optional(),
  error_meta: z.object({ fields: z.array(z.string()) }).optional(),
})

const pathOf = (path: '/direct_post' | '/ingest') => ({
  method: 'POST' as const,
  path,
  summary: 'Post a lead and read its verdict',
  body: { 'application/json': PostBody, 'application/x-www-form-urlencoded': PostBody },
  replies: { 200: AnswerBody, 503: AnswerBody },
})

/** `POST /direct_post` and its alias. */
export function intakeRoute(intake: Intake): RawRoute {
  return raw({
    allow: 'public',
    paths: [pathOf('/direct_post'), pathOf('/ingest')],
    register(server) {
      server.removeAllContentTypeParsers()
      server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
        done(null, body),
      )
      server.setErrorHandler((error, _request, reply) => {
        send(reply, refusalOf({ code: CODES.unreadable, message: faultOf(error) }))
      })
      const handler = async (request: HotRequest, reply: HotReply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const answer = await intake.receive(body, request.headers['content-type'] ?? '', request.ip)
        return send(reply, answer)
      }
      server.post('/direct_post', handler)
      server.post('/ingest', handler)
    },
  })
}

/** Why the framework gave up on a body, in the supplier's words. */
function faultOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return `The body is over ${BODY_LIMIT} bytes`
  return code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? TYPES_READ : 'The body cannot be read'
}

function send(reply: HotReply, answer: Answer): HotReply {
  if (answer.http === 503) reply.header('retry-after', RETRY_AFTER_SECONDS)
  return reply.code(answer.http).header('content-type', 'application/json; charset=utf-8').send(answer.body)
}
