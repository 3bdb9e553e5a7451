/** Session cookies: the only cookies there are. Spec 6, Hosts. */
import type { CookieOptions } from './route.ts'

const HOST_PREFIX = '__Host-'
// RFC 6265 token characters; values are our own base64url
const NAME = /^[A-Za-z0-9_-]+$/
const VALUE = /^[A-Za-z0-9._~-]*$/

/** Cookies by plain name; with `secure`, only those a browser vouches for by their prefix. */
export function parseCookies(header: string | undefined, secure: boolean): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    const name = part.slice(0, Math.max(equals, 0)).trim()
    if (equals < 1 || name.startsWith(HOST_PREFIX) !== secure) continue
    const plain = secure ? name.slice(HOST_PREFIX.length) : name
    // the first one wins: a later one of the same name was planted by a neighbouring host
    if (NAME.test(plain) && !Object.hasOwn(cookies, plain)) cookies[plain] = part.slice(equals + 1).trim()
  }
  return cookies
}

/** The Set-Cookie line. @throws RangeError for a name or value that could break out of it */
export function cookieLine(name: string, value: string, secure: boolean, options: CookieOptions = {}): string {
  if (!NAME.test(name) || !VALUE.test(value)) throw new RangeError(`not fit for a cookie: ${name}`)
  const expires = options.expires ? `; Expires=${options.expires.toUTCString()}` : ''
  return `${secure ? HOST_PREFIX : ''}${name}=${value}; Path=/${expires}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
