import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { asCents } from '../../../contract/money.ts'
import { fromStripe, leastCharge, minimumDeposit, priceOf, toStripe } from './amounts.ts'
import { backOff, endsPage, keyIsGood, nextTry, takesOutcome } from './charges.ts'
import { failureOf } from './failures.ts'

const NOW = new Date('2026-11-22T15:00:00Z')

describe('a price', () => {
  test('is amount and fee, rounded once and half up', () => {
    expect(priceOf(asCents(10_000), 300)).toEqual({ amount: 10_000, fee: 300, total: 10_300 })
    expect(priceOf(asCents(50), 300)).toMatchObject({ fee: 2 })
    expect(priceOf(asCents(10_000), 0)).toMatchObject({ fee: 0, total: 10_000 })
  })

  test('never takes from the amount, nor more than its rate and half a cent', () => {
    const cents = fc.integer({ min: 1, max: 100_000_000 })
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 1_500 }), (amount, rate) => {
        const price = priceOf(asCents(amount), rate)
        expect(price.amount).toBe(amount)
        expect(price.total - price.fee).toBe(amount)
        expect(Math.abs(price.fee * 10_000 - amount * rate)).toBeLessThanOrEqual(5_000)
      }),
    )
  })

  test('is counted as Stripe counts the currency, there and back', () => {
    expect([toStripe(asCents(500), 'ISK'), fromStripe(50_000, 'isk'), fromStripe(50_001, 'isk')]).toEqual([
      50_000,
      500,
      undefined,
    ])
    expect([toStripe(asCents(500), 'JPY'), fromStripe(500, 'usd')]).toEqual([500, 500])
    expect(minimumDeposit(10, 'USD')).toBe(leastCharge('USD'))
    expect(minimumDeposit(5_000, 'USD')).toBe(5_000)
  })
})

describe('what a failed call means', () => {
  const { errors } = Stripe
  const raw = (more: object) => ({ type: 'card_error', message: 'no', ...more }) as const
  const api = (statusCode: number, headers = {}) =>
    new errors.StripeAPIError({ ...raw({ statusCode, headers }), type: 'api_error' })

  test.each([
    [{ code: 'card_declined', decline_code: 'insufficient_funds' }, false, false],
    [{ code: 'card_declined', decline_code: 'lost_card' }, true, false],
    [{ code: 'card_declined', decline_code: 'generic_decline', advice_code: 'do_not_try_again' }, true, false],
    [{ code: 'expired_card' }, true, false],
    [{ code: 'authentication_required', decline_code: 'authentication_required' }, false, true],
  ])('%o', (told, hard, authentication) => {
    const failure = failureOf(new errors.StripeCardError(raw({ statusCode: 402, ...told })))
    expect(failure).toMatchObject({ kind: 'declined', decline: { hard, authentication } })
  })

  test('only an answer about the payment itself decides it', () => {
    const kinds = [
      api(500),
      api(500, { 'idempotent-replayed': 'true' }),
      api(409),
      new errors.StripeRateLimitError(raw({ statusCode: 429 })),
      new errors.StripeConnectionError(raw({})),
      new errors.StripeAuthenticationError(raw({ statusCode: 401 })),
      new errors.StripePermissionError(raw({ statusCode: 403 })),
      new errors.StripeIdempotencyError(raw({ statusCode: 400 })),
      new errors.StripeInvalidRequestError(raw({ statusCode: 400 })),
      new Error('ours'),
    ].map((error) => {
      const failure = failureOf(error)
      return 'final' in failure ? `${failure.kind} ${failure.final}` : failure.kind
    })
    expect(kinds).toEqual([
      'unknown false',
      'unknown true',
      'busy',
      'busy',
      'unknown false',
      'locked_out',
      'locked_out',
      'unknown true',
      'refused',
      'unknown false',
    ])
  })
})

describe('an outcome', () => {
  const decline = { code: 'x', message: 'x', hard: false, authentication: false }
  const succeeded = { state: 'succeeded', paymentIntentId: 'pi', paymentMethodId: null, card: null } as const
  const declined = { state: 'declined', decline, paymentIntentId: null } as const
  const expired = { state: 'expired', message: 'x', paymentIntentId: null } as const

  test('money counts whatever was thought before, once; nothing else changes what is decided', () => {
    for (const state of ['open', 'sent', 'declined', 'expired', 'cancelled'] as const)
      expect(takesOutcome({ state }, succeeded)).toBe(true)
    expect(takesOutcome({ state: 'succeeded' }, succeeded)).toBe(false)
    for (const state of ['succeeded', 'declined', 'expired', 'cancelled'] as const)
      for (const outcome of [declined, expired]) expect(takesOutcome({ state }, outcome)).toBe(false)
  })

  test('a decline on the page leaves it open', () => {
    expect([endsPage({ state: 'open' }, declined), endsPage({ state: 'sent' }, declined)]).toEqual([false, true])
  })
})

test('what told nothing is asked again after 2, 4, 8 … seconds, at most five minutes; a page each minute or rarer', () => {
  const seconds = (at: Date) => (at.getTime() - NOW.getTime()) / 1_000
  expect([1, 2, 3, 20, 2_000].map((n) => seconds(backOff(n, NOW)))).toEqual([2, 4, 8, 300, 300])
  expect([1, 9].map((n) => seconds(nextTry('open', n, NOW)))).toEqual([60, 300])
})

test('a key is good for less than a day', () => {
  const sentAt = new Date(NOW.getTime() - 22 * 3_600_000)
  expect(keyIsGood({ sentAt }, NOW)).toBe(true)
  expect(keyIsGood({ sentAt }, new Date(NOW.getTime() + 3_600_000))).toBe(false)
})
