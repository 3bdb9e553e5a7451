/**
 * Host header → site, before any route is looked at: a route of one realm does not exist on another's host.
 */
import type { IncomingMessage } from 'node:http'
import { hostName, type Site } from '../origins.ts'

/** Answered from memory nearly always; undefined for a host that is not served here. */
export type HostOf = (host: string) => Site | undefined | Promise<Site | undefined>

const sites = new WeakMap<IncomingMessage, Site>()

/** The site a request arrived at; undefined for an unknown host. */
export const siteOf = (request: IncomingMessage): Site | undefined => sites.get(request)

type Done = (error: Error | null, kind?: string) => void

function note(request: IncomingMessage, site: Site | undefined, done: Done): void {
  if (site) sites.set(request, site)
  done(null, site?.kind ?? 'unknown')
}

const fail = (done: Done) => (error: unknown) => done(error instanceof Error ? error : new Error('host look-up failed'))

/** The router's constraint `site`, fed by the Host header. */
export function siteConstraint<H>(hostOf: HostOf) {
  const derive = (request: IncomingMessage, _context: unknown, done: Done): void => {
    const host = hostName(request.headers.host)
    const found = host === undefined ? undefined : hostOf(host)
    // the usual answer comes from memory and costs no turn of the event loop
    if (found instanceof Promise) found.then((site) => note(request, site, done), fail(done))
    else note(request, found, done)
  }
  return {
    name: 'site',
    storage: () => {
      const handlers = new Map<string, H>()
      return {
        get: (kind: string) => handlers.get(kind) ?? null,
        set: (kind: string, handler: H) => {
          handlers.set(kind, handler)
        },
      }
    },
    validate(kind: unknown): void {
      if (typeof kind !== 'string') throw new Error('a site is named by its kind')
    },
    // its types know only the synchronous form; with three parameters the router calls it as this one
    deriveConstraint: derive as never, // see above
    mustMatchWhenDerived: true,
  }
}
