import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'

const root = createRootRoute({ component: Outlet })
const kit = createRoute({
  getParentRoute: () => root,
  path: '/kit',
  component: lazyRouteComponent(() => import('./kit.tsx')),
})
export const router = createRouter({ routeTree: root.addChildren([kit]) })
