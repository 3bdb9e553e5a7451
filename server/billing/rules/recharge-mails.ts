/** What both sides are told of auto-recharge, disputes and low balances. */
import { type Letter, letter } from '../../../contract/letter.ts'
import { moneyInWords } from '../../../contract/words.ts'

export interface DeclinedRecharge {
  company: string
  /** The customer's, as staff knows it. */
  customer: string
  /** What the card was to be charged. */
  total: number
  currency: string
  card: string
  /** Why, in words for who pays. */
  why: string
  /** Null: it is not tried again by itself. */
  nextTryAt: Date | null
  zone: string
  wantsAuthentication: boolean
}

function at(instant: Date, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  return format.format(instant)
}

const next = ({ nextTryAt, zone }: DeclinedRecharge): string =>
  nextTryAt
    ? `It is tried again on ${at(nextTryAt, zone)}.`
    : 'Auto-recharge has stopped. Leads stop as well once the balance does not pay for them.'

export function rechargeDeclinedMail(told: DeclinedRecharge, link: string): Letter {
  const { company, total, currency, card, why, wantsAuthentication } = told
  const todo = wantsAuthentication
    ? 'Confirm the payment with your bank here, or pay with another card. The link works for seven days.'
    : 'Pay with another card here; it is used from then on. The link works for seven days.'
  return letter(
    'billing.recharge_failed',
    `${company}: your card could not be charged`,
    [`${moneyInWords(total, currency)} could not be charged to the card ending in ${card}. ${why}`, next(told), todo],
    link,
  )
}

export function rechargeDeclinedStaffMail(told: DeclinedRecharge, link: string): Letter {
  const { customer, total, currency, card, why } = told
  return letter(
    'billing.recharge_failed_staff',
    `Auto-recharge of ${customer} failed`,
    [
      `${moneyInWords(total, currency)} could not be charged to its card ending in ${card}. ${why}`,
      next(told),
      'The customer was told, with a link to pay.',
    ],
    link,
  )
}

export interface Disputed {
  company: string
  customer: string
  amount: number
  currency: string
}

export function disputeOpenedMail({ customer, amount, currency }: Disputed, link: string): Letter {
  return letter(
    'billing.dispute_opened',
    `${customer} disputes a payment`,
    [
      `The bank took back ${moneyInWords(amount, currency)}. It left the balance of ${customer}.`,
      'Its buyers are paused and its auto-recharge has stopped, until you let them go on. Answer the dispute at Stripe.',
    ],
    link,
  )
}

export function disputeWonMail({ customer, amount, currency }: Disputed, link: string): Letter {
  return letter(
    'billing.dispute_won',
    `The dispute of ${customer} was won`,
    [
      `${moneyInWords(amount, currency)} came back, and with it what had left the balance.`,
      'Buyers and auto-recharge wait for you to let them go on.',
    ],
    link,
  )
}

export function disputedCustomerMail({ company, amount, currency }: Disputed, link: string): Letter {
  return letter(
    'billing.disputed',
    `${company}: your campaigns are paused`,
    [
      `A payment of ${moneyInWords(amount, currency)} was disputed with the bank and left your balance.`,
      `Your campaigns are paused and auto-recharge has stopped. Please get in touch with ${company}.`,
    ],
    link,
  )
}

export interface LowBalance {
  company: string
  balance: number
  minimum: number
  currency: string
}

export function lowBalanceMail({ company, balance, minimum, currency }: LowBalance, link: string): Letter {
  return letter(
    'billing.low_balance',
    `${company}: your balance is low`,
    [
      `Your balance is ${moneyInWords(balance, currency)}, under the minimum of ${moneyInWords(minimum, currency)}.`,
      'You get no leads until it is back there. Pay in, and they go on by themselves.',
    ],
    link,
  )
}
