/**
 * Against requests forged by another page: cookies are SameSite=Lax, and whatever changes something must come from
 * our own origin. A browser says so in Sec-Fetch-Site, or (plain http, older) in Origin; a script sends neither and
 * carries no cookie that a victim's browser lent it.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '../../../contract/errors.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

function comesFromHere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()
}

/** @throws AppError foreign_origin */
export function refuseForeignOrigin(method: string, headers: IncomingHttpHeaders): void {
  if (!SAFE.has(method) && !comesFromHere(headers)) throw new AppError('foreign_origin')
}
