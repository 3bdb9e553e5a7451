import { createRootRoute, createRoute, lazyRouteComponent, Navigate, type RouteComponent } from '@tanstack/react-router'
import { routerOf } from '../lib/router.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Home } from './Home.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: () => <NotFound home="/" /> })
const at = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })

export const router = routerOf(
  root.addChildren([
    at('/', Home),
    at('/login', () => <Navigate to="/" replace />),
    at(
      '/leads',
      lazyRouteComponent(() => import('./LeadsPage.tsx'), 'LeadsPage'),
    ),
    at(
      '/transactions',
      lazyRouteComponent(() => import('./TransactionsPage.tsx'), 'TransactionsPage'),
    ),
  ]),
)
