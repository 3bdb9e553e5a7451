/** Stripe's objects as its API 2026-10-28.endive writes them: every field that its types ask for. */
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { TestCard } from './cards.ts'
import type { Merchant } from './merchant.ts'

export const customer = (shop: Merchant, given: Partial<Stripe.Customer>) =>
  ({
    id: `cus_${shop.newId('x').slice(-14)}`,
    object: 'customer',
    address: null,
    balance: 0,
    created: shop.now,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: shop.livemode,
    metadata: {},
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...given,
  }) satisfies Stripe.Customer

const NO_ADDRESS: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

export interface CardFacts {
  month: number
  year: number
  name?: string | null
  email?: string | null
}

export const paymentMethod = (shop: Merchant, card: TestCard, facts: CardFacts) =>
  ({
    id: shop.newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: NO_ADDRESS,
      email: facts.email ?? null,
      name: facts.name ?? null,
      phone: null,
      tax_id: null,
    },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: facts.month,
      exp_year: facts.year,
      fingerprint: createHash('sha256').update(card.number).digest('base64url').slice(0, 16),
      funding: card.funding,
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: shop.now,
    customer: null,
    customer_account: null,
    livemode: shop.livemode,
    metadata: {},
    type: 'card',
  }) satisfies Stripe.PaymentMethod

export const setupIntent = (shop: Merchant, given: Partial<Stripe.SetupIntent>) => {
  const id = shop.newId('seti')
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: ['card'],
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${shop.newId('s').slice(-16)}`,
    created: shop.now,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: shop.livemode,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: 'off_session',
    ...given,
  } satisfies Stripe.SetupIntent
}

export const paymentIntent = (
  shop: Merchant,
  given: Partial<Stripe.PaymentIntent> & { amount: number; currency: string },
) => {
  const id = shop.newId('pi')
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: ['card'],
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${shop.newId('s').slice(-16)}`,
    confirmation_method: 'automatic',
    created: shop.now,
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: shop.livemode,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
    ...given,
  } satisfies Stripe.PaymentIntent
}

const cardDetails = (
  method: Stripe.PaymentMethod,
  amount: number,
  network: string,
): Stripe.Charge.PaymentMethodDetails.Card => ({
  amount_authorized: amount,
  authorization_code: '104102',
  brand: method.card?.brand ?? 'visa',
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
  country: 'US',
  electronic_commerce_indicator: null,
  exp_month: method.card?.exp_month ?? 1,
  exp_year: method.card?.exp_year ?? 2030,
  fingerprint: method.card?.fingerprint ?? null,
  funding: method.card?.funding ?? 'credit',
  installments: null,
  last4: method.card?.last4 ?? '4242',
  mandate: null,
  network,
  network_transaction_id: null,
  regulated_status: 'unregulated',
  three_d_secure: null,
  transaction_link_id: null,
  wallet: null,
})

export const charge = (
  shop: Merchant,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  given: Partial<Stripe.Charge>,
) =>
  ({
    id: shop.newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: null,
    captured: false,
    created: shop.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: shop.livemode,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardDetails(method, intent.amount, method.card?.brand ?? 'visa') },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'failed',
    transfer_data: null,
    transfer_group: null,
    ...given,
  }) satisfies Stripe.Charge

export const balanceTransaction = (
  shop: Merchant,
  given: Pick<Stripe.BalanceTransaction, 'amount' | 'currency' | 'fee' | 'source' | 'type'>,
) =>
  ({
    id: shop.newId('txn'),
    object: 'balance_transaction',
    available_on: shop.now + 2 * 86_400,
    balance_type: 'payments',
    created: shop.now,
    description: null,
    exchange_rate: null,
    fee_details:
      given.fee === 0
        ? []
        : [
            {
              amount: given.fee,
              application: null,
              currency: given.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: given.amount - given.fee,
    reporting_category: given.type === 'adjustment' ? 'dispute' : given.type,
    status: 'pending',
    ...given,
  }) satisfies Stripe.BalanceTransaction

export const refund = (shop: Merchant, of: Stripe.Charge, given: Partial<Stripe.Refund> & { amount: number }) =>
  ({
    id: shop.newId('re'),
    object: 'refund',
    balance_transaction: null,
    charge: of.id,
    created: shop.now,
    currency: of.currency,
    customer: of.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: {},
    payment_intent: of.payment_intent,
    payment_method: of.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
    ...given,
  }) satisfies Stripe.Refund

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

export const dispute = (
  shop: Merchant,
  of: Stripe.Charge,
  given: Pick<Stripe.Dispute, 'amount' | 'reason' | 'status'>,
) =>
  ({
    id: `du_${shop.newId('x').slice(2)}`,
    object: 'dispute',
    // filled as money moves
    balance_transactions: [] as Stripe.BalanceTransaction[],
    charge: of.id,
    created: shop.now,
    currency: of.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: shop.now + 9 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: shop.livemode,
    metadata: {},
    payment_intent: of.payment_intent,
    ...given,
  }) satisfies Stripe.Dispute
