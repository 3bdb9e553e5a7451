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
    expect(niceScale(0)).toEqual({ top: 1, ticks: [0] })
  })
})

describe('labelPlaces', () => {
  it('begins at the first, is even and never has too many', () => {
    for (const length of [1, 2, 7, 23, 24, 25, 28, 31, 48, 90, 400]) {
      const places = labelPlaces(length, 7)
      expect(places[0]).toBe(0)
      expect(places.length).toBeLessThanOrEqual(7)
      expect(places.at(-1)).toBeLessThan(length)
      expect(new Set(places.slice(1).map((place, i) => place - (places[i] ?? 0))).size).toBeLessThanOrEqual(1)
    }
  })
  it('keeps to hours people count in', () => {
    expect(labelPlaces(24, 7)).toEqual([0, 4, 8, 12, 16, 20])
    expect(labelPlaces(24, 5)).toEqual([0, 6, 12, 18])
  })
  it('has none where there is nothing', () => {
    expect(labelPlaces(0, 7)).toEqual([])
  })
})
