/** The reference for developers, read off the same routes that are served. */
import { openApiOf } from '../../platform/http/openapi.ts'
import { content, type Route } from '../../platform/http/route.ts'
import { hostsOf, originOf } from '../../platform/origins.ts'
import { Documentation, referencePage } from '../present/page.ts'
import { publicRoutes } from '../routes.ts'

export const docsRoute: Route = content({
  path: '/docs',
  host: 'api',
  allow: 'public',
  summary: 'The reference for developers.',
  run: (ctx, { nonce }) => {
    const document = Documentation.parse(openApiOf(publicRoutes, ctx.config))
    const base = originOf(ctx.config, hostsOf(ctx.config).api)
    return { type: 'text/html; charset=utf-8', body: referencePage(document, base, nonce) }
  },
})
