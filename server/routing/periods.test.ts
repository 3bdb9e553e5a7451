import { describe, expect, test } from 'vitest'
import { localMoment, momentCache, periodKeys, periodStarts } from './periods.ts'

const keys = (at: string, zone: string) => periodKeys(new Date(at), zone)

describe('periods turn at local midnight', () => {
  test('in the buyer’s zone, not in UTC', () => {
    expect(keys('2026-11-23T04:59:59Z', 'America/New_York')).toEqual({ day: 20261122, week: 202647, month: 202611 })
    expect(keys('2026-11-23T05:00:00Z', 'America/New_York')).toEqual({ day: 20261123, week: 202648, month: 202611 })
    expect(keys('2026-11-22T18:14:59Z', 'Asia/Kathmandu').day).toBe(20261122)
    expect(keys('2026-11-22T18:15:00Z', 'Asia/Kathmandu').day).toBe(20261123)
  })

  test('weeks are ISO weeks: the last days of December may be week 1 of the next year', () => {
    expect(keys('2026-12-31T12:00:00Z', 'UTC').week).toBe(202653)
    expect(keys('2027-01-03T12:00:00Z', 'UTC').week).toBe(202653)
    expect(keys('2024-12-30T12:00:00Z', 'UTC').week).toBe(202501)
  })

  test('keys never go back while time goes on', () => {
    for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu']) {
      let last = keys('2026-01-01T00:00:00Z', zone)
      for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 2); ms += 30 * 60_000) {
        const next = periodKeys(new Date(ms), zone)
        expect(next.day >= last.day && next.week >= last.week && next.month >= last.month).toBe(true)
        last = next
      }
    }
  })
})

describe('a period starts', () => {
  test('on a day of 23 or 25 hours at its own midnight', () => {
    const start = (at: string) => periodStarts(new Date(at), 'America/New_York').day.toISOString()
    expect(start('2026-03-08T20:00:00Z')).toBe('2026-03-08T05:00:00.000Z')
    expect(start('2026-03-09T20:00:00Z')).toBe('2026-03-09T04:00:00.000Z')
    expect(start('2026-11-01T20:00:00Z')).toBe('2026-11-01T04:00:00.000Z')
    expect(start('2026-11-02T20:00:00Z')).toBe('2026-11-02T05:00:00.000Z')
  })

  test('where midnight does not exist, at the first moment that does', () => {
    // Santiago sprang from 24:00 to 01:00 on 6 September 2026
    expect(periodStarts(new Date('2026-09-06T15:00:00Z'), 'America/Santiago').day.toISOString()).toBe(
      '2026-09-06T04:00:00.000Z',
    )
  })

  test('on Monday, and on the first', () => {
    const { week, month } = periodStarts(new Date('2026-11-22T15:00:00Z'), 'UTC')
    expect([week, month].map((at) => at.toISOString())).toEqual([
      '2026-11-16T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
    ])
  })
})

test('remembered moments are those of the clock', () => {
  const momentOf = momentCache()
  for (const at of ['2026-11-22T15:00:10Z', '2026-11-22T15:00:50Z', '2026-11-22T15:01:00Z']) {
    const date = new Date(at)
    expect(momentOf(date, 'America/New_York')).toEqual(localMoment(date, 'America/New_York'))
    expect(momentOf(date, 'Asia/Tokyo')).toEqual(localMoment(date, 'Asia/Tokyo'))
  }
})
