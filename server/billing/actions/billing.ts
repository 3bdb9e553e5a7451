/** What both sides read of card payments, and what the operator agrees with a customer. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { decideRecharge } from '../ops/recharge.ts'
import type { Charge } from '../rules/charges.ts'
import { lastFour } from '../rules/keys.ts'
import { feeOf, whyNotPaying } from '../rules/paying.ts'
import { cardOfCustomer, countCards, type StoredCard } from '../tables/cards.ts'
import { countUndecided, listCharges } from '../tables/charges.ts'
import { reversedOf } from '../tables/reversals.ts'
import { getStripeAccount, type StripeAccount } from '../tables/stripe-accounts.ts'
import { depositFee, lockCustomer, type Payer, payerOf, putTerms, setDepositFee, type Terms } from '../tables/terms.ts'
import { webhookUrl } from './connect.ts'

export interface BillingFacts {
  payer: Payer
  card: StoredCard | undefined
  connection: StripeAccount | undefined
  feeBp: number
  now: Date
}

/** @throws AppError not_found */
export async function billingOf(ctx: Ctx, accountId: number, customerId: number): Promise<BillingFacts> {
  const payer = await payerOf(ctx.db, accountId, customerId)
  if (!payer) throw new AppError('not_found')
  const [card, connection] = await Promise.all([
    cardOfCustomer(ctx.db, accountId, customerId),
    getStripeAccount(ctx.db, accountId),
  ])
  return { payer, card, connection, feeBp: feeOf(payer), now: ctx.now() }
}

/** Why nothing can be paid in, in words for the customer; null when it can. */
export function whyNoPayment({ payer, connection }: Pick<BillingFacts, 'payer' | 'connection'>): string | null {
  if (!connection) return 'Card payments are not set up here.'
  return whyNotPaying(payer, 'deposit') ?? null
}

/** What the operator sees of its connection. */
export async function stripeState(ctx: Ctx, accountId: number) {
  const [account, depositFeeBp, cards, undecided] = await Promise.all([
    getStripeAccount(ctx.db, accountId),
    depositFee(ctx.db, accountId),
    countCards(ctx.db, accountId),
    countUndecided(ctx.db, accountId),
  ])
  const connection = account && {
    mode: account.mode,
    stripeAccountId: account.stripeAccountId,
    publishableKeyLast4: lastFour(account.publishableKey),
    secretKeyLast4: account.secretLast4,
    restricted: account.restricted,
    webhook: { url: webhookUrl(ctx.config, account.webhookId), registered: account.webhookEndpointId !== null },
    connectedAt: account.connectedAt.toISOString(),
    connectedBy: account.connectedBy,
    unreachableSince: account.unreachableSince?.toISOString() ?? null,
  }
  return { connection: connection ?? null, depositFeeBp, cards, undecided }
}

/** Sets the fee of customers without one of their own. What was charged stays. */
export function changeDepositFee(ctx: Ctx, feeBp: number): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await depositFee(tx, accountId)
    if (before === feeBp) return
    await setDepositFee(tx, accountId, feeBp)
    const target = { kind: 'account', id: accountId }
    await audit(tx, ctx, { action: 'portal.deposit_fee_set', target, before: { feeBp: before }, after: { feeBp } })
  })
}

const termsOf = ({ minimumDeposit, feeBp, rechargeRequired }: Terms): Terms => ({
  minimumDeposit,
  feeBp,
  rechargeRequired,
})

/** Sets what was agreed with a customer; whether its recharge works is decided again. @throws AppError not_found */
export function changeTerms(ctx: Ctx, customerId: number, terms: Terms): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    await lockCustomer(tx, accountId, customerId)
    const before = await payerOf(tx, accountId, customerId)
    if (!before) throw new AppError('not_found')
    if (JSON.stringify(termsOf(before)) === JSON.stringify(termsOf(terms))) return
    await putTerms(tx, accountId, customerId, terms)
    await decideRecharge(tx, ctx, accountId, customerId)
    const target = { kind: 'customer', id: customerId }
    const action = 'customer.billing_terms_set'
    await audit(tx, ctx, { action, target, before: termsOf(before), after: termsOf(terms) })
  })
}

const ChargeKey = z.tuple([z.iso.datetime(), z.uuid()])

export interface ShownCharge {
  charge: Charge
  reversed: number
}

/** A customer's charges, newest first. @throws AppError not_found */
export async function chargesOf(
  ctx: Ctx,
  accountId: number,
  customerId: number,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<ShownCharge>> {
  if (!(await payerOf(ctx.db, accountId, customerId))) throw new AppError('not_found')
  const after = readCursor(ChargeKey, query.cursor)
  const rows = await listCharges(ctx.db, accountId, customerId, { after, limit: query.limit + 1 })
  const page = toPage(rows, query.limit, (row) => [row.createdAt.toISOString(), row.chargeId])
  const reversed = await reversedOf(
    ctx.db,
    accountId,
    page.items.map(({ chargeId }) => chargeId),
  )
  return { ...page, items: page.items.map((charge) => ({ charge, reversed: reversed.get(charge.chargeId) ?? 0 })) }
}

export async function shownCharge(ctx: Ctx, charge: Charge): Promise<ShownCharge> {
  const reversed = await reversedOf(ctx.db, charge.accountId, [charge.chargeId])
  return { charge, reversed: reversed.get(charge.chargeId) ?? 0 }
}
