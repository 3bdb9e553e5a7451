/** Charges, refunds, disputes and what they do to the balance, as Stripe writes them. */
import type Stripe from 'stripe'
import type { Merchant } from '../merchant.ts'

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

/** Nothing of all this, until something says otherwise. */
const NO_CHARGE = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: null,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  on_behalf_of: null,
  outcome: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} satisfies Partial<Stripe.Charge>

export const charge = (
  shop: Merchant,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  given: Partial<Stripe.Charge>,
) =>
  ({
    id: shop.newId('ch'),
    object: 'charge',
    ...NO_CHARGE,
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    billing_details: method.billing_details,
    captured: false,
    created: shop.now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    fraud_details: {},
    livemode: shop.livemode,
    metadata: intent.metadata,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardDetails(method, intent.amount, method.card?.brand ?? 'visa') },
    refunded: false,
    status: 'failed',
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

/** Filled as money moves. */
const noEntries = (): Stripe.BalanceTransaction[] => []

export const dispute = (
  shop: Merchant,
  of: Stripe.Charge,
  given: Pick<Stripe.Dispute, 'amount' | 'reason' | 'status'>,
) =>
  ({
    id: `du_${shop.newId('x').slice(2)}`,
    object: 'dispute',
    balance_transactions: noEntries(),
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
