import { describe, expect, it } from 'vitest'
import { labelPlaces, niceScale } from './scale.ts'

describe('niceScale', () => {
  it('reaches the highest value in three to five even steps', () => {
    for (const highest of [1, 7, 46, 871, 4630, 1234567]) {
      const { top, ticks } = niceScale(highest)
      expect(top).toBeGreaterThanOrEqual(highest)
      expect(top).toBeLessThan(highest * 2 + 2)
      expect(ticks[0]).toBe(0)
      expect(ticks.at(-1)).toBe(top)
      expect(ticks.length).toBeLessThanOrEqual(6)
    }
  })
  it('has an axis even for nothing', () => {
    expect(niceScale(0).ticks).toEqual([0, 4])
  })
})

describe('labelPlaces', () => {
  it('keeps both ends and never has too many', () => {
    for (const length of [2, 7, 24, 25, 28, 30, 31, 90]) {
      const places = labelPlaces(length, 7)
      expect(places[0]).toBe(0)
      expect(places.at(-1)).toBe(length - 1)
      expect(places.length).toBeLessThanOrEqual(7)
    }
  })
  it('is even where it can be', () => {
    expect(labelPlaces(25, 7)).toEqual([0, 4, 8, 12, 16, 20, 24])
  })
})
