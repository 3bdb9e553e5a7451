/**
 * Money is an integer of the currency's minor unit; rates are basis points. This is the only file that makes
 * `Cents` and the only one that rounds.
 */
declare const cents: unique symbol
/** An amount in the currency's minor unit (cents of a dollar, yen of a yen). Never a fraction. */
export type Cents = number & { readonly [cents]: true }

/** The brand is given to whole, exact numbers only. @throws RangeError otherwise */
export function asCents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole amount: ${value}`)
  return value as Cents // the check above is what the brand means
}

export const BASIS_POINTS = 10_000

/** `rate` basis points of `amount`, rounded half up on the final amount (spec 1, Ids, money, time). */
export function shareOf(amount: Cents, rate: number): Cents {
  const exact = BigInt(amount) * BigInt(rate)
  const whole = BigInt(BASIS_POINTS)
  const floor = exact / whole - (exact < 0n && exact % whole !== 0n ? 1n : 0n)
  const rest = exact - floor * whole
  return asCents(Number(rest * 2n >= whole ? floor + 1n : floor))
}

/** Integer division rounded half up, of amounts and counts that are not negative. */
function roundedQuotient(dividend: bigint, divisor: bigint): number {
  return Number((2n * dividend + divisor) / (2n * divisor))
}

/** The average of `count` amounts that make `total`; null where there is nothing to average. */
export function averageOf(total: Cents, count: number): Cents | null {
  return count === 0 ? null : asCents(roundedQuotient(BigInt(total), BigInt(count)))
}

/** `part` of `whole` in basis points; null where there is no whole. */
export function rateOf(part: number, whole: number): number | null {
  return whole === 0 ? null : roundedQuotient(BigInt(part) * BigInt(BASIS_POINTS), BigInt(whole))
}

const digits = new Map<string, number>()

/** How many digits of the currency are minor: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, found)
  return found
}

/** The exact decimal of an amount, as text: 4600 USD is 46.00. For machines; screens use Intl. */
export function decimalText(amount: Cents, currency: string): string {
  const places = minorDigits(currency)
  const sign = amount < 0 ? '-' : ''
  const text = String(Math.abs(amount)).padStart(places + 1, '0')
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`
}
