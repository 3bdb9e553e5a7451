/** What happens on the hosted pages when they are opened and sent. */
import type Stripe from 'stripe'
import { isCardNumber } from './cards.ts'
import type { Merchant } from './merchant.ts'
import { cardPage, endedPage, holderPage, money } from './pages.ts'
import { submit } from './requests/checkout.ts'
import { keepCard, methodBy } from './requests/customers.ts'
import { badRequest, parseForm, Refusal } from './wire.ts'

/** A page, or where to go. */
export type Hosted = { page: string; status?: number } | { to: string }

export interface CardEntry {
  number: string
  expiry: string
  cvc: string
  holder: string
}

const text = (sent: unknown, name: string): string =>
  typeof sent === 'object' && sent !== null && name in sent ? String(Reflect.get(sent, name)) : ''

const authPath = (session: Stripe.Checkout.Session): string => `/c/auth/${session.id}`
const ownPath = (session: Stripe.Checkout.Session): string =>
  `/c/${session.mode === 'payment' ? 'pay' : 'setup'}/${session.id}`
export const afterPath = ({ id, success_url }: Stripe.Checkout.Session): string =>
  (success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', id)

function methodFrom(shop: Merchant, session: Stripe.Checkout.Session, entry: CardEntry): Stripe.PaymentMethod {
  const [month = 0, given = 0] = entry.expiry.split(/\D+/).map(Number)
  const year = given < 100 ? 2000 + given : given
  const now = new Date(shop.now * 1000)
  const wrong = (message: string, code: string) => new Refusal(402, { type: 'card_error', code, message })
  if (!isCardNumber(entry.number)) throw wrong('Your card number is invalid.', 'incorrect_number')
  if (month < 1 || month > 12) throw wrong("Your card's expiration month is invalid.", 'invalid_expiry_month')
  if (year * 12 + month < now.getUTCFullYear() * 12 + now.getUTCMonth() + 1)
    throw wrong("Your card's expiration year is in the past.", 'invalid_expiry_year')
  if (!/^\d{3,4}$/.test(entry.cvc)) throw wrong("Your card's security code is incomplete.", 'invalid_cvc')
  const of = typeof session.customer === 'string' ? shop.shelves.customers.get(session.customer) : undefined
  return keepCard(shop, entry.number, { month, year, name: entry.holder, email: of?.email ?? session.customer_email })
}

/** The card details of the page are sent. @throws Refusal when they are wrong, or the bank says no */
export function enterCard(shop: Merchant, session: Stripe.Checkout.Session, entry: CardEntry): 'done' | 'authenticate' {
  if (session.status === 'complete') return 'done'
  if (session.status !== 'open') throw badRequest('This Checkout Session is no longer active.')
  return submit(shop, session, methodFrom(shop, session, entry), false)
}

/** The holder's word to the bank. @returns false when the page asks for a card again */
export function authenticate(shop: Merchant, session: Stripe.Checkout.Session, isHolder: boolean): boolean {
  if (session.status === 'complete') return true
  const { waiting } = shop.shelves.sessionSecrets.get(session.id)
  if (waiting === undefined) return false
  if (isHolder) return submit(shop, session, methodBy(shop, waiting), true) === 'done'
  refuseHolder(shop, session)
  return false
}

function refuseHolder(shop: Merchant, session: Stripe.Checkout.Session): void {
  delete shop.shelves.sessionSecrets.get(session.id).waiting
  if (typeof session.payment_intent !== 'string') return
  const intent = shop.shelves.paymentIntents.get(session.payment_intent)
  intent.status = 'requires_payment_method'
  intent.payment_method = null
  intent.next_action = null
  intent.last_payment_error = {
    type: 'card_error',
    code: 'payment_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  }
  shop.tell('payment_intent.payment_failed', intent)
}

function sendCard(shop: Merchant, session: Stripe.Checkout.Session, body: string): Hosted {
  const sent = parseForm(body)
  const [number, expiry, cvc, holder] = ['number', 'expiry', 'cvc', 'holder'].map((name) => text(sent, name))
  try {
    const next = enterCard(shop, session, {
      number: number ?? '',
      expiry: expiry ?? '',
      cvc: cvc ?? '',
      holder: holder ?? '',
    })
    return { to: next === 'done' ? afterPath(session) : authPath(session) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { page: cardPage(shop, session, error.message), status: 402 }
  }
}

/** One of /c/pay, /c/setup and /c/auth, of one session. */
export function hosted(
  shop: Merchant,
  session: Stripe.Checkout.Session,
  call: { kind: string; method: string; body: string },
): Hosted {
  const { kind, method, body } = call
  if (session.status === 'complete')
    return method === 'POST' ? { to: afterPath(session) } : { page: endedPage('You are all done here.') }
  if (session.status === 'expired') return { page: endedPage('This page has expired.'), status: 410 }
  const isPost = method === 'POST'
  if (kind === 'auth') {
    const amount = session.mode === 'payment' ? money(session.amount_total ?? 0, session.currency ?? 'usd') : ''
    if (!isPost) return { page: holderPage(amount) }
    return {
      to: authenticate(shop, session, text(parseForm(body), 'answer') === 'yes')
        ? afterPath(session)
        : `${ownPath(session)}?failed`,
    }
  }
  return isPost ? sendCard(shop, session, body) : { page: cardPage(shop, session, undefined) }
}
