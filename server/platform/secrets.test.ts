import { randomBytes } from 'node:crypto'
import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashToken, loadSecrets, makeSecrets, newToken, parseKeys } from './secrets.ts'

const [older, newer] = [randomBytes(32), randomBytes(32)]
const place = { column: 'portals.smtp_password', row: '7' } as const

describe('sealing', () => {
  it('opens only in its own row and column', () => {
    const secrets = makeSecrets([newer])
    const sealed = secrets.seal('hush ✓', place)
    expect(secrets.open(sealed, place)).toBe('hush ✓')
    expect(sealed).not.toContain('hush')
    expect(() => secrets.open(sealed, { ...place, row: '8' })).toThrow()
    expect(() => secrets.open(sealed, { ...place, column: 'portals.stripe_key' })).toThrow()
  })

  it('notices any changed character', () => {
    const secrets = makeSecrets([newer])
    const sealed = secrets.seal('hush', place)
    for (let i = sealed.lastIndexOf('.') + 1; i < sealed.length - 1; i++) {
      const changed = sealed.slice(0, i) + (sealed[i] === 'A' ? 'B' : 'A') + sealed.slice(i + 1)
      expect(() => secrets.open(changed, place)).toThrow()
    }
    expect(() => secrets.open(sealed.slice(0, 20), place)).toThrow()
    expect(() => secrets.open('', place)).toThrow()
  })

  it('seals the same text differently each time', () => {
    const secrets = makeSecrets([newer])
    expect(secrets.seal('x', place)).not.toBe(secrets.seal('x', place))
  })

  it('rotates: the new key seals, the old one still opens', () => {
    const sealed = makeSecrets([older]).seal('hush', place)
    const rotated = makeSecrets([newer, older])
    expect(rotated.open(sealed, place)).toBe('hush')
    expect([rotated.isStale(sealed), rotated.isStale(rotated.seal('y', place))]).toEqual([true, false])
    expect(() => makeSecrets([newer]).open(sealed, place)).toThrow(/no key/)
  })
})

describe('keys', () => {
  it('are read in base64 or hex, several of them', () => {
    const text = `${newer.toString('base64')},\n${older.toString('hex')}`
    expect(parseKeys(text, 'SECRET_KEY')).toEqual([newer, older])
    expect(() => parseKeys('short', 'SECRET_KEY')).toThrow(/^SECRET_KEY must hold 32 random bytes/)
    expect(() => parseKeys('', 'SECRET_KEY')).toThrow()
  })

  it('are made once in the data directory, for its owner only, also by two starts at once', async () => {
    const dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'secrets-')), 'data')
    const config = { dataDir, secretKey: undefined, secretKeyFile: undefined }
    const [one, other] = await Promise.all([loadSecrets(config), loadSecrets(config)])
    expect(other.open(one.seal('x', place), place)).toBe('x')
    expect((await loadSecrets(config)).open(one.seal('x', place), place)).toBe('x')
    expect(statSync(path.join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
  })
})

describe('tokens', () => {
  it('are 256 bits and never the same', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32)
    expect(newToken()).not.toBe(newToken())
    expect(hashToken('a').equals(hashToken('b'))).toBe(false)
  })
})
