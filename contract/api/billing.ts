/** Card payments: the operator's Stripe account, cards on file, deposits and charges. All amounts are minor units. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { billingModes } from './customers.ts'
import { CustomerParams, MOST_AT_ONCE } from './ledger.ts'

/** Fifteen per cent: what a portal may put on top of a card charge at most. */
export const MOST_FEE_BP = 1_500

const Amount = z.number().int().min(1, 'must be more than nothing').max(MOST_AT_ONCE, 'must be at most 1,000,000.00')
const FeeBp = z.number().int().min(0, 'must not be negative').max(MOST_FEE_BP, 'must be at most 15 %')
const Instant = z.iso.datetime()

export const stripeModes = ['test', 'live'] as const
export type StripeMode = (typeof stripeModes)[number]

export const chargeKinds = ['deposit', 'recharge', 'operator'] as const
export type ChargeKind = (typeof chargeKinds)[number]
/**
 * open: the hosted page is open; sent: with Stripe, not decided yet; cancelled: it came to nothing and nothing was
 * charged.
 */
export const chargeStates = ['open', 'sent', 'succeeded', 'declined', 'expired', 'cancelled'] as const
export type ChargeState = (typeof chargeStates)[number]

/** How the card's last charge without its owner ended. */
export const cardStates = ['ok', 'declined', 'authentication'] as const
export type CardState = (typeof cardStates)[number]

export const Card = z.object({
  brand: z.string(),
  last4: z.string(),
  expMonth: z.number().int(),
  expYear: z.number().int(),
  expired: z.boolean(),
  funding: z.string(),
  state: z.enum(cardStates),
  savedAt: Instant,
  savedBy: z.string().nullable(),
})
export type Card = z.output<typeof Card>

const charge = {
  id: z.uuid(),
  kind: z.enum(chargeKinds),
  state: z.enum(chargeStates),
  /** What the balance gets, the fee on top, and what the card is charged. */
  amount: z.number().int(),
  fee: z.number().int(),
  total: z.number().int(),
  feeBp: z.number().int(),
  currency: z.string(),
  /** Of the total: taken back by refunds and disputes. */
  reversed: z.number().int(),
  card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
  createdAt: Instant,
  decidedAt: Instant.nullable(),
  /** Why it was declined, in words for who pays. */
  declined: z.object({ message: z.string(), wantsAuthentication: z.boolean() }).nullable(),
  reason: z.string().nullable(),
}
/** The customer's side of a charge. */
export const OwnCharge = z.object(charge)
export type OwnCharge = z.output<typeof OwnCharge>
export const Charge = z.object({
  ...charge,
  byName: z.string().nullable(),
  /** Stripe's own code of a decline, and its payment, to look it up there. */
  declineCode: z.string().nullable(),
  paymentIntentId: z.string().nullable(),
})
export type Charge = z.output<typeof Charge>

const ChargeParam = { charge: z.uuid() }

// The customer's side

export const portalBilling = endpoint({
  method: 'GET',
  path: '/api/portal/billing',
  summary: 'How the own balance is paid: card, fee, minimum deposit, billing mode; the recharge has its own address.',
  reply: z.object({
    billingMode: z.enum(billingModes),
    /** Real-Time was chosen for this customer and takes effect with a card. */
    wantsCard: z.boolean(),
    /** Whether money can be paid in here now; if not, `whyNot` says it. */
    canPay: z.boolean(),
    whyNot: z.string().nullable(),
    currency: z.string(),
    /** Of every card charge, on top. */
    feeBp: z.number().int(),
    /** In credit, without the fee. Never under what Stripe charges at least. */
    minimumDeposit: z.number().int(),
    rechargeRequired: z.boolean(),
    card: Card.nullable(),
    /** Null: no card payments in this portal. */
    stripe: z.object({ mode: z.enum(stripeModes) }).nullable(),
    /** Stripe cannot be reached at the moment: payments wait and are made once it can. */
    delayed: z.boolean(),
  }),
})

/** `id` is made by who asks, once for each wish: asked again with it, the same charge is answered. */
export const NewDeposit = z.object({
  id: z.uuid(),
  amount: Amount,
  /** On Stripe's page, or at once with the card on file. */
  with: z.enum(['page', 'saved_card']).default('page'),
  /** Keep the card that is entered on the page. */
  saveCard: z.boolean().default(false),
})
export type NewDeposit = z.output<typeof NewDeposit>
export const makeDeposit = endpoint({
  method: 'POST',
  path: '/api/portal/deposits',
  summary: 'Pays in: opens a hosted page, or charges the card on file.',
  body: NewDeposit,
  reply: z.object({
    charge: OwnCharge,
    /** Where to go to pay; null when the card on file was charged, or it is decided already. */
    url: z.url().nullable(),
  }),
})
export const readDeposit = endpoint({
  method: 'GET',
  path: '/api/portal/deposits/:charge',
  summary: 'How an own charge stands, asked of Stripe while it is not decided: for the page one comes back to.',
  params: z.object(ChargeParam),
  reply: OwnCharge,
})
export const portalCharges = endpoint({
  method: 'GET',
  path: '/api/portal/charges',
  summary: 'The own charges, newest first.',
  query: PageQuery,
  reply: pageOf(OwnCharge),
})

export const setUpCard = endpoint({
  method: 'POST',
  path: '/api/portal/card-setup',
  summary: 'Opens the hosted page on which a card is saved.',
  body: z.object({ id: z.uuid() }),
  reply: z.object({ url: z.url() }),
})
export const finishCardSetup = endpoint({
  method: 'POST',
  path: '/api/portal/card-setup/finish',
  summary: 'Takes the card that was saved on the hosted page: for the page one comes back to.',
  body: z.object({ session: z.string().min(1).max(200) }),
  reply: z.object({ card: Card.nullable() }),
})
export const removeOwnCard = endpoint({
  method: 'DELETE',
  path: '/api/portal/card',
  summary: 'Removes the own card on file; what was charged stays.',
  reply: Nothing,
})

// The operator's side

const Connection = z.object({
  mode: z.enum(stripeModes),
  stripeAccountId: z.string(),
  publishableKeyLast4: z.string(),
  secretKeyLast4: z.string(),
  /** A restricted key; a secret key may do everything. */
  restricted: z.boolean(),
  webhook: z.object({
    url: z.string(),
    /** False: Stripe could not be told this address; payments are then found by asking, minutes later. */
    registered: z.boolean(),
  }),
  connectedAt: Instant,
  connectedBy: z.string(),
  unreachableSince: Instant.nullable(),
})
const StripeState = z.object({
  connection: Connection.nullable(),
  depositFeeBp: z.number().int(),
  /** Customers with a card on file. */
  cards: z.number().int(),
  /** Charges that are not decided yet. */
  undecided: z.number().int(),
})
export type StripeState = z.output<typeof StripeState>

export const readStripe = endpoint({
  method: 'GET',
  path: '/api/console/:account/stripe',
  summary: 'The connected Stripe account, its keys by their last four, and the deposit fee.',
  params: AccountPath,
  reply: StripeState,
})
export const connectStripe = endpoint({
  method: 'PUT',
  path: '/api/console/:account/stripe',
  summary: 'Connects a Stripe account, or replaces its keys: they are tried at Stripe first.',
  params: AccountPath,
  body: z.object({
    publishableKey: z.string().trim().min(1, 'must not be empty').max(300),
    secretKey: z.string().trim().min(1, 'must not be empty').max(300),
  }),
  reply: StripeState,
})
export const disconnectStripe = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/stripe',
  summary: 'Disconnects Stripe: cards on file are forgotten, the webhook endpoint is removed.',
  params: AccountPath,
  reply: StripeState,
})
export const setDepositFee = endpoint({
  method: 'PUT',
  path: '/api/console/:account/deposit-fee',
  summary: 'Sets what is put on top of every card charge, for customers without a fee of their own.',
  params: AccountPath,
  body: z.object({ feeBp: FeeBp }),
  reply: StripeState,
})

const Terms = z.object({
  minimumDeposit: z.number().int().min(0, 'must not be negative').max(MOST_AT_ONCE, 'must be at most 1,000,000.00'),
  /** Null: the portal's. */
  feeBp: FeeBp.nullable(),
  rechargeRequired: z.boolean(),
})
export const CustomerBilling = z.object({
  billingMode: z.enum(billingModes),
  /** Real-Time was chosen and takes effect with a card. */
  wantsCard: z.boolean(),
  currency: z.string(),
  card: Card.nullable(),
  terms: Terms,
  /** The fee that counts: the customer's own, else the portal's. */
  feeBp: z.number().int(),
  /** The least that can be paid in: the terms', or what Stripe charges at least. */
  minimumDeposit: z.number().int(),
  /** Null: Stripe is not connected. */
  stripe: z.object({ mode: z.enum(stripeModes), delayed: z.boolean() }).nullable(),
})

export const customerBilling = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/billing',
  summary: 'How a customer pays: card, terms, mode.',
  params: CustomerParams,
  reply: CustomerBilling,
})
export const setBillingTerms = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/billing-terms',
  summary: "Sets a customer's minimum deposit, its own fee, and whether it must recharge automatically.",
  params: CustomerParams,
  body: Terms,
  reply: CustomerBilling,
})
export const customerCharges = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/charges',
  summary: "A customer's charges, newest first.",
  params: CustomerParams,
  query: PageQuery,
  reply: pageOf(Charge),
})
/** As with a deposit, `id` is made once for each wish. */
export const chargeCustomer = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/charges',
  summary: "Charges the customer's card on file, with a reason; the fee comes on top.",
  params: CustomerParams,
  body: z.object({ id: z.uuid(), amount: Amount, reason: z.string().trim().min(1, 'must not be empty').max(500) }),
  reply: Charge,
})
export const readCharge = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/charges/:charge',
  summary: 'How a charge stands, asked of Stripe while it is not decided.',
  params: CustomerParams.extend(ChargeParam),
  reply: Charge,
})
export const removeCard = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/customers/:customer/card',
  summary: "Removes a customer's card on file; its billing mode stays.",
  params: CustomerParams,
  reply: CustomerBilling,
})
