import { createRootRoute, createRoute, lazyRouteComponent, Outlet, type RouteComponent } from '@tanstack/react-router'
import { routerOf } from '../lib/router.ts'
import { NotFound } from '../ui/NotFound.tsx'
import { Dashboard } from './Dashboard.tsx'
import { Shell, Start } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: () => <NotFound home="/" /> })
const portal = createRoute({ getParentRoute: () => root, path: '/$account', component: Shell })
const at = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => root, path, component })
const under = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => portal, path, component })

const linkPages = () => import('./links/pages.tsx')

export const router = routerOf(
  root.addChildren([
    at('/', Start),
    at('/login', Start),
    at('/forgot-password', lazyRouteComponent(linkPages, 'ForgotPassword')),
    at('/set-password', lazyRouteComponent(linkPages, 'SetPassword')),
    at('/confirm-email', lazyRouteComponent(linkPages, 'ConfirmEmail')),
    at('/invitation', lazyRouteComponent(linkPages, 'Invitation')),
    portal.addChildren([
      under('/', Dashboard),
      under(
        '/leads',
        lazyRouteComponent(() => import('./LeadsPage.tsx'), 'LeadsPage'),
      ),
      under(
        '/security',
        lazyRouteComponent(() => import('./SecurityPage.tsx'), 'SecurityPage'),
      ),
    ]),
  ]),
)
