import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consentSentence } from '../../../contract/consent.ts'
import { asCents } from '../../../contract/money.ts'
import {
  afterDecline,
  amountDue,
  dayAround,
  type Facts,
  forgiven,
  idleReason,
  isExpired,
  type Recharge,
  roomToday,
  thresholdOf,
} from './recharge.ts'

const now = new Date('2026-11-22T12:00:00Z')
const recharge: Recharge = {
  on: true,
  threshold: asCents(10_000),
  amount: asCents(20_000),
  mostChargesADay: 5,
  mostAmountADay: null,
  stopped: null,
  stoppedAt: null,
  declines: 0,
  nextTryAt: null,
  worksAgainAt: null,
}
const facts: Facts = {
  billingMode: 'real_time',
  closed: false,
  connected: true,
  card: 'good',
  minimumDeposit: asCents(5_000),
  today: { charges: 0, amount: asCents(0) },
}
const used = (charges: number, amount: number): Facts => ({ ...facts, today: { charges, amount: asCents(amount) } })
const standing = (balance: number, underWay = 0, minimum: number | null = null) => ({
  balance: asCents(balance),
  underWay: asCents(underWay),
  minimumBalance: minimum === null ? null : asCents(minimum),
})
const hard = { hard: true, authentication: false }
const soft = { hard: false, authentication: false }

test.each<[string, Partial<Recharge>, Partial<Facts>, string | null]>([
  ['on, with a card', {}, {}, null],
  ['switched off', { on: false }, {}, 'off'],
  ['closed', {}, { closed: true }, 'closed'],
  ['another billing mode', {}, { billingMode: 'manual' }, 'mode'],
  ['no Stripe', {}, { connected: false }, 'not_connected'],
  ['no card', {}, { card: 'none' }, 'no_card'],
  ['an expired card', {}, { card: 'expired' }, 'card_expired'],
  ['stopped by declines', { stopped: 'declines', stoppedAt: now }, { card: 'none' }, 'declines'],
  ['waiting for its next try', { declines: 2, nextTryAt: now }, {}, null],
  ['five charges today', {}, used(5, 1), 'limit_today'],
  ['four charges today', {}, used(4, 1), null],
  ['less room than the minimum deposit', {}, used(1, 195_001), 'limit_today'],
  ['room for just the minimum deposit', {}, used(1, 195_000), null],
])('%s: idle is %s', (_case, other, around, idle) => {
  expect(idleReason({ ...recharge, ...other }, { ...facts, ...around })).toBe(idle)
})

test('without one there is none', () => {
  expect(idleReason(undefined, facts)).toBe('off')
})

test.each<[string, ReturnType<typeof standing>, Facts, number | null]>([
  ['at the threshold nothing', standing(10_000), facts, null],
  ['a cent below it the amount', standing(9_999), facts, 20_000],
  ['a large gap in one charge', standing(-50_000), facts, 60_000],
  ['less what is under way', standing(-50_000, 30_000), facts, 30_000],
  ['nothing while enough is under way', standing(-50_000, 60_000), facts, null],
  ['up to a minimum balance above the threshold', standing(9_000, 0, 40_000), facts, 31_000],
  ['cut to the room of the day', standing(-300_000), facts, 200_000],
  ['the rest of the day', standing(0), used(2, 190_000), 10_000],
  ['nothing with less room than a minimum deposit', standing(0), used(2, 195_001), null],
  ['nothing after the last charge of the day', standing(0), used(5, 5_000), null],
])('%s', (_case, wallet, around, amount) => {
  expect(amountDue(recharge, wallet, around)).toBe(amount)
})

test('however large the gap: one charge closes it or takes all the room, within the limits and never less than allowed', () => {
  const money = (max: number) => fc.integer({ min: 0, max })
  fc.assert(
    fc.property(
      fc.record({
        threshold: money(100_000),
        amount: fc.integer({ min: 1, max: 100_000 }),
        balance: fc.integer({ min: -500_000, max: 100_000 }),
        underWay: money(50_000),
        minimum: fc.option(money(100_000)),
        least: fc.integer({ min: 50, max: 20_000 }),
        charges: fc.nat(5),
        taken: money(300_000),
        most: fc.option(fc.integer({ min: 1, max: 400_000 })),
      }),
      ({ threshold, amount, balance, underWay, minimum, least, charges, taken, most }) => {
        const one = { ...recharge, threshold: asCents(threshold), amount: asCents(amount) }
        one.mostAmountADay = most === null ? null : asCents(most)
        const around = { ...used(charges, taken), minimumDeposit: asCents(least) }
        const wallet = standing(balance, underWay, minimum)
        const due = amountDue(one, wallet, around)
        const room = roomToday(one, around)
        const missing = thresholdOf(one, wallet.minimumBalance) - balance - underWay
        if (due === null) return void expect(missing <= 0 || room < least).toBe(true)
        expect(due).toBeGreaterThanOrEqual(least)
        expect(due).toBeLessThanOrEqual(room)
        expect(due === room || due >= missing).toBe(true)
        // what is works exactly as long as it can be charged
        expect(idleReason(one, around)).toBeNull()
      },
    ),
    { numRuns: 500 },
  )
})

test('three soft declines stop it, with longer pauses between them', () => {
  const first = { ...recharge, ...afterDecline(recharge, soft, now) }
  expect(first).toMatchObject({ stopped: null, declines: 1, nextTryAt: new Date('2026-11-22T13:00:00Z') })
  const second = { ...first, ...afterDecline(first, soft, now) }
  expect(second).toMatchObject({ stopped: null, declines: 2, nextTryAt: new Date('2026-11-22T18:00:00Z') })
  expect(afterDecline(second, soft, now)).toEqual({ stopped: 'declines', stoppedAt: now, declines: 3, nextTryAt: null })
})

test('a hard decline and a wanted authentication stop it at once; a new card forgives, but not a dispute', () => {
  const lost = { ...recharge, ...afterDecline(recharge, hard, now) }
  expect(lost).toMatchObject({ stopped: 'hard_decline', stoppedAt: now })
  expect(afterDecline(recharge, { hard: false, authentication: true }, now).stopped).toBe('authentication')
  expect(forgiven(lost)).toEqual({ stopped: null, stoppedAt: null, declines: 0, nextTryAt: null })
  const disputed = { ...recharge, stopped: 'dispute' as const, stoppedAt: now }
  expect(forgiven(disputed)).toMatchObject({ stopped: 'dispute' })
  expect(afterDecline(disputed, hard, now)).toMatchObject({ stopped: 'dispute' })
})

test.each([
  ['America/New_York', '2026-11-22T04:59:00Z', '2026-11-21T05:00:00.000Z', '2026-11-22T05:00:00.000Z'],
  ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-05T00:00:00Z', '2026-04-04T13:00:00.000Z', '2026-04-05T13:30:00.000Z'],
])('the day in %s around %s', (zone, at, from, to) => {
  const day = dayAround(zone, new Date(at))
  expect([day.from.toISOString(), day.to.toISOString()]).toEqual([from, to])
})

test('a card is good to the end of its month', () => {
  expect(isExpired({ expMonth: 11, expYear: 2026 }, new Date('2026-11-30T23:59:59Z'))).toBe(false)
  expect(isExpired({ expMonth: 11, expYear: 2026 }, new Date('2026-12-01T00:00:00Z'))).toBe(true)
  expect(isExpired({ expMonth: 12, expYear: 2026 }, new Date('2027-01-01T00:00:00Z'))).toBe(true)
})

test('the consent sentence names amount, fee, total and limits', () => {
  const terms = { threshold: 5_000, amount: 10_000, mostChargesADay: 5, mostAmountADay: null }
  const around = { company: 'Halyard Leads', currency: 'USD', feeBp: 300, minimumDeposit: 2_500 }
  expect(consentSentence(terms, around)).toBe(
    'I allow Halyard Leads to charge my card on file whenever my balance falls below $50.00: $100.00 plus a fee of 3% ' +
      '($103.00 in all), or more where $100.00 would not bring the balance back to $50.00; at most 5 times and ' +
      '$1,000.00 a day, before fees. I can switch this off at any time on this page.',
  )
})
