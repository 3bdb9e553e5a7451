/** Stripe's test cards, and what a bank says to each: numbers, tokens and codes are those of Stripe's documentation. */

type Advice = 'confirm_card_data' | 'do_not_try_again' | 'try_again_later'

export interface Decline {
  code: string
  decline_code: string
  message: string
  advice_code: Advice
  network_decline_code: string
}

const declined = (decline_code: string, message: string, advice_code: Advice, network: string): Decline => ({
  code: 'card_declined',
  decline_code,
  message,
  advice_code,
  network_decline_code: network,
})
const DECLINED = 'Your card was declined.'

/** By the name that the control takes: what a bank answers instead of money. */
export const DECLINES: Readonly<Record<string, Decline>> = {
  generic_decline: declined('generic_decline', DECLINED, 'try_again_later', '05'),
  insufficient_funds: declined('insufficient_funds', 'Your card has insufficient funds.', 'try_again_later', '51'),
  lost_card: declined('lost_card', DECLINED, 'do_not_try_again', '41'),
  stolen_card: declined('stolen_card', DECLINED, 'do_not_try_again', '43'),
  do_not_honor: declined('do_not_honor', DECLINED, 'try_again_later', '05'),
  fraudulent: declined('fraudulent', DECLINED, 'do_not_try_again', '59'),
  card_velocity_exceeded: declined('card_velocity_exceeded', DECLINED, 'try_again_later', '61'),
  expired_card: {
    ...declined('expired_card', 'Your card has expired.', 'confirm_card_data', '54'),
    code: 'expired_card',
  },
  incorrect_cvc: {
    ...declined('incorrect_cvc', "Your card's security code is incorrect.", 'confirm_card_data', 'N7'),
    code: 'incorrect_cvc',
  },
  processing_error: {
    ...declined(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
      'try_again_later',
      '96',
    ),
    code: 'processing_error',
  },
  authentication_required: {
    ...declined(
      'authentication_required',
      'Your card was declined. This transaction requires authentication.',
      'confirm_card_data',
      '1A',
    ),
    code: 'authentication_required',
  },
}

/** `succeed`, `authenticate`, or a name of DECLINES. */
export type Answer = string

export interface TestCard {
  number: string
  /** The name of Stripe's `pm_card_…`. */
  token: string
  brand: string
  funding: string
  /** When it is saved. */
  saving: Answer
  /** When its holder pays on the page. */
  present: Answer
  /** When it is charged without its holder. */
  absent: Answer
  afterwards?: 'dispute' | 'inquiry' | 'refund_pends' | 'refund_fails'
  /** What the hosted page says beside it. */
  says: string
}

const card = (number: string, token: string, says: string, more: Partial<TestCard> = {}): TestCard => ({
  number,
  token,
  says,
  brand: 'visa',
  funding: 'credit',
  saving: 'succeed',
  present: 'succeed',
  absent: 'succeed',
  ...more,
})
const declining = (number: string, token: string, answer: Answer, says: string): TestCard =>
  card(number, token, says, { saving: answer, present: answer, absent: answer })

export const TEST_CARDS: readonly TestCard[] = [
  card('4242424242424242', 'visa', 'Succeeds'),
  card('4000056655665556', 'visa_debit', 'Succeeds (debit)', { funding: 'debit' }),
  card('5555555555554444', 'mastercard', 'Succeeds (Mastercard)', { brand: 'mastercard' }),
  card('378282246310005', 'amex', 'Succeeds (American Express)', { brand: 'amex' }),
  card('4000002500003155', 'authenticationRequiredOnSetup', 'Asks for authentication when saved or paid with', {
    saving: 'authenticate',
    present: 'authenticate',
  }),
  card('4000002760003184', 'authenticationRequired', 'Asks for authentication every time', {
    saving: 'authenticate',
    present: 'authenticate',
    absent: 'authentication_required',
  }),
  card('4000008260003178', 'authenticationRequiredChargeDeclinedInsufficientFunds', 'Authentication, then no money', {
    saving: 'authenticate',
    present: 'authenticate',
    absent: 'insufficient_funds',
  }),
  card('4000000000000341', 'chargeCustomerFail', 'Can be saved, is declined when charged', {
    present: 'generic_decline',
    absent: 'generic_decline',
  }),
  declining('4000000000000002', 'chargeDeclined', 'generic_decline', 'Declined'),
  declining('4000000000009995', 'chargeDeclinedInsufficientFunds', 'insufficient_funds', 'Insufficient funds'),
  declining('4000000000009987', 'chargeDeclinedLostCard', 'lost_card', 'Lost card'),
  declining('4000000000009979', 'chargeDeclinedStolenCard', 'stolen_card', 'Stolen card'),
  declining('4000000000000069', 'chargeDeclinedExpiredCard', 'expired_card', 'Expired card'),
  declining('4000000000000127', 'chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'Wrong security code'),
  declining('4000000000000119', 'chargeDeclinedProcessingError', 'processing_error', 'Processing error'),
  card('4000000000000259', 'createDispute', 'Succeeds, then is disputed', { afterwards: 'dispute' }),
  card('4000000000001976', 'createDisputeInquiry', 'Succeeds, then its bank inquires', { afterwards: 'inquiry' }),
  card('4000000000007726', 'pendingRefund', 'Succeeds; a refund takes a while', { afterwards: 'refund_pends' }),
  card('4000000000005126', 'refundFail', 'Succeeds; a refund fails later', { afterwards: 'refund_fails' }),
]

/** By its number, or by the name of a `pm_card_…` or `tok_…`. */
export function testCard(number: string): TestCard | undefined {
  const digits = number.replaceAll(/[\s-]/g, '')
  const name = number.replace(/^(pm_card_|tok_)/, '').replace(/^visa_(?=charge|authentication)/, '')
  return TEST_CARDS.find((one) => one.number === digits || one.token === name)
}

/** The check digit that every card number ends with. */
export function isCardNumber(number: string): boolean {
  const digits = number.replaceAll(/[\s-]/g, '')
  if (!/^\d{12,19}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, nth) => {
    const doubled = Number(digit) * (nth % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
