/**
 * What a failed call to Stripe means. Only what Stripe says of the payment itself decides a charge; everything else
 * leaves it as it was, to be tried again under the same key.
 */
import Stripe from 'stripe'

export interface Decline {
  code: string
  message: string
  /** Trying this card again is of no use, and costs the operator. */
  hard: boolean
  /** Its owner has to confirm with their bank. */
  authentication: boolean
}

export type Failure =
  /** The bank or Stripe said no to this payment: it is over. */
  | { kind: 'declined'; decline: Decline; paymentIntent: Stripe.PaymentIntent | undefined }
  /** Stripe does not take the request as it is, and did nothing. */
  | { kind: 'refused'; decline: Decline }
  /** Whether it was done is not known. `final`: Stripe repeats what it stored, so asking again tells nothing new. */
  | { kind: 'unknown'; final: boolean; message: string }
  /** It was not done, and may be soon: busy, or the same key is being worked on. */
  | { kind: 'busy'; message: string }
  /** The key is no longer good, or may not do this. */
  | { kind: 'locked_out'; message: string }

/** Codes after which a card is not tried again (docs.stripe.com/declines/codes). */
const HARD = new Set([
  'card_not_supported',
  'card_velocity_exceeded_do_not_retry',
  'currency_not_supported',
  'do_not_try_again',
  'expired_card',
  'fraudulent',
  'incorrect_number',
  'invalid_account',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'invalid_number',
  'lost_card',
  'merchant_blacklist',
  'new_account_information_available',
  'pickup_card',
  'previously_declined_do_not_retry',
  'restricted_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'security_violation',
  'stolen_card',
  'stop_payment_order',
  'testmode_decline',
  'transaction_not_allowed',
])
const AUTHENTICATION = new Set(['authentication_required', 'authentication_not_handled'])

/** For customers: never Stripe's own words, which may name the operator's set-up. */
const WORDS: Readonly<Record<string, string>> = {
  authentication_required: 'Your bank wants you to confirm this payment.',
  expired_card: 'The card has expired.',
  insufficient_funds: 'There is not enough money on the card.',
  incorrect_cvc: 'The security code of the card is not right.',
  card_not_supported: 'The card cannot be used for this kind of payment.',
  processing_error: 'The bank could not process the payment just now.',
}
const wordsOf = (code: string): string => WORDS[code] ?? 'The bank declined the payment.'

interface Told {
  code?: string | undefined
  decline_code?: string | undefined
  advice_code?: string | undefined
}

/** A decline as Stripe tells it, in an error or on a payment. */
export function declineOf({ code, decline_code, advice_code }: Told): Decline {
  const authentication = [code, decline_code].some((one) => one !== undefined && AUTHENTICATION.has(one))
  const named = authentication ? 'authentication_required' : (decline_code ?? code ?? 'declined')
  const hard = HARD.has(named) || (code !== undefined && HARD.has(code)) || advice_code === 'do_not_try_again'
  return { code: named, message: wordsOf(named), hard: hard && !authentication, authentication }
}

const WENT_WRONG = 'The payment could not be made with this card. Please use another one.'
const isReplay = ({ headers }: Stripe.errors.StripeError): boolean => headers?.['idempotent-replayed'] === 'true'

const refusal = (code = 'refused'): Failure => ({
  kind: 'refused',
  decline: { code, message: WENT_WRONG, hard: true, authentication: false },
})

/** Whatever a call threw. What is not Stripe's own error is unknown, too. */
export function failureOf(error: unknown): Failure {
  const { errors } = Stripe
  if (error instanceof errors.StripeCardError)
    return { kind: 'declined', decline: declineOf(error), paymentIntent: error.payment_intent }
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'locked_out', message: error.message }
  // other parameters under the same key: what was made first is what counts, so it is looked up
  if (error instanceof errors.StripeIdempotencyError) return { kind: 'unknown', final: true, message: error.message }
  if (error instanceof errors.StripeInvalidRequestError) return refusal(error.code)
  if (error instanceof errors.StripeError && (error.statusCode === 409 || error.statusCode === 429))
    return { kind: 'busy', message: error.message }
  const final = error instanceof errors.StripeAPIError && isReplay(error)
  return { kind: 'unknown', final, message: error instanceof Error ? error.message : 'no answer' }
}

/** Whether the call did not get through at all: what "card payments are delayed" is about. */
export const isOutageOf = ({ kind }: Failure): boolean => kind === 'unknown' || kind === 'locked_out'

/** The status Stripe answered with; undefined when it did not, or the fault is not its. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof Stripe.errors.StripeError ? error.statusCode : undefined
