/**
 * The addresses of the installation, made from configuration and stored names; never from a request's headers.
 */
import type { Config } from './config.ts'

export const siteKinds = ['api', 'console', 'portal', 'suppliers'] as const
export type SiteKind = (typeof siteKinds)[number]

/** Where a request arrived: the wall between the realms. */
export type Site =
  | { readonly kind: 'api' | 'console' | 'suppliers' }
  | { readonly kind: 'portal'; readonly accountId: number; readonly host: string }

type OriginConfig = Pick<Config, 'baseDomain' | 'publicOrigin'>

/** Subdomains that no portal may take: the product's own, and names people take for them. */
export const reservedSubdomains: readonly string[] = [
  'admin',
  'api',
  'app',
  'cname',
  'console',
  'docs',
  'ftp',
  'imap',
  'localhost',
  'mail',
  'mta-sts',
  'ns',
  'ns1',
  'ns2',
  'smtp',
  'status',
  'suppliers',
  'webmail',
  'www',
]

/** `scheme://host[:port]` of any host served here. */
export function originOf(config: OriginConfig, host: string): string {
  const { scheme, port } = config.publicOrigin
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}`
}

export const hostsOf = (config: Pick<Config, 'baseDomain'>): { api: string; console: string; suppliers: string } => ({
  api: `api.${config.baseDomain}`,
  console: `app.${config.baseDomain}`,
  suppliers: `suppliers.${config.baseDomain}`,
})

export const portalHost = (config: Pick<Config, 'baseDomain'>, subdomain: string): string =>
  `${subdomain}.${config.baseDomain}`

/** A link on one of the fixed hosts, or on a portal's stored host. */
export function linkTo(config: OriginConfig, site: Site, path: `/${string}`): string {
  if (site.kind === 'portal') return originOf(config, site.host) + path
  // outward calls are written against the bare domain
  return originOf(config, site.kind === 'api' ? config.baseDomain : hostsOf(config)[site.kind]) + path
}

/** The host of a Host header: lower case, no port, no root dot. undefined when it is no host name. */
export function hostName(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 262) return undefined
  const host = header.toLowerCase().replace(/:\d{1,5}$/, '')
  const name = host.endsWith('.') ? host.slice(0, -1) : host
  return /^[a-z0-9._-]+$/.test(name) || /^\[[0-9a-f:.]+\]$/.test(name) ? name : undefined
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]'])

/** The site of a host the installation always has; a portal's is looked up by whoever owns portals. */
export function fixedSite(config: Pick<Config, 'baseDomain'>, host: string): Site | undefined {
  const fixed = hostsOf(config)
  if (host === config.baseDomain || host === fixed.api) return { kind: 'api' }
  // scripts on the machine itself say the address: it stands for the bare domain, which has no sessions
  if (config.baseDomain === 'localhost' && LOOPBACK.has(host)) return { kind: 'api' }
  if (host === fixed.console) return { kind: 'console' }
  if (host === fixed.suppliers) return { kind: 'suppliers' }
  return undefined
}
