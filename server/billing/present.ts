/** Cards, charges and connections as they are answered. */
import type { z } from 'zod'
import type { Card, Charge as ChargeReply, CustomerBilling, OwnCharge } from '../../contract/api/billing.ts'
import type { ReconciliationLine } from '../../contract/api/reconciliation.ts'
import { minimumDeposit } from './rules/amounts.ts'
import { type Charge, isDecided } from './rules/charges.ts'
import { isExpired } from './rules/recharge.ts'
import type { StoredCard } from './tables/cards.ts'
import type { ShownLine } from './tables/reconciliations.ts'
import type { StripeAccount } from './tables/stripe-accounts.ts'
import type { Payer } from './tables/terms.ts'

export function presentCard(card: StoredCard, now: Date): z.input<typeof Card> {
  const { brand, last4, expMonth, expYear, funding, state, savedAt, savedBy } = card
  const expired = isExpired(card, now)
  return { brand, last4, expMonth, expYear, expired, funding, state, savedAt: savedAt.toISOString(), savedBy }
}

/** A charge that was not decided shows no decline of a try before. */
export function presentOwnCharge(charge: Charge, reversed: number): z.input<typeof OwnCharge> {
  const { cardBrand, cardLast4, declineMessage, wantsAuthentication } = charge
  const isRefused = isDecided(charge) && charge.state !== 'succeeded' && declineMessage !== null
  return {
    id: charge.chargeId,
    kind: charge.kind,
    state: charge.state,
    amount: charge.amount,
    fee: charge.fee,
    total: charge.amount + charge.fee,
    feeBp: charge.feeBp,
    currency: charge.currency,
    reversed,
    card: cardBrand === null || cardLast4 === null ? null : { brand: cardBrand, last4: cardLast4 },
    createdAt: charge.createdAt.toISOString(),
    decidedAt: charge.decidedAt?.toISOString() ?? null,
    declined: isRefused ? { message: declineMessage, wantsAuthentication } : null,
    reason: charge.reason,
  }
}

export function presentCharge(charge: Charge, reversed: number): z.input<typeof ChargeReply> {
  const { byName, declineCode, paymentIntentId } = charge
  return { ...presentOwnCharge(charge, reversed), byName, declineCode, paymentIntentId }
}

interface CustomerFacts {
  payer: Payer
  card: StoredCard | undefined
  connection: StripeAccount | undefined
  feeBp: number
  now: Date
}

export function presentCustomerBilling(facts: CustomerFacts): z.input<typeof CustomerBilling> {
  const { payer, card, connection, feeBp, now } = facts
  return {
    billingMode: payer.billingMode,
    wantsCard: payer.wantsRealTime && card === undefined,
    currency: payer.currency,
    card: card ? presentCard(card, now) : null,
    terms: { minimumDeposit: payer.minimumDeposit, feeBp: payer.feeBp, rechargeRequired: payer.rechargeRequired },
    feeBp,
    minimumDeposit: minimumDeposit(payer.minimumDeposit, payer.currency),
    stripe: connection ? { mode: connection.mode, delayed: connection.unreachableSince !== null } : null,
  }
}

export function presentLine(line: ShownLine): z.input<typeof ReconciliationLine> {
  const { chargeId, customerId, kind, company, paidAt, ...shown } = line
  const isKnown = chargeId !== null && customerId !== null && kind !== null
  return {
    ...shown,
    paidAt: paidAt.toISOString(),
    charge: isKnown ? { id: chargeId, kind, customer: { id: customerId, company: company ?? '' } } : null,
  }
}
