import { describe, expect, it } from 'vitest'
import * as f from './format.ts'

const NY = 'America/New_York'
const NOW = '2026-11-19T19:41:07.112Z'

describe('money', () => {
  it('always has cents, a true minus, and a plus only when asked', () => {
    expect(f.money(4600, 'USD')).toBe('$46.00')
    expect(f.money(-4600, 'USD')).toBe('−$46.00')
    expect(f.money(4000, 'USD', { signed: true })).toBe('+$40.00')
    expect(f.money(0, 'USD', { signed: true })).toBe('$0.00')
    expect(f.money(null, 'USD')).toBe('–')
  })
  it('knows currencies without cents', () => {
    expect(f.money(1200, 'JPY')).toBe('¥1,200')
    expect(f.moneySplit(1200, 'JPY')).toEqual({ whole: '¥1,200', cents: '' })
  })
  it('splits off the cents', () => {
    expect(f.moneySplit(3614200, 'USD')).toEqual({ whole: '$36,142', cents: '.00' })
    expect(f.moneySplit(-5, 'USD')).toEqual({ whole: '−$0', cents: '.05' })
  })
  it('is short on axes', () => {
    expect(f.moneyShort(60000, 'USD')).toBe('$600')
    expect(f.moneyShort(2400000, 'USD')).toBe('$24K')
  })
})

describe('counts and shares', () => {
  it('writes estimates with two figures', () => {
    expect(f.about(1284)).toBe('about 1,300')
    expect(f.about(97)).toBe('97')
    expect(f.about(10_000_000)).toBe('about 10,000,000')
  })
  it('has no share of nothing', () => {
    expect(f.percent(871, 1284)).toBe('67.8%')
    expect(f.percent(0, 0)).toBe('–')
    expect(f.change(1284, 0)).toBeNull()
    expect(f.change(90, 100)).toBe('−10.0%')
    expect(f.change(109, 100, 0)).toBe('+9%')
  })
  it('says how long money lasts', () => {
    expect(f.daysLeft(186200, 62000)).toBe('about 3 days')
    expect(f.daysLeft(62000, 62000)).toBe('about 1 day')
    expect(f.daysLeft(10, 62000)).toBe('less than a day')
    expect(f.daysLeft(10, 0)).toBeNull()
  })
})

describe('instants, in the zone asked for', () => {
  it('drops the date today, names yesterday, then the day', () => {
    expect(f.when(NOW, NY, NOW)).toBe('2:41 PM')
    expect(f.when('2026-11-19T03:00:00Z', NY, NOW)).toBe('Yesterday, 10:00 PM')
    expect(f.when('2026-11-12T15:00:00Z', NY, NOW)).toBe('Nov 12, 10:00 AM')
    expect(f.day('2025-11-12T15:00:00Z', NY, NOW)).toBe('Nov 12, 2025')
  })
  it('counts days in the zone, not in UTC', () => {
    expect(f.when('2026-11-19T03:00:00Z', 'UTC', NOW)).toBe('3:00 AM')
  })
  it('has seconds and milliseconds where asked', () => {
    expect(f.time(NOW, NY, true)).toBe('2:41:07 PM')
    expect(f.clock(NOW, NY)).toBe('2:41:07.112')
    expect(f.zoneName(NY, NOW)).toBe('EST')
  })
  it('keeps a calendar day where it is', () => {
    expect(f.calendarDay('2026-11-01')).toBe('Nov 1')
    expect(f.monthName('2026-11')).toBe('November 2026')
  })
})

describe('initials', () => {
  it('takes first and last', () => {
    expect(f.initials('Lena van der Marsh')).toBe('LM')
    expect(f.initials('lena')).toBe('LE')
  })
})
