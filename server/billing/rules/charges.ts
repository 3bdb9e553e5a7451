/** A charge's life, and what a payment at Stripe says of it. */
import type Stripe from 'stripe'
import type { ChargeKind, ChargeState, StripeMode } from '../../../contract/api/billing.ts'
import type { Cents } from '../../../contract/money.ts'
import { fromStripe, toStripe } from './amounts.ts'
import { type Decline, declineOf } from './failures.ts'

export interface Charge {
  accountId: number
  chargeId: string
  customerId: number
  kind: ChargeKind
  state: ChargeState
  amount: Cents
  fee: Cents
  feeBp: number
  currency: string
  mode: StripeMode
  stripeAccountId: string
  saveCard: boolean
  checkoutSessionId: string | null
  checkoutUrl: string | null
  paymentIntentId: string | null
  paymentMethodId: string | null
  cardBrand: string | null
  cardLast4: string | null
  reason: string | null
  /** Who wished it: `customer`, `team` or `system`. */
  actorKind: string
  byName: string | null
  createdAt: Date
  sentAt: Date | null
  expiresAt: Date | null
  decidedAt: Date | null
  declineCode: string | null
  declineMessage: string | null
  wantsAuthentication: boolean
  attempts: number
  nextTryAt: Date | null
}

/** How a charge ended. `cancelled` and `expired`: nothing was charged, and nobody declined. */
export type Outcome =
  | { state: 'succeeded'; paymentIntentId: string; paymentMethodId: string | null; card: CardShown | null }
  | { state: 'declined'; decline: Decline; paymentIntentId: string | null }
  | { state: 'expired' | 'cancelled'; message: string; paymentIntentId: string | null }

export interface CardShown {
  brand: string
  last4: string
}

export const isDecided = ({ state }: Pick<Charge, 'state'>): boolean => state !== 'open' && state !== 'sent'

/**
 * Whether an outcome still changes a charge. Money that came is booked whatever was thought before; nothing else
 * changes what is decided.
 */
export function takesOutcome(charge: Pick<Charge, 'state'>, outcome: Outcome): boolean {
  return outcome.state === 'succeeded' ? charge.state !== 'succeeded' : !isDecided(charge)
}

/** An open page that a card was declined on stays open: the customer tries another one there. */
export function endsPage(charge: Pick<Charge, 'state'>, outcome: Outcome): boolean {
  return charge.state !== 'open' || outcome.state !== 'declined'
}

const idOf = (thing: string | { id: string } | null): string | null =>
  thing === null || typeof thing === 'string' ? thing : thing.id

export function cardOf(intent: Stripe.PaymentIntent): CardShown | null {
  const { latest_charge: charge, payment_method: method } = intent
  const paidWith = charge !== null && typeof charge === 'object' ? charge.payment_method_details?.card : undefined
  const card = paidWith ?? (method !== null && typeof method === 'object' ? method.card : undefined)
  return card ? { brand: card.brand ?? 'card', last4: card.last4 ?? '' } : null
}

/** What a payment's state says; undefined while Stripe is at it, or waits for the customer on its page. */
export function outcomeOf(intent: Stripe.PaymentIntent): Outcome | undefined {
  const { id: paymentIntentId, status, last_payment_error: error } = intent
  if (status === 'succeeded') {
    return { state: 'succeeded', paymentIntentId, paymentMethodId: idOf(intent.payment_method), card: cardOf(intent) }
  }
  if (status === 'canceled') return { state: 'cancelled', message: 'The payment was cancelled.', paymentIntentId }
  if (status === 'requires_payment_method' && error)
    return { state: 'declined', decline: declineOf(error), paymentIntentId }
  return undefined
}

/** Why a succeeded payment is not the charge's: what must never be booked. */
export function mismatch(charge: Charge, intent: Stripe.PaymentIntent): string | undefined {
  const total = charge.amount + charge.fee
  const currency = intent.currency.toUpperCase()
  if (currency !== charge.currency) return `Stripe took ${currency}, the charge is in ${charge.currency}.`
  const received = fromStripe(intent.amount_received, currency)
  return received === total ? undefined : `Stripe took ${received ?? intent.amount_received}, the charge says ${total}.`
}

/** What our objects at Stripe carry, so that they are known again whatever was lost. */
export const tagOf = ({ accountId, customerId, chargeId }: Pick<Charge, 'accountId' | 'customerId' | 'chargeId'>) => ({
  portico_account: String(accountId),
  portico_customer: String(customerId),
  portico_charge: chargeId,
})

/** The charge a payment was made for; undefined for one that was not made here. */
export function chargeIdOf(intent: { metadata: Stripe.Metadata }, accountId: number): string | undefined {
  const { portico_account: account, portico_charge: chargeId } = intent.metadata
  return account === String(accountId) ? chargeId : undefined
}

const DESCRIPTIONS: Record<ChargeKind, string> = {
  deposit: 'Deposit',
  recharge: 'Automatic recharge',
  operator: 'Charge',
}
export const descriptionOf = ({ kind }: Pick<Charge, 'kind'>): string => DESCRIPTIONS[kind]

/** The payment of a charge with the card on file: made of the row alone, so that each try sends the same. */
export function offSessionPayment(charge: Charge, stripeCustomerId: string): Stripe.PaymentIntentCreateParams {
  if (charge.paymentMethodId === null) throw new Error(`charge ${charge.chargeId} has no card`)
  return {
    amount: toStripe(charge.amount, charge.currency) + toStripe(charge.fee, charge.currency),
    currency: charge.currency.toLowerCase(),
    customer: stripeCustomerId,
    payment_method: charge.paymentMethodId,
    allowed_payment_method_types: ['card'],
    off_session: true,
    confirm: true,
    error_on_requires_action: true,
    description: descriptionOf(charge),
    metadata: tagOf(charge),
  }
}

const SECOND = 1_000
const LONGEST_PAUSE = 300 * SECOND

/** When something is asked for again after `attempts` calls that told nothing: 2, 4, 8 … seconds, at most five minutes. */
export function backOff(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(2 ** Math.min(attempts, 10) * SECOND, LONGEST_PAUSE))
}

/** A page is with the customer: looking is slower than for what was sent, and an event usually comes first. */
export function nextTry(state: ChargeState, attempts: number, now: Date): Date {
  return state === 'sent' ? backOff(attempts, now) : new Date(now.getTime() + Math.min(attempts, 5) * 60 * SECOND)
}

/** Stripe forgets keys after a day: from then on it is only looked up, never sent again. */
const KEY_LIFE_MS = 23 * 3_600 * SECOND
export function keyIsGood(charge: Pick<Charge, 'sentAt'>, now: Date): boolean {
  return charge.sentAt !== null && now.getTime() - charge.sentAt.getTime() < KEY_LIFE_MS
}

/** Of a charge that was called for so often without a trace of it at Stripe, although Stripe answers: it was not made. */
export const CALLS_UNTIL_GIVEN_UP = 3
