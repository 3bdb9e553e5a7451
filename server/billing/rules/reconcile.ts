/** A payment at Stripe against the books: matched, not ours, or what differs. */
import type Stripe from 'stripe'
import { moneyInWords } from '../../../contract/words.ts'
import { fromStripe } from './amounts.ts'
import { type Charge, mismatch } from './charges.ts'

export interface Seen {
  refunded: number
  disputed: boolean
  stripeFee: number | null
}

/** What Stripe shows of a payment beside its amount. */
export function seenOf(intent: Stripe.PaymentIntent): Seen {
  const { latest_charge: charge } = intent
  if (charge === null || typeof charge === 'string') return { refunded: 0, disputed: false, stripeFee: null }
  const { balance_transaction: balance } = charge
  const refunded = fromStripe(charge.amount_refunded, intent.currency) ?? charge.amount_refunded
  // its fee is in the currency of the operator's payout, which may be another one
  const inSame = balance !== null && typeof balance === 'object' && balance.currency === intent.currency
  const stripeFee = inSame ? (fromStripe(balance.fee, intent.currency) ?? null) : null
  return { refunded, disputed: charge.disputed, stripeFee }
}

interface Books {
  charge: Charge | undefined
  booked: number
  refunded: number
  disputes: number
}

/** Why a payment that carries our mark is not as the books say; undefined: it matches. */
export function differenceOf(intent: Stripe.PaymentIntent, seen: Seen, books: Books): string | undefined {
  const { charge } = books
  if (!charge) return 'It carries the mark of a charge that is not known here.'
  const wrong = mismatch(charge, intent)
  if (wrong !== undefined) return wrong
  if (charge.state !== 'succeeded') return `Stripe took it, but the charge is ${charge.state} here.`
  const words = (amount: number) => moneyInWords(amount, charge.currency)
  const total = charge.amount + charge.fee
  if (books.booked !== total) return `The ledger booked ${words(books.booked)} of ${words(total)}.`
  if (seen.refunded !== books.refunded)
    return `Stripe gave back ${words(seen.refunded)}, the ledger says ${words(books.refunded)}.`
  if (seen.disputed && books.disputes === 0) return 'It is disputed at Stripe, and the ledger does not know it.'
  return undefined
}
