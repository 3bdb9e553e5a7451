import type { z } from 'zod'
import { LOGO_IN_CONSOLE, type Portal } from '../../contract/api/portals.ts'
import type { Config } from '../platform/config.ts'
import { linkTo, portalHost } from '../platform/origins.ts'
import type { PortalRow } from './tables/portals.ts'

const addressOf = (config: Config, accountId: number, subdomain: string): string =>
  linkTo(config, { kind: 'portal', accountId, host: portalHost(config, subdomain) }, '/')

export { addressOf }

export function presentPortal(
  config: Config,
  { portal, former }: { portal: PortalRow; former: readonly string[] },
  can: { write: boolean },
): z.input<typeof Portal> {
  const { account_id: accountId, subdomain, logo_version: version, logo_width: width, logo_height: height } = portal
  const path = LOGO_IN_CONSOLE.replace(':account', String(accountId))
  return {
    companyName: portal.company_name,
    subdomain,
    baseDomain: config.baseDomain,
    address: addressOf(config, accountId, subdomain),
    formerAddresses: former.map((name) => addressOf(config, accountId, name)),
    brand: portal.brand_color,
    logo:
      version === null || width === null || height === null ? null : { path: `${path}?v=${version}`, width, height },
    isSetUp: portal.set_up_at !== null,
    can,
  }
}
