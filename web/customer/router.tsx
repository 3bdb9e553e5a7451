import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router'
import { routerOf } from '../lib/router.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Home } from './Home.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: () => <NotFound home="/" /> })
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Shell })
const open = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })
const at = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => frame, path, component })

const linkPages = () => import('./links/pages.tsx')

export const router = routerOf(
  root.addChildren([
    open('/forgot-password', lazyRouteComponent(linkPages, 'ForgotPassword')),
    open('/set-password', lazyRouteComponent(linkPages, 'SetPassword')),
    open('/confirm-email', lazyRouteComponent(linkPages, 'ConfirmEmail')),
    open('/invitation', lazyRouteComponent(linkPages, 'Invitation')),
    frame.addChildren([
      at('/', Home),
      at('/login', () => <Navigate to="/" replace />),
      at(
        '/leads',
        lazyRouteComponent(() => import('./leads/LeadsPage.tsx'), 'LeadsPage'),
      ),
      at(
        '/transactions',
        lazyRouteComponent(() => import('./TransactionsPage.tsx'), 'TransactionsPage'),
      ),
      at(
        '/security',
        lazyRouteComponent(() => import('./SecurityPage.tsx'), 'SecurityPage'),
      ),
    ]),
  ]),
)
