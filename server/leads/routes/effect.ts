import { tryRules as endpoint } from '../../../contract/api/effect.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { tryRules } from '../actions/effect.ts'

/** What is in leads decides what rules would have done with them: whoever may not read it may not try rules on it. */
export const effectRoutes: Route[] = [
  route(endpoint, {
    host: 'console',
    allow: 'lead.read_data',
    run: (ctx, { params, body }) => tryRules(ctx, params.campaign, body),
  }),
]
