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
const returnedPages = () => import('./billing/ReturnedPages.tsx')

export const router = routerOf(
  root.addChildren([
    open('/forgot-password', lazyRouteComponent(linkPages, 'ForgotPassword')),
    open('/set-password', lazyRouteComponent(linkPages, 'SetPassword')),
    open('/confirm-email', lazyRouteComponent(linkPages, 'ConfirmEmail')),
    open('/invitation', lazyRouteComponent(linkPages, 'Invitation')),
    open(
      '/view',
      lazyRouteComponent(() => import('./links/ViewPage.tsx'), 'ViewPage'),
    ),
    open(
      '/pay',
      lazyRouteComponent(() => import('./links/PayPage.tsx'), 'PayPage'),
    ),
    open(
      '/pay/done',
      lazyRouteComponent(() => import('./links/PayPage.tsx'), 'PaidPage'),
    ),
    frame.addChildren([
      at('/', Home),
      at('/login', () => <Navigate to="/" replace />),
      at(
        '/leads',
        lazyRouteComponent(() => import('./leads/LeadsPage.tsx'), 'LeadsPage'),
      ),
      at(
        '/billing',
        lazyRouteComponent(() => import('./billing/BillingPage.tsx'), 'BillingPage'),
      ),
      at(
        '/payments',
        lazyRouteComponent(() => import('./billing/PaymentsPage.tsx'), 'PaymentsPage'),
      ),
      at(
        '/statements',
        lazyRouteComponent(() => import('./billing/StatementsPage.tsx'), 'StatementsPage'),
      ),
      at(
        '/exports',
        lazyRouteComponent(() => import('./exports/ExportsPage.tsx'), 'ExportsPage'),
      ),
      at('/deposit/done', lazyRouteComponent(returnedPages, 'DepositDone')),
      at('/card/done', lazyRouteComponent(returnedPages, 'CardDone')),
      at(
        '/users',
        lazyRouteComponent(() => import('./company/UsersPage.tsx'), 'UsersPage'),
      ),
      at(
        '/activity',
        lazyRouteComponent(() => import('./company/ActivityPage.tsx'), 'ActivityPage'),
      ),
      at(
        '/settings',
        lazyRouteComponent(() => import('./company/SettingsPage.tsx'), 'SettingsPage'),
      ),
      at(
        '/security',
        lazyRouteComponent(() => import('./SecurityPage.tsx'), 'SecurityPage'),
      ),
    ]),
  ]),
)
