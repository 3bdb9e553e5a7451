import { DEFAULT_BRAND, normalHex } from '../../contract/brand.ts'

/** What the server writes into the page it serves: enough for the first paint, nothing personal. */
export type Boot = {
  realm: 'team' | 'customer' | 'supplier'
  /** Name on the logo's right and in the title. A customer sees their broker's portal here, never our name. */
  portal: { name: string; brand: string; logo: string | null }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parsed(text: string | null | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isRecord(value) ? value : {}
  } catch {
    return {} // an unfilled place, as in `vite dev` without a server in front
  }
}

/** Reads the page's boot data; missing parts fall back to what the product itself looks like. */
export function readBoot(realm: Boot['realm']): Boot {
  const raw = parsed(document.getElementById('boot')?.textContent)
  const portal = isRecord(raw.portal) ? raw.portal : {}
  const brand = typeof portal.brand === 'string' ? normalHex(portal.brand) : null
  return {
    realm,
    portal: {
      name: typeof portal.name === 'string' && portal.name ? portal.name : realm === 'customer' ? 'Leads' : 'Portico',
      brand: brand ?? DEFAULT_BRAND,
      logo: typeof portal.logo === 'string' ? portal.logo : null,
    },
  }
}

/** The nonce of this page, for style elements made later. */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
}
