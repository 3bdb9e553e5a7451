/** What every answer says about how a browser may treat it. */
import { randomBytes } from 'node:crypto'

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Fresh for each page: what inline scripts and styles must carry to run. */
export const newNonce = (): string => randomBytes(16).toString('base64')

/** No script but those the page names by nonce (and what they load); no frames; nothing from elsewhere. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

const COMMON: Readonly<Record<string, string>> = {
  'content-security-policy': NOTHING,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(self)',
  'cache-control': 'no-store',
}
const ONE_YEAR_SECONDS = 31_536_000
/** Of what has its version in its address. */
export const FOR_EVER = `public, max-age=${ONE_YEAR_SECONDS}, immutable`

/** Set before the handler runs, so that a page or a file may say otherwise. */
export function commonHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? { ...COMMON, 'strict-transport-security': `max-age=${ONE_YEAR_SECONDS}` } : COMMON
}
