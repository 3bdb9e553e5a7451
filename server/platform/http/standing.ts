/** What any installation answers to machines: is it alive, is it ready, how is it doing, what does it offer. */
import { metrics } from '../metrics.ts'
import { openApiOf } from './openapi.ts'
import { type Content, content, type Route } from './route.ts'

export interface Standing {
  /** Names what is not ready; empty when all is. */
  notReady(): Promise<readonly string[]>
  isDraining(): boolean
}

const plain = (body: string, status = 200): Content => ({ status, type: 'text/plain; charset=utf-8', body })

async function readiness(standing: Standing): Promise<Content> {
  if (standing.isDraining()) return plain('draining\n', 503)
  const missing = await standing.notReady()
  return missing.length === 0 ? plain('ready\n') : plain(`not ready: ${missing.join(', ')}\n`, 503)
}

/** `documented` is everything `/openapi.json` tells of. */
export function standingRoutes(standing: Standing, documented: () => readonly Route[]): Route[] {
  let document: string | undefined
  return [
    content({ path: '/healthz', host: 'api', allow: 'public', summary: 'Alive.', run: () => plain('alive\n') }),
    content({
      path: '/readyz',
      host: 'api',
      allow: 'public',
      summary: 'Ready for requests: the database answers and the process is not stopping.',
      run: () => readiness(standing),
    }),
    content({
      path: '/metrics',
      host: 'api',
      allow: 'public',
      summary: 'Metrics in the text format of Prometheus.',
      run: async () => ({ type: metrics.contentType, body: await metrics.metrics() }),
    }),
    content({
      path: '/openapi.json',
      host: 'api',
      allow: 'public',
      summary: 'This document.',
      run: (ctx) => {
        document ??= JSON.stringify(openApiOf(documented(), ctx.config))
        return { type: 'application/json; charset=utf-8', body: document }
      },
    }),
  ]
}
