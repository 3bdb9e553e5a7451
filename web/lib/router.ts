import { type AnyRoute, createRouter, parseSearchWith, stringifySearchWith, useParams } from '@tanstack/react-router'

// addresses hold plain words (?status=failed), not quoted JSON
const plain = (text: string): unknown => text

/** A front end's router. */
export function routerOf(routeTree: AnyRoute) {
  return createRouter({
    routeTree,
    parseSearch: parseSearchWith(plain),
    stringifySearch: stringifySearchWith(String),
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

/** What stands in the address in place of `$name`; empty where its route has none. */
export function usePathParam(name: string): string {
  const params: Record<string, unknown> = useParams({ strict: false })
  const value = params[name]
  return typeof value === 'string' ? value : ''
}
