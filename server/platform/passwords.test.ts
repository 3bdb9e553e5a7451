import { describe, expect, it } from 'vitest'
import { hashPassword, isWeakHash, verifyPassword } from './passwords.ts'

describe('passwords', () => {
  it('knows its own and no other', async () => {
    const hash = await hashPassword('correct horse')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct hors', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  it('salts: the same password twice is two hashes', async () => {
    expect(await hashPassword('x')).not.toBe(await hashPassword('x'))
  })

  it('opens a hash of the reference implementation', async () => {
    // RFC 9106's reference command line: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    expect(await verifyPassword('password', hash)).toBe(true)
    expect(isWeakHash(hash)).toBe(false)
    expect(isWeakHash(hash.replace('m=65536', 'm=4096'))).toBe(true)
  })

  it('takes as long for nobody as for somebody', async () => {
    const hash = await hashPassword('x')
    const timed = async (stored: string | undefined) => {
      const start = performance.now()
      for (let i = 0; i < 5; i++) expect(await verifyPassword('y', stored)).toBe(false)
      return performance.now() - start
    }
    await timed(hash)
    const ratio = (await timed(undefined)) / (await timed(hash))
    expect(ratio).toBeGreaterThan(0.3)
    expect(ratio).toBeLessThan(3)
  })

  it('queues a burst and refuses when the queue is full', async () => {
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => verifyPassword('y', undefined)))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBe(8)
    expect(await verifyPassword('x', await hashPassword('x'))).toBe(true)
  }, 60_000)

  it('compares composed and decomposed letters as equal', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
  })
})
