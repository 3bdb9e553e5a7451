/** What a card is charged for an amount of credit, and the least that can be paid in. */
import { asCents, type Cents, shareOf } from '../../../contract/money.ts'

export interface Price {
  /** What the balance gets. */
  amount: Cents
  /** On top of it. */
  fee: Cents
  /** What the card is charged. */
  total: Cents
}

/** The fee is a plain percentage on top: 100.00 and 3 % make 103.00. */
export function priceOf(amount: Cents, feeBp: number): Price {
  const fee = shareOf(amount, feeBp)
  return { amount, fee, total: asCents(amount + fee) }
}

/**
 * The least Stripe charges, in the currency's minor unit (docs.stripe.com/currencies, minimum and maximum charge
 * amounts). It holds for the total; held for the credit it errs on the safe side.
 */
const LEAST: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1_500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1_000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1_000,
}
const LEAST_ELSEWHERE = 100

/** The least that Stripe charges in this currency. */
export const leastCharge = (currency: string): Cents => asCents(LEAST[currency] ?? LEAST_ELSEWHERE)

/** What was agreed with a customer, or Stripe's own minimum where that is more. */
export function minimumDeposit(agreed: number, currency: string): Cents {
  return asCents(Math.max(agreed, leastCharge(currency)))
}

// Stripe counts these in hundredths although they have none in use (docs.stripe.com/currencies, special cases)
const IN_HUNDREDTHS = new Set(['ISK', 'UGX'])
const scale = (currency: string): number => (IN_HUNDREDTHS.has(currency) ? 100 : 1)

/** An amount as Stripe counts it. */
export const toStripe = (amount: Cents, currency: string): number => amount * scale(currency)
/** An amount of Stripe's as it is counted here; undefined where it is no whole one. */
export function fromStripe(amount: number, currency: string): Cents | undefined {
  const whole = amount / scale(currency.toUpperCase())
  return Number.isSafeInteger(whole) ? asCents(whole) : undefined
}
