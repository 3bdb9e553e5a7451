/** What the end of a charge, and a card that comes or goes, mean for the auto-recharge: inside their commits. */
import { lockWallets } from '../../ledger/ops.ts'
import { consoleLink, portalLink, tellStaff, tellUsers } from '../../notifications/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { issueToken } from '../../platform/tokens.ts'
import { portalOf } from '../../portals/ops.ts'
import { decideRecharge } from '../ops/recharge.ts'
import type { Charge, Outcome } from '../rules/charges.ts'
import { afterDecline, forgiven } from '../rules/recharge.ts'
import { type DeclinedRecharge, rechargeDeclinedMail, rechargeDeclinedStaffMail } from '../rules/recharge-mails.ts'
import { cardOfCustomer } from '../tables/cards.ts'
import { type AgreedRecharge, getRecharge, putRecharge } from '../tables/recharges.ts'
import { accountZone, payerOf } from '../tables/terms.ts'

export const PAY_LINK = 'pay_link'
const payLinkSubject = (accountId: number, customerId: number): string => `${accountId} ${customerId}`
const PAY_LINK_LIFE_MS = 7 * 86_400_000
/** Nothing was charged and nobody declined: whatever it was, it may be gone by then. */
const AFTER_NOTHING_MS = 900_000

type DeclineOutcome = Extract<Outcome, { state: 'declined' }>

/** A charge was decided: what it means for the recharge, in its commit. */
export async function afterCharge(ctx: Ctx, tx: Tx, charge: Charge, outcome: Outcome): Promise<void> {
  const { accountId, customerId } = charge
  await lockWallets(tx, accountId, [customerId])
  const recharge = await getRecharge(tx, accountId, customerId)
  if (outcome.state === 'succeeded') await afterPayment(tx, charge, recharge)
  else if (recharge && charge.kind === 'recharge') {
    if (outcome.state === 'declined') await declined(ctx, tx, charge, recharge, outcome)
    else await pause(ctx, tx, charge, recharge)
  }
  await decideRecharge(tx, ctx, accountId, customerId)
}

async function afterPayment(tx: Tx, charge: Charge, recharge: AgreedRecharge | undefined): Promise<void> {
  const { accountId, customerId, paymentMethodId } = charge
  const card = await cardOfCustomer(tx, accountId, customerId)
  // another card's payment says nothing of the one on file
  if (recharge && card?.paymentMethodId === paymentMethodId)
    await putRecharge(tx, accountId, customerId, { ...recharge, ...forgiven(recharge) })
}

async function pause(ctx: Ctx, tx: Tx, { accountId, customerId }: Charge, recharge: AgreedRecharge): Promise<void> {
  const nextTryAt = new Date(ctx.now().getTime() + AFTER_NOTHING_MS)
  await putRecharge(tx, accountId, customerId, { ...recharge, nextTryAt })
}

async function declined(ctx: Ctx, tx: Tx, charge: Charge, recharge: AgreedRecharge, outcome: DeclineOutcome) {
  const { accountId, customerId } = charge
  const after = { ...recharge, ...afterDecline(recharge, outcome.decline, ctx.now()) }
  await putRecharge(tx, accountId, customerId, after)
  await tellDeclined(ctx, tx, charge, { nextTryAt: after.nextTryAt, ...outcome.decline })
}

async function tellDeclined(
  ctx: Ctx,
  tx: Tx,
  charge: Charge,
  decline: { nextTryAt: Date | null; message: string; authentication: boolean },
): Promise<void> {
  const { accountId, customerId, currency, amount, fee, cardLast4 } = charge
  const payer = await payerOf(tx, accountId, customerId)
  const portal = await portalOf(tx, accountId)
  if (!payer || !portal) return
  const told: DeclinedRecharge = {
    company: portal.company_name,
    customer: payer.company,
    total: amount + fee,
    currency,
    card: cardLast4 ?? '',
    why: decline.message,
    nextTryAt: decline.nextTryAt,
    zone: await accountZone(tx, accountId),
    wantsAuthentication: decline.authentication,
  }
  const token = await issueToken(tx, ctx, {
    purpose: PAY_LINK,
    subject: payLinkSubject(accountId, customerId),
    expiresAt: new Date(ctx.now().getTime() + PAY_LINK_LIFE_MS),
    accountId,
    payload: { customer: customerId, charge: charge.chargeId },
  })
  const link = await portalLink({ ...ctx, db: tx }, accountId, `/pay#${token}`)
  const owners = { accountId, customerId, roles: ['owner'] } as const
  await tellUsers(tx, ctx, owners, rechargeDeclinedMail(told, link))
  const page = consoleLink(ctx.config, accountId, `/customers/${customerId}`)
  await tellStaff(tx, ctx, accountId, rechargeDeclinedStaffMail(told, page))
}

/** A card came or went. A new one forgives what the old one was declined for. */
export async function afterCard(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  customerId: number,
  what: 'saved' | 'removed',
): Promise<void> {
  await lockWallets(tx, accountId, [customerId])
  const recharge = await getRecharge(tx, accountId, customerId)
  if (recharge && what === 'saved') await putRecharge(tx, accountId, customerId, { ...recharge, ...forgiven(recharge) })
  await decideRecharge(tx, ctx, accountId, customerId)
}
