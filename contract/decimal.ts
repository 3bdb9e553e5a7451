/** Amounts of the public API: JSON numbers in the currency's major unit, as the field's scripts add them up. */
import { z } from 'zod'
import { asCents, decimalText } from './money.ts'

declare global {
  // TypeScript's own library does not name it yet
  interface JSON {
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

/** A number on the wire; here it is never a float, only the digits that are written. */
export const Decimal = z
  .custom<object | number>((value) => typeof value === 'number' || JSON.isRawJSON(value), 'a number')
  .meta({ type: 'number' })

/** 4600 cents of a dollar are written 46.00. */
export const decimal = (amount: number, currency: string): object =>
  JSON.rawJSON(decimalText(asCents(amount), currency))
