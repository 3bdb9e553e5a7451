/** Customers, and the payment methods they keep. */

import type Stripe from 'stripe'
import { z } from 'zod'
import { DECLINES, testCard } from '../cards.ts'
import type { Merchant } from '../merchant.ts'
import { answerOf, attach, problemOf } from '../money.ts'
import * as make from '../objects/customers.ts'
import {
  badRequest,
  expand,
  id,
  ignored,
  metadata,
  missing,
  page,
  paging,
  Refusal,
  read,
  text,
  textOrNone,
  whole,
} from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'

const address = z.union([
  z.strictObject({
    city: textOrNone.default(null),
    country: textOrNone.default(null),
    line1: textOrNone.default(null),
    line2: textOrNone.default(null),
    postal_code: textOrNone.default(null),
    state: textOrNone.default(null),
  }),
  z.literal('').transform(() => null),
])
const customerFields = z
  .strictObject({
    address,
    description: textOrNone,
    email: textOrNone,
    metadata,
    name: textOrNone,
    phone: textOrNone,
    preferred_locales: z.array(text),
  })
  .partial()
const CreateCustomer = customerFields.extend({ expand, payment_method: id.optional(), shipping: ignored })
const UpdateCustomer = customerFields.extend({
  expand,
  invoice_settings: z.strictObject({ default_payment_method: textOrNone.optional() }).optional(),
})
const ListCustomers = z.strictObject({ ...paging, email: text.optional() })

function createCustomer(shop: Merchant, { sent, request }: Call): object {
  const { expand: _, payment_method, shipping: __, ...given } = read(CreateCustomer, sent)
  const made = shop.shelves.customers.put(make.customer(shop, given))
  if (payment_method !== undefined) save(shop, methodBy(shop, payment_method), made.id)
  shop.tell('customer.created', made, request)
  return made
}

function updateCustomer(shop: Merchant, call: Call): object {
  const kept = shop.shelves.customers.get(idOf(call), 'id')
  const { expand: _, invoice_settings, metadata: more, ...given } = read(UpdateCustomer, call.sent)
  Object.assign(kept, given)
  if (more) kept.metadata = { ...kept.metadata, ...more }
  if (invoice_settings) Object.assign(kept.invoice_settings, invoice_settings)
  shop.tell('customer.updated', kept, call.request)
  return kept
}

function deleteCustomer(shop: Merchant, call: Call): object {
  const kept = shop.shelves.customers.get(idOf(call))
  for (const method of shop.shelves.paymentMethods.newestFirst((one) => one.customer === kept.id))
    method.customer = null
  shop.shelves.customers.remove(kept.id)
  shop.tell('customer.deleted', kept, call.request)
  return { id: kept.id, object: 'customer', deleted: true } satisfies Stripe.DeletedCustomer
}

const year = (shop: Merchant): number => new Date(shop.now * 1000).getUTCFullYear()

/** A payment method by its id; `pm_card_visa` and its like make one of that test card. */
export function methodBy(shop: Merchant, wanted: string, param = 'payment_method'): Stripe.PaymentMethod {
  const kept = shop.shelves.paymentMethods.find(wanted)
  if (kept) return kept
  const card = wanted.startsWith('pm_card_') ? testCard(wanted) : undefined
  if (!card) throw missing('PaymentMethod', wanted, param)
  return keepCard(shop, card.number, { month: 12, year: year(shop) + 3 })
}

export function keepCard(shop: Merchant, number: string, facts: make.CardFacts): Stripe.PaymentMethod {
  const card = testCard(number)
  if (!card) {
    const message = 'Your card was declined. Your request was in test mode, but used a non test card.'
    throw new Refusal(402, { type: 'card_error', code: 'card_declined', decline_code: 'test_mode_live_card', message })
  }
  const made = shop.shelves.paymentMethods.put(make.paymentMethod(shop, card, facts))
  shop.shelves.cards.put({ id: made.id, number: card.number })
  return made
}

/** Attaches, as the bank lets it. @throws Refusal 402 */
export function save(shop: Merchant, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  shop.shelves.customers.get(customer, 'customer')
  if (method.customer !== null && method.customer !== customer)
    throw badRequest('The payment method you provided has already been attached to a customer.')
  const why = DECLINES[answerOf(shop, method.id, 'saving')]
  if (why) throw new Refusal(402, problemOf(why, method))
  attach(shop, method, customer)
  return method
}

const Card = z.strictObject({
  number: text.optional(),
  token: text.optional(),
  exp_month: whole.optional(),
  exp_year: whole.optional(),
  cvc: ignored,
})
const billing = z.strictObject({ address: ignored, email: text.optional(), name: text.optional(), phone: ignored })
const CreateMethod = z.strictObject({
  type: z.literal('card'),
  card: Card,
  billing_details: billing.optional(),
  metadata: metadata.optional(),
  expand,
})
const UpdateMethod = z.strictObject({
  card: z.strictObject({ exp_month: whole.optional(), exp_year: whole.optional() }).optional(),
  billing_details: billing.optional(),
  metadata: metadata.optional(),
  allow_redisplay: ignored,
  expand,
})
const ListMethods = z.strictObject({
  ...paging,
  customer: id.optional(),
  type: z.literal('card').optional(),
  allow_redisplay: ignored,
})

function createMethod(shop: Merchant, { sent }: Call): object {
  const { card, billing_details: who, metadata: more } = read(CreateMethod, sent)
  const { exp_month = 12, exp_year = year(shop) + 3 } = card
  const facts = { month: exp_month, year: exp_year, name: who?.name ?? null, email: who?.email ?? null }
  const made = keepCard(shop, card.number ?? card.token ?? '', facts)
  made.metadata = more ?? {}
  return made
}

function updateMethod(shop: Merchant, call: Call): object {
  const kept = shop.shelves.paymentMethods.get(idOf(call))
  const given = read(UpdateMethod, call.sent)
  if (kept.card && given.card) Object.assign(kept.card, given.card)
  if (given.metadata) kept.metadata = { ...kept.metadata, ...given.metadata }
  shop.tell('payment_method.updated', kept, call.request)
  return kept
}

export function detach(shop: Merchant, kept: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (kept.customer === null)
    throw badRequest('The payment method you provided is not attached to a customer so detachment is impossible.')
  kept.customer = null
  shop.tell('payment_method.detached', kept)
  return kept
}

function listMethods(shop: Merchant, customer: string | undefined, sent: unknown, url: string): object {
  const asked = read(ListMethods, sent)
  const of = customer ?? asked.customer
  return page(
    url,
    shop.shelves.paymentMethods.newestFirst(
      (one) => one.customer !== null && (of === undefined || one.customer === of),
    ),
    asked,
  )
}

const OfCustomer = z.strictObject({ customer: id, expand })
const OnlyExpand = z.strictObject({ expand })
const NEEDS = { customers: 'rak_customer_write', read: 'rak_customer_read' }
const METHODS = { write: 'rak_payment_method_write', read: 'rak_payment_method_read' }

export const customerOperations: readonly Operation[] = [
  { method: 'POST', path: 'customers', needs: NEEDS.customers, run: createCustomer },
  {
    method: 'GET',
    path: 'customers',
    needs: NEEDS.read,
    run: (shop, { sent }) => {
      const asked = read(ListCustomers, sent)
      const found = shop.shelves.customers.newestFirst((one) => asked.email === undefined || one.email === asked.email)
      return page('/v1/customers', found, asked)
    },
  },
  {
    method: 'GET',
    path: 'customers/:id',
    needs: NEEDS.read,
    run: (shop, call) => shop.shelves.customers.get(idOf(call)),
  },
  { method: 'POST', path: 'customers/:id', needs: NEEDS.customers, run: updateCustomer },
  { method: 'DELETE', path: 'customers/:id', needs: NEEDS.customers, run: deleteCustomer },
  {
    method: 'GET',
    path: 'customers/:id/payment_methods',
    needs: METHODS.read,
    run: (shop, call) => {
      const { id: customer } = shop.shelves.customers.get(idOf(call))
      return listMethods(shop, customer, call.sent, `/v1/customers/${customer}/payment_methods`)
    },
  },
  { method: 'POST', path: 'payment_methods', needs: METHODS.write, run: createMethod },
  {
    method: 'GET',
    path: 'payment_methods',
    needs: METHODS.read,
    run: (shop, { sent }) => listMethods(shop, undefined, sent, '/v1/payment_methods'),
  },
  {
    method: 'GET',
    path: 'payment_methods/:id',
    needs: METHODS.read,
    run: (shop, call) => methodBy(shop, idOf(call), 'id'),
  },
  { method: 'POST', path: 'payment_methods/:id', needs: METHODS.write, run: updateMethod },
  {
    method: 'POST',
    path: 'payment_methods/:id/attach',
    needs: METHODS.write,
    run: (shop, call) => save(shop, methodBy(shop, idOf(call), 'id'), read(OfCustomer, call.sent).customer),
  },
  {
    method: 'POST',
    path: 'payment_methods/:id/detach',
    needs: METHODS.write,
    run: (shop, call) => {
      read(OnlyExpand, call.sent)
      return detach(shop, shop.shelves.paymentMethods.get(idOf(call)))
    },
  },
]
