/** The customer's own side: what buying costs it. */
import { portalPrices } from '../../../contract/api/own-buying.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { ownPrices } from '../actions/own.ts'

export const ownRoutes: readonly Route[] = [
  route(portalPrices, { host: 'portal', allow: 'portal.wallet.read', run: (ctx) => ownPrices(ctx) }),
]
