import { expect, test } from 'vitest'
import { comparedUntil, lastDays, startOfDay, windowBefore, windowOf, windowOfDays } from './windows.ts'

const HOUR = 3_600_000
const hours = (window: { from: Date; to: Date }) => (window.to.getTime() - window.from.getTime()) / HOUR

test('days of 23, 24 and 25 hours end where they end', () => {
  const day = (date: string) => windowOfDays({ from: date, to: date }, 'America/New_York')
  expect(hours(day('2026-03-08'))).toBe(23)
  expect(hours(day('2026-11-01'))).toBe(25)
  expect(hours(day('2026-11-02'))).toBe(24)
  expect(day('2026-03-08').bounds).toHaveLength(24)
  expect(day('2026-11-01').bounds).toHaveLength(26)
  expect(day('2026-11-01').from.toISOString()).toBe('2026-11-01T04:00:00.000Z')
  expect(day('2026-11-01').to.toISOString()).toBe('2026-11-02T05:00:00.000Z')
})

test('half-hour daylight saving keeps hours on the local clock', () => {
  const zone = 'Australia/Lord_Howe'
  const spring = windowOfDays({ from: '2026-10-04', to: '2026-10-04' }, zone)
  expect(hours(spring)).toBe(23.5)
  const autumn = windowOfDays({ from: '2026-04-05', to: '2026-04-05' }, zone)
  expect(hours(autumn)).toBe(24.5)
  for (const window of [spring, autumn]) {
    const local = window.bounds.map((at) =>
      Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone),
    )
    expect(local.every((at) => at.minute === 0)).toBe(true)
  }
  // in spring there is no 2:00, so the hour from 1:00 lasts until 3:00 by the clock
  expect(spring.bounds).toHaveLength(24)
  expect(autumn.bounds).toHaveLength(25)
})

test('a quarter-hour zone has midnights on the bucket', () => {
  const from = startOfDay('Asia/Kathmandu', '2026-11-22')
  expect(from.toISOString()).toBe('2026-11-21T18:15:00.000Z')
  expect(from.getTime() % (15 * 60_000)).toBe(0)
})

test('a day whose midnight does not exist starts at its first instant', () => {
  // Beirut sprang forward at midnight
  expect(startOfDay('Asia/Beirut', '2026-03-29').toISOString()).toBe('2026-03-28T22:00:00.000Z')
})

test('consecutive days of every zone leave no gap and no overlap', () => {
  for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Cairo']) {
    const year = windowOfDays({ from: '2026-01-01', to: '2026-12-31' }, zone)
    expect(year.bounds).toHaveLength(366)
    const gaps = year.bounds.slice(1).map((at, i) => at.getTime() - (year.bounds[i]?.getTime() ?? 0))
    expect(gaps.every((ms) => ms >= 22.5 * HOUR && ms <= 25.5 * HOUR)).toBe(true)
    expect(gaps.reduce((all, ms) => all + ms, 0)).toBe(year.to.getTime() - year.from.getTime())
  }
})

test('presets are days of the zone, not of UTC', () => {
  const now = new Date('2026-11-22T03:00:00Z')
  expect(windowOf({ preset: 'today' }, 'America/New_York', now).days).toEqual({ from: '2026-11-21', to: '2026-11-21' })
  expect(windowOf({ preset: 'today' }, 'Asia/Kathmandu', now).days).toEqual({ from: '2026-11-22', to: '2026-11-22' })
  const days = (preset: 'yesterday' | 'last_7' | 'last_28' | 'last_90' | 'this_month' | 'last_month') =>
    windowOf({ preset }, 'UTC', now).days
  expect(days('yesterday')).toEqual({ from: '2026-11-21', to: '2026-11-21' })
  expect(days('last_7')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(days('last_28')).toEqual({ from: '2026-10-26', to: '2026-11-22' })
  expect(days('last_90')).toEqual({ from: '2026-08-25', to: '2026-11-22' })
  expect(days('this_month')).toEqual({ from: '2026-11-01', to: '2026-11-22' })
  expect(days('last_month')).toEqual({ from: '2026-10-01', to: '2026-10-31' })
  expect(lastDays(7, 'UTC', now).days).toEqual(days('last_7'))
})

test('the period before is as many days, and a running one is compared as far as it has run', () => {
  const now = new Date('2026-11-22T10:07:00Z')
  const today = windowOf({ preset: 'today' }, 'UTC', now)
  const before = windowBefore(today)
  expect(before.days).toEqual({ from: '2026-11-21', to: '2026-11-21' })
  expect(comparedUntil(today, before, now).toISOString()).toBe('2026-11-21T10:15:00.000Z')
  const over = windowOf({ preset: 'yesterday' }, 'UTC', now)
  expect(comparedUntil(over, windowBefore(over), now)).toEqual(windowBefore(over).to)
  // 25 hours today against 24 yesterday: never past the end of the period before
  const late = new Date('2026-11-02T04:50:00Z')
  const long = windowOf({ preset: 'today' }, 'America/New_York', late)
  expect(comparedUntil(long, windowBefore(long), late)).toEqual(windowBefore(long).to)
})
