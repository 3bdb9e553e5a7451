/** Oracle: everything said and answered is as Stripe's own description of its API has it. */
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStripeDescription, type StripeDescription } from '../../test/harness/stripe-openapi.ts'
import { type Exchange, type StripeSimulator, startSimulator } from './simulator.ts'

let description: StripeDescription
let simulator: StripeSimulator
let stripe: Stripe
const exchanges: Exchange[] = []

beforeAll(async () => {
  description = await openStripeDescription()
  simulator = await startSimulator({ now: () => new Date(), onExchange: (exchange) => exchanges.push(exchange) })
  const { hostname: host, port } = new URL(simulator.url)
  stripe = new Stripe('sk_test_51OracleOpenApiKey', { host, port, protocol: 'http', maxNetworkRetries: 0 })
}, 120_000)
afterAll(() => simulator.close())

function expectNoComplaint(): void {
  const found = exchanges.flatMap((exchange) => description.complaints(exchange))
  exchanges.length = 0
  expect([...new Set(found)]).toEqual([])
}

async function customerWithCard(card = 'pm_card_visa'): Promise<{ customer: string; card: string }> {
  const { id: customer } = await stripe.customers.create({
    email: 'ada@example.com',
    name: 'Ada',
    metadata: { a: '1' },
  })
  const { id } = await stripe.paymentMethods.attach(card, { customer })
  return { customer, card: id }
}

const charge = (who: { customer: string; card: string }): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({
    amount: 10_300,
    currency: 'usd',
    customer: who.customer,
    payment_method: who.card,
    confirm: true,
    off_session: true,
    error_on_requires_action: true,
    allowed_payment_method_types: ['card'],
    metadata: { charge: 'one' },
  })

it('complains about what Stripe does not know', () => {
  const wrong = { method: 'POST', path: '/v1/customers', sent: { emial: 'x' }, status: 200, answer: { id: 5 } }
  expect(description.complaints(wrong).join()).toMatch(
    /sent must NOT have additional properties.*answer\/id must be string/,
  )
})

it('keeps customers and their cards', async () => {
  const { customer, card } = await customerWithCard()
  await stripe.customers.update(customer, { description: 'one', metadata: { a: '2' } })
  await stripe.customers.retrieve(customer)
  await stripe.customers.list({ limit: 3, email: 'ada@example.com' })
  await stripe.customers.listPaymentMethods(customer, { limit: 3 })
  await stripe.paymentMethods.list({ customer, type: 'card' })
  await stripe.paymentMethods.update(card, { card: { exp_month: 3, exp_year: 2032 } })
  await stripe.paymentMethods.detach(card)
  await stripe.customers.del(customer)
  await expect(stripe.customers.retrieve('cus_none')).rejects.toThrow('No such customer')
  expectNoComplaint()
})

it('charges, declines, gives back and is disputed', async () => {
  const who = await customerWithCard()
  const paid = await charge(who)
  await stripe.paymentIntents.retrieve(paid.id, { expand: ['latest_charge.balance_transaction', 'payment_method'] })
  simulator.control.orderCard(who.card, 'insufficient_funds')
  await expect(charge(who)).rejects.toThrow('insufficient')
  simulator.control.orderCard(who.card, 'authentication_required')
  await expect(charge(who)).rejects.toMatchObject({ code: 'authentication_required' })
  const { id: refund } = await stripe.refunds.create({ payment_intent: paid.id, amount: 300, metadata: { why: 'x' } })
  await stripe.refunds.retrieve(refund)
  const dispute = simulator.control.dispute(paid.id)
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' }, submit: true })
  for (const list of [
    stripe.paymentIntents,
    stripe.charges,
    stripe.refunds,
    stripe.disputes,
    stripe.balanceTransactions,
  ])
    await list.list({ limit: 10 })
  await stripe.events.list({ limit: 100 })
  await stripe.account.retrieveCurrent()
  await stripe.balance.retrieve()
  expectNoComplaint()
})

it('opens hosted pages', async () => {
  const { customer } = await customerWithCard()
  const urls = {
    success_url: 'https://portal.example.com/done?s={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://portal.example.com/',
  }
  const setup = await stripe.checkout.sessions.create({
    mode: 'setup',
    customer,
    currency: 'usd',
    allowed_payment_method_types: ['card'],
    ...urls,
  })
  const price = { currency: 'usd', unit_amount: 10_300, product_data: { name: 'Balance' } }
  const payment = await stripe.checkout.sessions.create({
    mode: 'payment',
    ui_mode: 'hosted_page',
    customer,
    line_items: [{ quantity: 1, price_data: price }],
    payment_intent_data: { setup_future_usage: 'off_session', metadata: { charge: 'x' } },
    ...urls,
  })
  simulator.control.enterCard(setup.id, '4242424242424242')
  simulator.control.enterCard(payment.id, '4000002760003184')
  simulator.control.authenticate(payment.id, true)
  await stripe.checkout.sessions.retrieve(setup.id, { expand: ['setup_intent.payment_method'] })
  await stripe.checkout.sessions.retrieve(payment.id, { expand: ['payment_intent.latest_charge'] })
  const open = await stripe.checkout.sessions.create({ mode: 'setup', customer, currency: 'usd', ...urls })
  await stripe.checkout.sessions.expire(open.id)
  await stripe.checkout.sessions.list({ customer })
  const intent = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_visa',
    confirm: true,
    usage: 'off_session',
  })
  await stripe.setupIntents.retrieve(intent.id)
  expectNoComplaint()
})

it('registers webhook endpoints', async () => {
  const made = await stripe.webhookEndpoints.create({
    url: 'https://portico.example.com/webhooks/stripe/x',
    enabled_events: ['payment_intent.succeeded'],
    api_version: '2026-10-28.endive',
    metadata: { portico: '1' },
  })
  await stripe.webhookEndpoints.list({ limit: 100 })
  await stripe.webhookEndpoints.del(made.id)
  expectNoComplaint()
})
