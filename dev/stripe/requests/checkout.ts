/** Checkout sessions, and what their hosted page does: pay or save, authenticate, expire. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Merchant } from '../merchant.ts'
import { answerOf, pay } from '../money.ts'
import * as make from '../objects/intents.ts'
import { checkoutSession } from '../objects/session.ts'
import { badRequest, expand, id, ignored, metadata, page, paging, read, text, whole } from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'
import { setUp } from './setups.ts'

const DAY = 86_400
const HALF_HOUR = 1_800

const Line = z.strictObject({
  quantity: whole.default(1),
  price_data: z.strictObject({
    currency: z.string().transform((code) => code.toLowerCase()),
    unit_amount: whole,
    product_data: z.strictObject({ name: text.min(1), description: text.optional(), metadata: ignored }),
    tax_behavior: ignored,
  }),
})
const CreateSession = z.strictObject({
  mode: z.enum(['payment', 'setup']),
  ui_mode: z.literal('hosted_page').optional(),
  success_url: text,
  cancel_url: text.optional(),
  customer: id.optional(),
  customer_email: text.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_update: ignored,
  client_reference_id: z.string().max(200).optional(),
  currency: z.string().optional(),
  line_items: z.array(Line).optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      description: text.optional(),
      metadata: metadata.optional(),
      setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
      receipt_email: text.optional(),
      statement_descriptor_suffix: text.optional(),
    })
    .optional(),
  setup_intent_data: z.strictObject({ description: text.optional(), metadata: metadata.optional() }).optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  payment_method_types: z.array(z.string()).optional(),
  payment_method_options: ignored,
  saved_payment_method_options: ignored,
  billing_address_collection: ignored,
  custom_text: ignored,
  locale: text.optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay']).optional(),
  expires_at: whole.optional(),
  expand,
})
type Asked = z.output<typeof CreateSession>

function check(shop: Merchant, asked: Asked): void {
  const param = (name: string, message: string) => badRequest(message, { param: name })
  if (asked.customer !== undefined) shop.shelves.customers.get(asked.customer, 'customer')
  if (asked.mode === 'payment' && !asked.line_items?.length)
    throw param('line_items', 'You must provide `line_items` in `payment` mode.')
  if (asked.mode === 'setup' && (asked.line_items || asked.payment_intent_data))
    throw param('line_items', 'You can not pass `line_items` or `payment_intent_data` in `setup` mode.')
  if (asked.mode === 'payment' && asked.setup_intent_data)
    throw param('setup_intent_data', 'You can not pass `setup_intent_data` in `payment` mode.')
  if (
    asked.mode === 'setup' &&
    asked.currency === undefined &&
    !asked.allowed_payment_method_types &&
    !asked.payment_method_types
  )
    throw param('currency', 'You must provide `currency` in `setup` mode with dynamic payment methods.')
  const until = (asked.expires_at ?? shop.now + DAY) - shop.now
  if (until < HALF_HOUR || until > DAY)
    throw param('expires_at', 'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.')
}

function create(shop: Merchant, { sent, pages }: Call): object {
  const asked = read(CreateSession, sent)
  check(shop, asked)
  const lines = (asked.line_items ?? []).map(({ quantity, price_data: { product_data, unit_amount } }) => ({
    name: product_data.name,
    quantity,
    unitAmount: unit_amount,
  }))
  const total = lines.reduce((sum, { quantity, unitAmount }) => sum + quantity * unitAmount, 0)
  const isPayment = asked.mode === 'payment'
  const sessionId = shop.newSessionId()
  const { payment_intent_data: intent, setup_intent_data: setup } = asked
  const save = intent?.setup_future_usage !== undefined
  const intentFacts = { metadata: intent?.metadata ?? {}, description: intent?.description ?? null, save }
  shop.shelves.sessionSecrets.put({ id: sessionId, lines, intent: intentFacts })
  const made = checkoutSession(shop, {
    id: sessionId,
    mode: asked.mode,
    url: `${pages}/c/${isPayment ? 'pay' : 'setup'}/${sessionId}`,
    expires_at: asked.expires_at ?? shop.now + DAY,
    amount_subtotal: isPayment ? total : null,
    amount_total: isPayment ? total : null,
    total_details: isPayment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    cancel_url: asked.cancel_url ?? null,
    client_reference_id: asked.client_reference_id ?? null,
    currency: (asked.line_items?.[0]?.price_data.currency ?? asked.currency)?.toLowerCase() ?? null,
    customer: asked.customer ?? null,
    customer_email: asked.customer_email ?? null,
    metadata: asked.metadata ?? {},
    success_url: asked.success_url,
  })
  if (!isPayment) made.setup_intent = setupFor(shop, made, setup).id
  return shop.shelves.sessions.put(made)
}

function setupFor(
  shop: Merchant,
  { customer }: Stripe.Checkout.Session,
  given: Asked['setup_intent_data'],
): Stripe.SetupIntent {
  const { metadata: more = {}, description = null } = given ?? {}
  const made = shop.shelves.setupIntents.put(make.setupIntent(shop, { customer, metadata: more, description }))
  shop.tell('setup_intent.created', made)
  return made
}

function expire(shop: Merchant, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  session.status = 'expired'
  session.url = null
  shop.tell('checkout.session.expired', session)
  return session
}

/** Sessions end by themselves after a day. */
export function expireSessions(shop: Merchant): void {
  for (const session of shop.shelves.sessions.newestFirst((one) => one.status === 'open' && one.expires_at <= shop.now))
    expire(shop, session)
}

function complete(shop: Merchant, session: Stripe.Checkout.Session, who: Stripe.PaymentMethod.BillingDetails): void {
  const { email, name } = who
  session.status = 'complete'
  session.url = null
  session.customer_details = {
    address: null,
    business_name: null,
    email,
    individual_name: name,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
  if (session.mode === 'payment') session.payment_status = 'paid'
  shop.tell('checkout.session.completed', session)
}

function intentFor(shop: Merchant, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  if (typeof session.payment_intent === 'string') return shop.shelves.paymentIntents.get(session.payment_intent)
  const { intent } = shop.shelves.sessionSecrets.get(session.id)
  const made = shop.shelves.paymentIntents.put(
    make.paymentIntent(shop, {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer: session.customer,
      description: intent.description,
      metadata: intent.metadata,
      setup_future_usage: intent.save ? 'off_session' : null,
    }),
  )
  session.payment_intent = made.id
  shop.tell('payment_intent.created', made)
  return made
}

/**
 * Somebody pressed the button of the hosted page. An intent of a payment is made only now, as Stripe does it.
 * @returns what the page does next
 * @throws Refusal 402 when the bank says no; the page stays open
 */
export function submit(
  shop: Merchant,
  session: Stripe.Checkout.Session,
  method: Stripe.PaymentMethod,
  isAuthenticated: boolean,
): 'done' | 'authenticate' {
  if (session.status === 'complete') return 'done'
  const secret = shop.shelves.sessionSecrets.get(session.id)
  delete secret.waiting
  const isPayment = session.mode === 'payment'
  const said = answerOf(shop, method.id, isPayment ? 'present' : 'saving')
  if (said === 'authenticate' && !isAuthenticated) secret.waiting = method.id
  if (isPayment) pay(shop, intentFor(shop, session), method, { isPresent: true, isAuthenticated })
  else if (said !== 'authenticate' || isAuthenticated) {
    const intent = shop.shelves.setupIntents.get(String(session.setup_intent))
    setUp(shop, intent, method, said === 'authenticate' ? 'succeed' : said)
  }
  if (secret.waiting !== undefined) return 'authenticate'
  complete(shop, session, method.billing_details)
  return 'done'
}

const NEEDS = { write: 'rak_checkout_session_write', read: 'rak_checkout_session_read' }
const ListSessions = z.strictObject({
  ...paging,
  customer: id.optional(),
  payment_intent: id.optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
})

function list(shop: Merchant, { sent }: Call): object {
  const asked = read(ListSessions, sent)
  const { customer, payment_intent, status } = asked
  const wanted = Object.entries({ customer, payment_intent, status }).filter(([, value]) => value !== undefined)
  const isWanted = (one: Stripe.Checkout.Session) => wanted.every(([name, value]) => Reflect.get(one, name) === value)
  return page('/v1/checkout/sessions', shop.shelves.sessions.newestFirst(isWanted), asked)
}

function expireNow(shop: Merchant, call: Call): object {
  const session = shop.shelves.sessions.get(idOf(call))
  if (session.status !== 'open')
    throw badRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  return expire(shop, session)
}

export const checkoutOperations: readonly Operation[] = [
  { method: 'POST', path: 'checkout/sessions', needs: NEEDS.write, run: create },
  { method: 'GET', path: 'checkout/sessions', needs: NEEDS.read, run: list },
  {
    method: 'GET',
    path: 'checkout/sessions/:id',
    needs: NEEDS.read,
    run: (shop, call) => shop.shelves.sessions.get(idOf(call)),
  },
  { method: 'POST', path: 'checkout/sessions/:id/expire', needs: NEEDS.write, run: expireNow },
]
