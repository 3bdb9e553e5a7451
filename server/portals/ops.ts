import { LOGO_IN_PORTAL } from '../../contract/api/portals.ts'
import { brandCss, DEFAULT_BRAND } from '../../contract/brand.ts'
import { AppError } from '../../contract/errors.ts'
import type { Realm } from '../../contract/permissions.ts'
import type { Platform } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { PageHead, PageHeadOf } from '../platform/http/pages.ts'
import { fixedSite, portalHost, reservedSubdomains, type Site } from '../platform/origins.ts'
import { alternatives, isSubdomain, subdomainFrom } from './rules/subdomains.ts'
import { accountOfSubdomain, claimSubdomain, insertPortal, type PortalRow, portalOf } from './tables/portals.ts'

export type { PortalRow }
export { portalOf }

interface NewPortal {
  accountId: number
  companyName: string
  /** Left out: made of the name. */
  subdomain?: string | undefined
  brandColor?: string | undefined
  at: Date
}

/** Gives a new account its portal, on a subdomain nobody has. @throws AppError naming `account.subdomain` */
export async function openPortal(tx: Tx, portal: NewPortal): Promise<string> {
  const { accountId, companyName, brandColor = DEFAULT_BRAND, at } = portal
  const subdomain =
    portal.subdomain === undefined
      ? await claimDerived(tx, companyName, accountId)
      : await claimChosen(tx, portal.subdomain, accountId)
  await insertPortal(tx, {
    account_id: accountId,
    company_name: companyName,
    subdomain,
    brand_color: brandColor,
    created_at: at,
  })
  return subdomain
}

async function claimChosen(tx: Tx, subdomain: string, accountId: number): Promise<string> {
  const field = 'account.subdomain'
  if (!isSubdomain(subdomain) || reservedSubdomains.includes(subdomain)) {
    throw new AppError('invalid_input', { field, message: 'This name cannot be used.' })
  }
  if (!(await claimSubdomain(tx, subdomain, accountId))) throw new AppError('already_exists', { field })
  return subdomain
}

async function claimDerived(tx: Tx, name: string, accountId: number): Promise<string> {
  for (const candidate of alternatives(subdomainFrom(name))) {
    if (reservedSubdomains.includes(candidate) || !isSubdomain(candidate)) continue
    if (await claimSubdomain(tx, candidate, accountId)) return candidate
  }
  throw new Error('unreachable: there is always another number')
}

// a new portal is reachable, and a removed one gone, this soon on every process
const CACHE_MS = 5_000
const CACHE_HOSTS = 10_000

type Found = Site | undefined

/** Host name → site, for the router; a portal's from memory for five seconds. */
export function hostOf(platform: Pick<Platform, 'config' | 'db' | 'clock'>): (host: string) => Found | Promise<Found> {
  const { config, db, clock } = platform
  const known = new Map<string, { until: number; site: Found }>()

  const lookUp = async (host: string): Promise<Found> => {
    const site = await portalAt(db, host, config.baseDomain)
    // the oldest goes: whoever asks for made-up hosts costs us a look-up each, never memory
    if (known.size >= CACHE_HOSTS) known.delete(known.keys().next().value ?? '')
    known.delete(host)
    known.set(host, { until: clock.now().getTime() + CACHE_MS, site })
    return site
  }
  return (host) => {
    const fixed = fixedSite(config, host)
    if (fixed) return fixed
    const cached = known.get(host)
    return cached && cached.until > clock.now().getTime() ? cached.site : lookUp(host)
  }
}

async function portalAt(db: Db, host: string, baseDomain: string): Promise<Found> {
  if (!host.endsWith(`.${baseDomain}`)) return undefined
  const subdomain = host.slice(0, -baseDomain.length - 1)
  if (!isSubdomain(subdomain) || reservedSubdomains.includes(subdomain)) return undefined
  const accountId = await accountOfSubdomain(db, subdomain)
  return accountId === undefined
    ? undefined
    : { kind: 'portal', accountId, host: portalHost({ baseDomain }, subdomain) }
}

/** Our own name: on the console and the Supplier Portal, never on a customer's page or in a customer's mail. */
export const PRODUCT = 'Portico'

/** What a page must know at first byte (web/lib/boot.ts). Our own name appears on no customer's page. */
export function pageHead(platform: Pick<Platform, 'db'>): PageHeadOf {
  return async ({ site }) => {
    if (site.kind === 'console') return headOf('team', { name: PRODUCT })
    if (site.kind !== 'portal') return headOf('supplier', { name: PRODUCT })
    const portal = await portalOf(platform.db, site.accountId)
    const logo = portal?.logo_version ? LOGO_IN_PORTAL.replace(':version', portal.logo_version) : null
    return headOf('customer', { name: portal?.company_name ?? '', brand: portal?.brand_color, logo })
  }
}

interface Look {
  name: string
  brand?: string | undefined
  /** Its path on the page's own host. */
  logo?: string | null
}

function headOf(realm: Realm, { name, brand = DEFAULT_BRAND, logo = null }: Look): PageHead {
  const boot = { realm, portal: { name, brand, logo } }
  return { title: name, css: brandCss(brand), boot, ...(logo && { picture: logo }) }
}
