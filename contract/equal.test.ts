import { expect, it } from 'vitest'
import { sameJson } from './equal.ts'

it('compares what JSON would hold', () => {
  expect(sameJson({ a: [1, { b: null }], c: undefined }, { a: [1, { b: null }] })).toBe(true)
  expect(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  expect(sameJson([1, 2], [2, 1])).toBe(false)
  expect(sameJson([1], { 0: 1 })).toBe(false)
  expect(sameJson([1], [1, 2])).toBe(false)
  expect(sameJson(null, {})).toBe(false)
  expect(sameJson('1', 1)).toBe(false)
})
