/** What happens to money: charges and their declines, refunds, disputes, and the fees that Stripe keeps. */
import type Stripe from 'stripe'
import { type Answer, DECLINES, type Decline, type TestCard, testCard } from './cards.ts'
import type { Merchant } from './merchant.ts'
import * as make from './objects/charges.ts'
import { badRequest, type Problem, Refusal } from './wire.ts'

const DISPUTE_FEE = 1500
const feeOf = (amount: number): number => Math.round(amount * 0.029) + 30

export function cardOf(shop: Merchant, method: string): TestCard {
  const held = shop.shelves.cards.find(method)
  const card = testCard(held?.number ?? '4242424242424242')
  if (!card) throw new Error('a card is held that is no test card')
  return card
}

/** What the bank says, whatever the control ordered coming first. */
export function answerOf(shop: Merchant, method: string, use: 'saving' | 'present' | 'absent'): Answer {
  const orders = shop.shelves.cards.find(method)?.orders
  if (orders === 'authentication_required' && use !== 'absent') return 'authenticate'
  return orders ?? cardOf(shop, method)[use]
}

export function attach(shop: Merchant, method: Stripe.PaymentMethod, customer: string): void {
  if (method.customer === customer) return
  method.customer = customer
  shop.tell('payment_method.attached', method)
}

export const problemOf = (decline: Decline, method: Stripe.PaymentMethod): Problem => ({
  type: 'card_error',
  ...decline,
  doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
  payment_method: method,
})

function outcomeOf(decline: Decline | undefined): Stripe.Charge.Outcome {
  return {
    advice_code: decline?.advice_code ?? null,
    network_advice_code: null,
    network_decline_code: decline?.network_decline_code ?? null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    risk_score: 12,
    seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  }
}

function entry(shop: Merchant, given: Parameters<typeof make.balanceTransaction>[1]): Stripe.BalanceTransaction {
  return shop.shelves.balanceTransactions.put(make.balanceTransaction(shop, given))
}

function decline(shop: Merchant, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, why: Decline): Refusal {
  const failed = shop.shelves.charges.put(
    make.charge(shop, intent, method, {
      failure_code: why.code,
      failure_message: why.message,
      outcome: outcomeOf(why),
    }),
  )
  const problem = { ...problemOf(why, structuredClone(method)), charge: failed.id }
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: failed.id,
    last_payment_error: problem,
  } satisfies Partial<Stripe.PaymentIntent>)
  shop.tell('charge.failed', failed)
  shop.tell('payment_intent.payment_failed', intent)
  return new Refusal(402, { ...problem, payment_intent: structuredClone(intent) })
}

function succeed(shop: Merchant, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  const paid = shop.shelves.charges.put(
    make.charge(shop, intent, method, {
      status: 'succeeded',
      paid: true,
      captured: true,
      amount_captured: intent.amount,
      outcome: outcomeOf(undefined),
    }),
  )
  const { amount, currency } = intent
  paid.balance_transaction = entry(shop, {
    amount,
    currency,
    fee: feeOf(amount),
    source: paid.id,
    type: 'charge',
  }).id
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: amount,
    payment_method: method.id,
    next_action: null,
    last_payment_error: null,
    latest_charge: paid.id,
  } satisfies Partial<Stripe.PaymentIntent>)
  if (intent.setup_future_usage !== null && typeof intent.customer === 'string') attach(shop, method, intent.customer)
  shop.tell('charge.succeeded', paid)
  shop.tell('payment_intent.succeeded', intent)
  const { afterwards } = cardOf(shop, method.id)
  if (afterwards === 'dispute' || afterwards === 'inquiry')
    openDispute(shop, paid, { isInquiry: afterwards === 'inquiry' })
}

/** How an intent is confirmed. */
export interface Use {
  /** Its holder is there. */
  isPresent: boolean
  /** The holder has just authenticated. */
  isAuthenticated?: boolean
  errorOnAction?: boolean
  returnUrl?: string
}

/** Runs the card. @throws Refusal 402 with the intent in it, when the bank says no */
export function pay(shop: Merchant, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, use: Use): void {
  const said = answerOf(shop, method.id, use.isPresent ? 'present' : 'absent')
  const answer = said === 'authenticate' && use.isAuthenticated ? 'succeed' : said
  if (answer === 'succeed') succeed(shop, intent, method)
  else if (answer === 'authenticate' && !use.errorOnAction) askHolder(shop, intent, method, use.returnUrl)
  else throw refusalFor(shop, intent, method, answer)
}

function refusalFor(
  shop: Merchant,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  answer: Answer,
): Refusal {
  const why = DECLINES[answer === 'authenticate' ? 'authentication_required' : answer]
  if (!why) throw new Error(`no decline is called ${answer}`)
  return decline(shop, intent, method, why)
}

function askHolder(
  shop: Merchant,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  returnUrl?: string,
): void {
  intent.status = 'requires_action'
  intent.payment_method = method.id
  intent.next_action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: {} }
      : { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url: null } }
  shop.tell('payment_intent.requires_action', intent)
}

export interface RefundAsked {
  amount?: number
  metadata?: Record<string, string>
  reason?: Stripe.Refund.Reason
}

/** @throws Refusal for more than is left, or a charge that is disputed */
export function giveBack(shop: Merchant, charge: Stripe.Charge, asked: RefundAsked): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded
  if (left === 0)
    throw badRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  if (charge.disputed)
    throw badRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
  const amount = asked.amount ?? left
  if (amount > left || amount < 1)
    throw badRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  const pends =
    typeof charge.payment_method === 'string' && cardOf(shop, charge.payment_method).afterwards === 'refund_pends'
  const refund = shop.shelves.refunds.put(
    make.refund(shop, charge, {
      amount,
      metadata: asked.metadata ?? {},
      reason: asked.reason ?? null,
      status: pends ? 'pending' : 'succeeded',
    }),
  )
  const { currency } = charge
  refund.balance_transaction = entry(shop, { amount: -amount, currency, fee: 0, source: refund.id, type: 'refund' }).id
  charge.amount_refunded += amount
  charge.refunded = charge.amount_refunded === charge.amount_captured
  shop.tell('refund.created', refund)
  shop.tell('charge.refunded', charge)
  return refund
}

/** A refund that was on its way arrives, or comes back. */
export function endRefund(shop: Merchant, refund: Stripe.Refund, status: 'succeeded' | 'failed'): Stripe.Refund {
  refund.status = status
  if (status === 'failed') {
    const charge = shop.shelves.charges.get(String(refund.charge))
    const { amount, currency } = refund
    refund.failure_reason = 'lost_or_stolen_card'
    const back = { amount, currency, fee: 0, source: refund.id, type: 'refund_failure' } as const
    refund.failure_balance_transaction = entry(shop, back).id
    charge.amount_refunded -= amount
    charge.refunded = false
    shop.tell('refund.failed', refund)
  }
  shop.tell('refund.updated', refund)
  shop.tell('charge.refund.updated', refund)
  return refund
}

export interface DisputeAsked {
  amount?: number
  reason?: string
  /** The bank only asks: no money moves. */
  isInquiry?: boolean
}

/** The holder's bank takes the money back, with a fee, until it is decided; or only inquires. */
export function openDispute(shop: Merchant, charge: Stripe.Charge, asked: DisputeAsked): Stripe.Dispute {
  const { amount = charge.amount_captured - charge.amount_refunded, reason = 'fraudulent', isInquiry } = asked
  const status = isInquiry ? 'warning_needs_response' : 'needs_response'
  const dispute = shop.shelves.disputes.put(make.dispute(shop, charge, { amount, reason, status }))
  charge.disputed = true
  if (isInquiry) dispute.is_charge_refundable = true
  else take(shop, dispute)
  shop.tell('charge.dispute.created', dispute)
  if (!isInquiry) shop.tell('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

function take(shop: Merchant, dispute: Stripe.Dispute): void {
  const { amount, currency, id: source } = dispute
  const taken = { amount: -amount, currency, fee: DISPUTE_FEE, source, type: 'adjustment' } as const
  dispute.balance_transactions.push(entry(shop, taken))
}

/** An inquiry ends without money having moved. */
export function endDispute(shop: Merchant, dispute: Stripe.Dispute, status: 'won' | 'lost'): Stripe.Dispute {
  if (['won', 'lost', 'warning_closed'].includes(dispute.status)) return dispute
  const isInquiry = dispute.status.startsWith('warning_')
  dispute.status = isInquiry ? 'warning_closed' : status
  if (status === 'won' && !isInquiry) {
    const { amount, currency } = dispute
    const back = { amount, currency, fee: -DISPUTE_FEE, source: dispute.id, type: 'adjustment' } as const
    dispute.balance_transactions.push(entry(shop, back))
    shop.tell('charge.dispute.funds_reinstated', dispute)
  }
  shop.tell('charge.dispute.closed', dispute)
  return dispute
}
