/** Payment intents: made, confirmed, cancelled, looked up. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Merchant } from '../merchant.ts'
import { pay } from '../money.ts'
import * as make from '../objects/intents.ts'
import {
  badRequest,
  expand,
  id,
  ignored,
  page,
  paging,
  type Refusal,
  read,
  text,
  textOrNone,
  whole,
  yesNo,
} from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'
import { methodBy } from './customers.ts'
import { Cancel, chosen, futureUse, methodTypes, shared } from './fields.ts'

const confirming = {
  off_session: z.union([yesNo, z.enum(['one_off', 'recurring']).transform(() => true)]).optional(),
  error_on_requires_action: yesNo.optional(),
  return_url: text.optional(),
  use_stripe_sdk: yesNo.optional(),
  mandate_data: ignored,
}
const CreatePayment = z.strictObject({
  ...shared,
  ...chosen,
  ...confirming,
  amount: whole,
  currency: z
    .string()
    .regex(/^[a-zA-Z]{3}$/)
    .transform((code) => code.toLowerCase()),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  confirm: yesNo.default(false),
  receipt_email: textOrNone.optional(),
  setup_future_usage: futureUse.optional(),
  shipping: ignored,
  statement_descriptor: textOrNone.optional(),
  statement_descriptor_suffix: textOrNone.optional(),
})
const ConfirmPayment = z.strictObject({
  ...confirming,
  payment_method: id.optional(),
  setup_future_usage: futureUse.optional(),
  allowed_payment_method_types: methodTypes,
  payment_method_types: methodTypes,
  expand,
})
const UpdatePayment = z.strictObject({
  ...shared,
  ...chosen,
  amount: whole.optional(),
  receipt_email: textOrNone.optional(),
})
const OnlyExpand = z.strictObject({ client_secret: ignored, expand })
const ListPayments = z.strictObject({ ...paging, customer: id.optional() })
const Search = z.strictObject({ query: text, limit: paging.limit, page: text.optional(), expand })

const MOST = 99_999_999
const LEAST: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  cad: 50,
  aud: 50,
  nzd: 50,
  jpy: 50,
  mxn: 1000,
}

function checkAmount(amount: number, currency: string): void {
  const least = LEAST[currency] ?? 50
  const param = 'amount'
  if (amount < least)
    throw badRequest(`Amount must be at least ${(least / 100).toFixed(2)} ${currency}`, {
      code: 'amount_too_small',
      param,
    })
  if (amount > MOST) throw badRequest('Amount must be no more than $999,999.99', { code: 'amount_too_large', param })
}

/** A method that belongs to somebody else, or that was taken off, pays nothing. */
function checkMethod(method: Stripe.PaymentMethod, customer: string | null): void {
  if (method.customer !== null && method.customer !== customer)
    throw badRequest(
      `The PaymentMethod ${method.id} does not belong to the Customer ${customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
      { param: 'payment_method' },
    )
}

function createPayment(shop: Merchant, { sent, request }: Call): object {
  const asked = read(CreatePayment, sent)
  checkAmount(asked.amount, asked.currency)
  if (asked.customer !== undefined) shop.shelves.customers.get(asked.customer, 'customer')
  if (asked.off_session && !asked.confirm)
    throw badRequest('You can only pass `off_session` when `confirm` is set to true.', { param: 'off_session' })
  const method = asked.payment_method === undefined ? undefined : methodBy(shop, asked.payment_method)
  if (method) checkMethod(method, asked.customer ?? null)
  const { amount, currency, customer, description, metadata: more } = asked
  const intent = shop.shelves.paymentIntents.put(
    make.paymentIntent(shop, {
      amount,
      currency,
      customer: customer ?? null,
      description: description ?? null,
      metadata: more ?? {},
      payment_method: method?.id ?? null,
      receipt_email: asked.receipt_email ?? null,
      setup_future_usage: asked.setup_future_usage ?? null,
      statement_descriptor_suffix: asked.statement_descriptor_suffix ?? null,
      status: method ? 'requires_confirmation' : 'requires_payment_method',
    }),
  )
  shop.tell('payment_intent.created', intent, request)
  if (asked.confirm) confirmPayment(shop, intent, asked)
  return intent
}

function confirmPayment(shop: Merchant, intent: Stripe.PaymentIntent, asked: z.output<typeof ConfirmPayment>): object {
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw unexpected(
      intent,
      `You cannot confirm this PaymentIntent because it has already ${intent.status === 'canceled' ? 'been canceled' : 'succeeded after being previously confirmed'}.`,
    )
  const wanted = asked.payment_method ?? intent.payment_method
  if (typeof wanted !== 'string')
    throw unexpected(intent, 'You cannot confirm this PaymentIntent because it is missing a payment method.')
  const method = methodBy(shop, wanted)
  checkMethod(method, typeof intent.customer === 'string' ? intent.customer : null)
  if (asked.off_session && method.customer === null && intent.customer !== null && !wanted.startsWith('pm_card_'))
    throw badRequest(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    )
  if (asked.setup_future_usage) intent.setup_future_usage = asked.setup_future_usage
  pay(shop, intent, method, {
    isPresent: !asked.off_session,
    errorOnAction: asked.error_on_requires_action ?? false,
    ...(asked.return_url !== undefined && { returnUrl: asked.return_url }),
  })
  return intent
}

const unexpected = (intent: Stripe.PaymentIntent, message: string): Refusal =>
  badRequest(message, { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) })

function cancelPayment(shop: Merchant, call: Call): object {
  const intent = shop.shelves.paymentIntents.get(idOf(call))
  const { cancellation_reason: why } = read(Cancel, call.sent)
  if (intent.status === 'succeeded' || intent.status === 'canceled')
    throw unexpected(intent, `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`)
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: shop.now,
    cancellation_reason: why ?? null,
    next_action: null,
  })
  shop.tell('payment_intent.canceled', intent, call.request)
  return intent
}

function updatePayment(shop: Merchant, call: Call): object {
  const intent = shop.shelves.paymentIntents.get(idOf(call))
  const { metadata: more, description, amount } = read(UpdatePayment, call.sent)
  if (more) intent.metadata = { ...intent.metadata, ...more }
  if (description !== undefined) intent.description = description
  if (amount !== undefined) intent.amount = amount
  return intent
}

/** As far as one condition on metadata, customer or status goes. */
function searchPayments(shop: Merchant, { sent }: Call): object {
  const { query, limit } = read(Search, sent)
  const [, inMetadata, plain, value] = /^(?:metadata\[["']([^"']+)["']\]|(\w+)):\s*["']([^"']*)["']$/.exec(query) ?? []
  if (value === undefined) throw badRequest('The search query could not be parsed.', { param: 'query' })
  const found = shop.shelves.paymentIntents.newestFirst((one) =>
    inMetadata === undefined
      ? { customer: one.customer, status: one.status }[plain ?? ''] === value
      : one.metadata[inMetadata] === value,
  )
  const data = found.slice(0, limit)
  return {
    object: 'search_result',
    url: '/v1/payment_intents/search',
    has_more: found.length > limit,
    next_page: null,
    data,
  }
}

const PAYMENTS = { write: 'rak_payment_intent_write', read: 'rak_payment_intent_read' }

export const paymentOperations: readonly Operation[] = [
  { method: 'POST', path: 'payment_intents', needs: PAYMENTS.write, run: createPayment },
  {
    method: 'GET',
    path: 'payment_intents',
    needs: PAYMENTS.read,
    run: (shop, { sent }) => {
      const asked = read(ListPayments, sent)
      const { customer } = asked
      const found = shop.shelves.paymentIntents.newestFirst(
        (one) => customer === undefined || one.customer === customer,
      )
      return page('/v1/payment_intents', found, asked)
    },
  },
  { method: 'GET', path: 'payment_intents/search', needs: PAYMENTS.read, run: searchPayments },
  {
    method: 'GET',
    path: 'payment_intents/:id',
    needs: PAYMENTS.read,
    run: (shop, call) => {
      read(OnlyExpand, call.sent)
      return shop.shelves.paymentIntents.get(idOf(call), 'id')
    },
  },
  { method: 'POST', path: 'payment_intents/:id', needs: PAYMENTS.write, run: updatePayment },
  {
    method: 'POST',
    path: 'payment_intents/:id/confirm',
    needs: PAYMENTS.write,
    run: (shop, call) =>
      confirmPayment(shop, shop.shelves.paymentIntents.get(idOf(call)), read(ConfirmPayment, call.sent)),
  },
  { method: 'POST', path: 'payment_intents/:id/cancel', needs: PAYMENTS.write, run: cancelPayment },
]
