/** Everything of leads that is reached over HTTP. */
import type { Route } from '../platform/http/route.ts'
import { byHandRoutes } from './routes/by-hand.ts'
import { consentRoutes } from './routes/consent.ts'
import { effectRoutes } from './routes/effect.ts'
import { leadExportRoutes } from './routes/export.ts'
import { listRoutes } from './routes/lists.ts'
import { liveRoutes } from './routes/live.ts'

export const leadRoutes: Route[] = [
  ...effectRoutes,
  ...listRoutes,
  ...consentRoutes,
  ...byHandRoutes,
  ...liveRoutes,
  ...leadExportRoutes,
]
