import * as api from '../../../contract/api/team.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { enterView, viewLink } from '../actions/view.ts'
import { SESSION_COOKIE } from '../ops.ts'
import { viewerMe } from './me.ts'

export const viewRoutes: Route[] = [
  route(api.viewAsCustomer, {
    host: 'console',
    allow: 'customer.view_as',
    run: async (ctx, { params }) => ({ url: await viewLink(ctx, params.customer) }),
  }),
  route(api.enterView, {
    host: 'portal',
    allow: 'public',
    limit: { points: 30, seconds: 60 },
    run: async (ctx, { body }) => {
      const { token, expires, actor } = await enterView(ctx, body.token)
      ctx.setCookie(SESSION_COOKIE, token, { expires })
      return viewerMe(ctx, actor)
    },
  }),
]
