import * as api from '../../../contract/api/deliveries.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { tryCheckNow, tryDeliveryNow } from '../actions/trials.ts'

const write = { host: 'console', allow: 'campaign.write' } as const

export const trialRoutes: readonly Route[] = [
  route(api.tryDelivery, { ...write, run: (ctx, { params, body }) => tryDeliveryNow(ctx, params.campaign, body) }),
  route(api.tryCheck, { ...write, run: (ctx, { params, body }) => tryCheckNow(ctx, params.campaign, body) }),
]
