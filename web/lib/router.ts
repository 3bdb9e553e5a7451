import { type AnyRoute, createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router'

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
