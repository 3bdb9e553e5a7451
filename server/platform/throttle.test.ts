import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/harness/database.ts'
import { newToken } from './secrets.ts'
import { countLogin } from './throttle.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const refused = { code: 'too_many_requests' }

describe('log-in throttling', () => {
  it('refuses the eleventh try for an address from one place, and says how long', async () => {
    const [who, ip] = [`team ${newToken()}`, newToken()]
    for (let i = 0; i < 10; i++) await countLogin(database, who, ip)
    const error = await countLogin(database, who, ip).catch((e: unknown) => e)
    expect(error).toMatchObject({ ...refused, details: { retryAfterSeconds: expect.any(Number) } })
    await expect(countLogin(database, who, newToken())).resolves.toBeDefined()
    await expect(countLogin(database, `other ${who}`, ip)).resolves.toBeDefined()
  })

  it('gives the tries back for a right password', async () => {
    const [who, ip] = [newToken(), newToken()]
    for (let i = 0; i < 30; i++) await (await countLogin(database, who, ip)).succeeded()
    for (let i = 0; i < 10; i++) await countLogin(database, who, ip)
    await expect(countLogin(database, who, ip)).rejects.toMatchObject(refused)
  })

  it('refuses one place that tries many addresses', async () => {
    const ip = newToken()
    for (let i = 0; i < 100; i++) await countLogin(database, newToken(), ip)
    await expect(countLogin(database, newToken(), ip)).rejects.toMatchObject(refused)
  })

  it('counts tries that arrive at once, and keeps neither address nor place', async () => {
    const [who, ip] = ['team secret@example.com', `10.0.0.${newToken()}`]
    const results = await Promise.allSettled(Array.from({ length: 14 }, () => countLogin(database, who, ip)))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    const { rows } = await database.pool.query('select key from throttles')
    expect(JSON.stringify(rows)).not.toMatch(/secret@|10\.0\.0\./)
  })
})
