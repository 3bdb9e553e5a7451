import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/harness/database.ts'
import { movableClock } from './clock.ts'
import { transact } from './db.ts'
import { newId } from './ids.ts'
import { hashToken } from './secrets.ts'
import { issueToken, peekToken, redeemToken, voidToken } from './tokens.ts'

const clock = movableClock(new Date('2026-11-01T06:30:00Z'))
const HOUR = 3_600_000
let database: TestDatabase
let subject: string

beforeAll(async () => {
  database = await testDatabase()
  subject = newId(new Date())
})

const invalid = { code: 'token_invalid' }
const issue = (over: Partial<Parameters<typeof issueToken>[2]> = {}) =>
  transact(database.db, (tx) =>
    issueToken(tx, clock, {
      purpose: 'reset',
      subject: newId(clock.now()),
      expiresAt: new Date(clock.now().getTime() + HOUR),
      payload: { a: 1 },
      ...over,
    }),
  )
const redeem = (token: string, purpose = 'reset') =>
  transact(database.db, (tx) => redeemToken(tx, clock, purpose, token))
const peek = (token: string) => peekToken({ db: database.db, now: clock.now }, 'reset', token)

describe('a one-time link', () => {
  it('opens once and says what it is for', async () => {
    const token = await issue({ subject, accountId: 7 })
    expect(await peek(token)).toMatchObject({ subject, accountId: 7, payload: { a: 1 } })
    expect(await redeem(token)).toMatchObject({ subject, payload: { a: 1 } })
    await expect(redeem(token)).rejects.toMatchObject(invalid)
    await expect(peek(token)).rejects.toMatchObject(invalid)
  })

  it('lets one of two at once through', async () => {
    const token = await issue()
    const results = await Promise.allSettled([redeem(token), redeem(token), redeem(token)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('stays open when the transaction that used it failed', async () => {
    const token = await issue()
    const failed = transact(database.db, async (tx) => {
      await redeemToken(tx, clock, 'reset', token)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await redeem(token)).toBeDefined()
  })

  it('dies at its hour', async () => {
    const token = await issue({ expiresAt: clock.now() })
    await expect(redeem(token)).rejects.toMatchObject(invalid)
    await expect(peek(token)).rejects.toMatchObject(invalid)
  })

  it('is voided by the next one for the same purpose and subject, and by no other', async () => {
    const [mine, theirs] = [newId(clock.now()), newId(clock.now())]
    const [first, other] = [await issue({ subject: mine }), await issue({ subject: theirs })]
    const second = await issue({ subject: mine })
    await expect(redeem(first)).rejects.toMatchObject(invalid)
    expect((await redeem(second)).subject).toBe(mine)
    expect((await redeem(other)).subject).toBe(theirs)
  })

  it('is one however many are asked for at once', async () => {
    const mine = newId(clock.now())
    const tokens = await Promise.all(Array.from({ length: 6 }, () => issue({ subject: mine })))
    const results = await Promise.allSettled(tokens.map((token) => redeem(token)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('opens nothing of another purpose, once taken back, or made up', async () => {
    const mine = newId(clock.now())
    const token = await issue({ subject: mine })
    await expect(redeem(token, 'invitation')).rejects.toMatchObject(invalid)
    await transact(database.db, (tx) => voidToken(tx, clock, 'reset', mine))
    await expect(redeem(token)).rejects.toMatchObject(invalid)
    await expect(redeem('x'.repeat(43))).rejects.toMatchObject(invalid)
    await expect(redeem('')).rejects.toMatchObject(invalid)
  })

  it('is not in the table', async () => {
    const token = await issue()
    const row = await database.db
      .selectFrom('one_time_tokens')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .executeTakeFirstOrThrow()
    expect(JSON.stringify(row)).not.toContain(token)
  })
})
