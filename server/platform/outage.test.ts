import { expect, it } from 'vitest'
import { openPool } from './db.ts'
import { isOutage } from './outage.ts'

const failure = (over: object) => Object.assign(new Error('x'), over)

it('knows a database that is away from a statement that is wrong', async () => {
  const refused = await openPool('postgres://a:b@127.0.0.1:1/x', 1, 't')
    .query('select 1')
    .catch((error: unknown) => error)
  expect(isOutage(refused)).toBe(true)
  for (const code of ['57P01', '57P03', '53300', '08006', '57014']) expect(isOutage(failure({ code }))).toBe(true)
  expect(isOutage(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isOutage(new Error('timeout exceeded when trying to connect'))).toBe(true)
  for (const code of ['23505', '42601', '22P02', '40001']) expect(isOutage(failure({ code }))).toBe(false)
})

it('does not take a missing file, or anything else, for one', () => {
  expect(isOutage(failure({ code: 'ENOENT', syscall: 'open' }))).toBe(false)
  expect(isOutage(failure({ code: 'ENOENT', syscall: 'connect' }))).toBe(true)
  expect(isOutage(new TypeError('undefined is not a function'))).toBe(false)
  expect(isOutage('text')).toBe(false)
  expect(isOutage(new AggregateError([failure({ code: 'ECONNREFUSED', syscall: 'connect' })]))).toBe(true)
})
