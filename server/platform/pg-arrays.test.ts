import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/harness/database.ts'
import { bools, instants, int2s, int4s, int8s, texts, uuids } from './pg-arrays.ts'

/** What PostgreSQL understood, written by PostgreSQL. */
async function understood(type: string, array: Buffer): Promise<(string | null)[]> {
  const { pool } = await testDatabase()
  const { rows } = await pool.query(`select array(select unnest($1::${type}[])::text) as texts`, [array])
  return rows[0].texts
}

const UUID = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'

test('every kind of value arrives as it was', async () => {
  expect(await understood('smallint', int2s([-32_768, null, 32_767]))).toEqual(['-32768', null, '32767'])
  expect(await understood('integer', int4s([-2_147_483_648, null, 2_147_483_647]))).toEqual([
    '-2147483648',
    null,
    '2147483647',
  ])
  expect(await understood('boolean', bools([true, false]))).toEqual(['true', 'false'])
  expect(await understood('uuid', uuids([UUID, null]))).toEqual([UUID, null])
  expect(await understood('text', texts(['', null, 'a "b", {c}', 'ž 🙂']))).toEqual(['', null, 'a "b", {c}', 'ž 🙂'])
  const times = ['1969-07-20T20:17:40.123Z', '1999-12-31T23:59:59.999Z', '2026-11-22T15:00:00.001Z']
  const back = await understood('timestamptz', instants(times.map((time) => new Date(time))))
  expect(back.map((text) => new Date(text ?? '').toISOString())).toEqual(times)
})

test('arrays without a value are empty', async () => {
  expect(await understood('text', texts([]))).toEqual([])
  expect(await understood('bigint', int8s([]))).toEqual([])
})

test('any exact integer and any 64-bit hash arrives as it was', async () => {
  const edges = [0, -1, 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, -(2 ** 32), 2 ** 32 - 1, -(2 ** 32) - 1]
  const numbers = fc.oneof(fc.constantFrom(...edges), fc.maxSafeInteger(), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(numbers), { minLength: 1, maxLength: 50 }), async (values) => {
      const expected = values.map((value) => (value === null ? null : String(BigInt(value))))
      expect(await understood('bigint', int8s(values))).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})
