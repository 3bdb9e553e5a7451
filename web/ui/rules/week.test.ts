import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Condition } from '../../../contract/conditions.ts'
import { cellOf, cellsOf, cellsOfDay, rangesOf, toggled } from './week.ts'

it('gives any grid back as ranges that the contract takes', () => {
  const grid = fc.uniqueArray(fc.integer({ min: 0, max: 167 }), { minLength: 1 })
  fc.assert(
    fc.property(grid, (cells) => {
      const ranges = rangesOf(new Set(cells))
      expect(cellsOf(ranges)).toEqual(new Set(cells))
      // seven days of twelve hours with gaps between are more runs than a rule has ranges for, unless days share them
      if (ranges.length <= 50) expect(Condition.safeParse({ op: 'hours', ranges }).success).toBe(true)
    }),
  )
})

it('says the same hours of several days as one range', () => {
  const office = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
  expect(rangesOf(cellsOf([office]) ?? new Set())).toEqual([office])
  const night = { days: [7], from: '18:00', to: '24:00' }
  expect(rangesOf(cellsOf([office, night]) ?? new Set())).toEqual([office, night])
})

it('has no grid for ranges to the minute', () => {
  expect(cellsOf([{ days: [1], from: '08:30', to: '12:00' }])).toBeNull()
})

it('turns a day on when some of it is off, and off when all of it is on', () => {
  const one = toggled(new Set(), [cellOf(2, 9)])
  const all = toggled(one, cellsOfDay(2))
  expect(all.size).toBe(24)
  expect(toggled(all, cellsOfDay(2)).size).toBe(0)
})
