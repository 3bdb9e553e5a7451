/**
 * Auto-recharge, the link on which a declined payment is confirmed, refunds and disputes, closed customers' balances,
 * raised credit limits. All amounts are minor units of credit, without the fee, unless it is said.
 */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { CustomerParams, MOST_AT_ONCE, Wallet } from './ledger.ts'

const MORE = 'must be more than nothing'
const TOO_MUCH = 'must be at most 1,000,000.00'
const Amount = z.number().int().min(1, MORE).max(MOST_AT_ONCE, TOO_MUCH)
const Reason = z.string().trim().min(1, 'must not be empty').max(500)
const Instant = z.iso.datetime()

export const stopReasons = ['declines', 'hard_decline', 'authentication', 'dispute'] as const
/** Why an auto-recharge is stopped until a person, or a new card, lets it go on. */
export type StopReason = (typeof stopReasons)[number]
/** Why one that is on does not work. */
export const idleReasons = [
  ...stopReasons,
  'off',
  'closed',
  'mode',
  'not_connected',
  'no_card',
  'card_expired',
  'limit_today',
] as const
export type IdleReason = (typeof idleReasons)[number]

export const MOST_CHARGES_A_DAY = 50
export const DEFAULT_CHARGES_A_DAY = 5

/** What somebody sets; the amounts a day: null is ten times a charge. */
const Terms = {
  threshold: z.number().int().min(0, 'must not be negative').max(MOST_AT_ONCE, TOO_MUCH),
  amount: Amount,
  mostChargesADay: z.number().int().min(1, 'must be at least 1').max(MOST_CHARGES_A_DAY, 'must be at most 50'),
  mostAmountADay: Amount.nullable(),
}
export const RechargeTerms = z.object(Terms)
export type RechargeTerms = z.output<typeof RechargeTerms>

export const Recharge = z.object({
  /** What was agreed to; null: never set. */
  set: z
    .object({
      ...Terms,
      on: z.boolean(),
      consent: z.string(),
      consentedBy: z.string(),
      consentedAt: Instant,
    })
    .nullable(),
  /** On, with a card, not stopped, and with room in today's limits. */
  works: z.boolean(),
  /** Why not; null while it works. */
  idle: z.enum(idleReasons).nullable(),
  stoppedAt: Instant.nullable(),
  /** After a decline: when the card is tried again. */
  nextTryAt: Instant.nullable(),
  declines: z.number().int(),
  /** Charges of today in the account's calendar, those under way with them. */
  today: z.object({ charges: z.number().int(), amount: z.number().int() }),
  /** Sent to Stripe and not decided, of any kind. */
  underWay: z.number().int(),
  /** The operator asks for one. */
  required: z.boolean(),
  /** What the consent sentence of the page is made of (contract/consent.ts). */
  terms: z.object({
    company: z.string(),
    currency: z.string(),
    feeBp: z.number().int(),
    minimumDeposit: z.number().int(),
    /** The least a threshold can be. */
    minimumBalance: z.number().int(),
  }),
})
export type Recharge = z.output<typeof Recharge>

export const portalRecharge = endpoint({
  method: 'GET',
  path: '/api/portal/recharge',
  summary: 'The own auto-recharge: what was agreed to, whether it works, and why not.',
  reply: Recharge,
})
export const setRecharge = endpoint({
  method: 'PUT',
  path: '/api/portal/recharge',
  summary: 'Sets the own auto-recharge, with the sentence that was agreed to; on, it tries a declined card again.',
  body: RechargeTerms.extend({
    on: z.boolean(),
    /** The sentence as it was shown: refused as stale when fee or minimum deposit are others by now. */
    consent: z.string().max(1_000),
  }),
  reply: Recharge,
})

const Token = z.object({ token: z.string().min(1, 'must not be empty').max(100) })
/** Mails carry the token behind the `#` of /pay. */
export const lookAtPayLink = endpoint({
  method: 'POST',
  path: '/api/portal/pay/look',
  summary: 'What a mailed link asks for: a payment that the bank wants confirmed.',
  body: Token,
  reply: z.object({
    company: z.string(),
    amount: z.number().int(),
    fee: z.number().int(),
    total: z.number().int(),
    currency: z.string(),
    paid: z.boolean(),
    expiresAt: Instant,
  }),
})
export const openPayLink = endpoint({
  method: 'POST',
  path: '/api/portal/pay/open',
  summary: 'Opens the hosted page on which a mailed link is paid.',
  body: Token,
  reply: z.object({ url: z.url() }),
})

export const customerRecharge = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/recharge',
  summary: "A customer's auto-recharge.",
  params: CustomerParams,
  reply: Recharge,
})

export const reversalKinds = ['refund', 'dispute'] as const
export const reversalStates = ['asked', 'booked', 'undone', 'failed'] as const
export const Reversal = z.object({
  id: z.uuid(),
  charge: z.uuid(),
  kind: z.enum(reversalKinds),
  /** asked: sent to Stripe; booked; undone: it failed there, or was won; failed: Stripe refused it. */
  state: z.enum(reversalStates),
  /** Of the card, fee included. */
  amount: z.number().int(),
  /** What the balance, the fee and the operator bear of it. */
  wallet: z.number().int(),
  fee: z.number().int(),
  loss: z.number().int(),
  keepFee: z.boolean(),
  currency: z.string(),
  reason: z.string().nullable(),
  byName: z.string().nullable(),
  failure: z.string().nullable(),
  createdAt: Instant,
  bookedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
})
export type Reversal = z.output<typeof Reversal>

export const customerReversals = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer/reversals',
  summary: "Refunds and disputes of a customer's charges, newest first.",
  params: CustomerParams,
  query: PageQuery,
  reply: pageOf(Reversal),
})
/** `id` is made once for each wish: asked again with it, the same refund is answered. */
export const refundCharge = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/charges/:charge/refund',
  summary: "Refunds (part of) a charge to the card; keeping the fee, at most what is left of the charge's credit.",
  params: CustomerParams.extend({ charge: z.uuid() }),
  body: z.object({ id: z.uuid(), amount: Amount, keepFee: z.boolean(), reason: Reason }),
  reply: Reversal,
})
export const liftDispute = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/dispute/lift',
  summary: "Lets a disputing customer's buyers buy, and its auto-recharge charge, again.",
  params: CustomerParams,
  body: z.object({ reason: Reason }),
  reply: z.object({ buyers: z.number().int() }),
})

export const closingWays = ['refund', 'paid_outside', 'write_off'] as const
export type ClosingWay = (typeof closingWays)[number]
export const settleClosed = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/closing',
  summary: "Settles what stands on a closed customer's balance: refunded to the card, paid outside, or written off.",
  params: CustomerParams,
  body: z.object({ id: z.uuid(), way: z.enum(closingWays), reason: Reason }),
  reply: z.object({
    wallet: Wallet,
    /** Asked of Stripe by this. */
    refunding: z.number().int(),
  }),
})
export const owedByClosed = endpoint({
  method: 'GET',
  path: '/api/console/:account/closed-balances',
  summary: 'Closed customers on whose balance something stands: owed to them above zero, owed by them below.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(
    z.object({
      customer: z.number().int(),
      company: z.string(),
      balance: z.number().int(),
      currency: z.string(),
      /** Of the balance: asked of Stripe already. */
      refunding: z.number().int(),
    }),
  ).extend({ owedTo: z.number().int(), owedBy: z.number().int() }),
})

export const MOST_RAISE_HOURS = 72
const Raise = z.object({
  /** Since when Stripe cannot be reached and card payments wait; null: they do not. */
  delayedSince: Instant.nullable(),
  /** Null: no limit is raised now. */
  raise: z.object({ amount: z.number().int(), until: Instant, customers: z.number().int() }).nullable(),
})
export const readRaise = endpoint({
  method: 'GET',
  path: '/api/console/:account/credit-limits/raise',
  summary: 'Whether credit limits are raised while card payments are delayed.',
  params: AccountPath,
  reply: Raise,
})
export const raiseLimits = endpoint({
  method: 'POST',
  path: '/api/console/:account/credit-limits/raise',
  summary:
    'Raises the credit limits of all Real-Time customers by an amount for some hours; in place of an earlier raise.',
  params: AccountPath,
  body: z.object({
    amount: Amount,
    hours: z.number().int().min(1, 'must be at least 1').max(MOST_RAISE_HOURS, 'must be at most 72'),
  }),
  reply: Raise,
})
export const endRaise = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/credit-limits/raise',
  summary: 'Takes a raise of credit limits back before its end.',
  params: AccountPath,
  reply: Raise,
})
