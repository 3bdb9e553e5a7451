import { describe, expect, it } from 'vitest'
import { cookieLine, parseCookies } from './cookies.ts'

describe('cookies', () => {
  it('are prefixed and Secure where the outside speaks https', () => {
    expect(cookieLine('session', 'abc', true)).toBe('__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure')
    expect(cookieLine('session', 'abc', false)).toBe('session=abc; Path=/; HttpOnly; SameSite=Lax')
  })

  it('cannot break out of their line', () => {
    expect(() => cookieLine('session', 'a; Domain=evil', false)).toThrow(RangeError)
    expect(() => cookieLine('se\r\nssion', 'a', false)).toThrow(RangeError)
  })

  it('are read by plain name, only with the prefix where it is due, and the first of two counts', () => {
    expect(parseCookies('a=1; __Host-session=good; session=planted', true)).toEqual({ session: 'good' })
    expect(parseCookies('session=plain; __Host-session=other', false)).toEqual({ session: 'plain' })
    expect(parseCookies('session=first; session=second', false)).toEqual({ session: 'first' })
    expect(parseCookies('__proto__=x; =y; novalue; constructor=z', false)).toEqual({ constructor: 'z' })
    expect(parseCookies(undefined, true)).toEqual({})
  })
})
