/** Customers and their cards, as Stripe's API 2026-10-28.endive writes them: every field that its types ask for. */
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import type { TestCard } from '../cards.ts'
import type { Merchant } from '../merchant.ts'

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
