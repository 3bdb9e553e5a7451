/** The HTTP server on the test database, with real hosts and real sessions; no socket is opened. */
import { authenticate } from '../../server/people/ops.ts'
import type { Route } from '../../server/platform/http/route.ts'
import { type HttpServer, serve } from '../../server/platform/http/serve.ts'
import { hostOf, pageHead } from '../../server/portals/ops.ts'
import type { TestPlatform } from './platform.ts'

export function testServer(platform: TestPlatform, routes: readonly Route[]): Promise<HttpServer> {
  return serve(platform, routes, {
    authenticate: authenticate(platform),
    hostOf: hostOf(platform),
    pageHead: pageHead(platform),
  })
}
