/** The mailed link of a declined recharge: whoever holds it can pay that amount on Stripe's page, without a log-in. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { asCents } from '../../../contract/money.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { peekToken } from '../../platform/tokens.ts'
import { portalOf } from '../../portals/ops.ts'
import { minimumDeposit, type Price, priceOf } from '../rules/amounts.ts'
import type { Charge } from '../rules/charges.ts'
import { feeOf } from '../rules/paying.ts'
import { getCharge, paidSince } from '../tables/charges.ts'
import { needPayer } from './charges.ts'
import { openDepositPage } from './deposits.ts'
import { PAY_LINK } from './recharge.ts'

const Payload = z.object({ customer: z.int(), charge: z.uuid() })

interface Asked {
  accountId: number
  customerId: number
  declined: Charge
  price: Price
  /** Something was paid since. */
  paid: boolean
  expiresAt: Date
}

/** What an open link of this portal asks for. @throws AppError token_invalid, not_allowed_now */
async function follow(ctx: Ctx, token: string): Promise<Asked> {
  const link = await peekToken(ctx, PAY_LINK, token)
  const site = ctx.request?.site
  const accountId = site?.kind === 'portal' ? site.accountId : undefined
  if (accountId === undefined || link.accountId !== accountId) throw new AppError('token_invalid')
  const { customer: customerId, charge } = Payload.parse(link.payload)
  const declined = await getCharge(ctx.db, accountId, charge)
  if (!declined) throw new AppError('token_invalid')
  const payer = await needPayer(ctx.db, accountId, customerId, 'deposit')
  const amount = Math.max(declined.amount, minimumDeposit(payer.minimumDeposit, payer.currency))
  const price = priceOf(asCents(amount), feeOf(payer))
  const paid = await paidSince(ctx.db, accountId, customerId, declined.createdAt)
  return { accountId, customerId, declined, price, paid, expiresAt: link.expiresAt }
}

export async function lookAtPayLink(ctx: Ctx, token: string) {
  const { accountId, declined, price, paid, expiresAt } = await follow(ctx, token)
  const company = (await portalOf(ctx.db, accountId))?.company_name ?? ''
  return { company, ...price, currency: declined.currency, paid, expiresAt }
}

const MOST_PAGES = 50

/** The id of the n-th page that a declined charge is paid on: the same for whoever opens it. */
function pageId(chargeId: string, n: number): string {
  const hex = createHash('sha256').update(`${PAY_LINK} ${chargeId} ${n}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The page that can be paid on now: the one that is open, else a new one. @throws AppError token_invalid once paid */
async function nextPage(ctx: Ctx, accountId: number, declined: Charge): Promise<string> {
  for (let n = 0; n < MOST_PAGES; n++) {
    const id = pageId(declined.chargeId, n)
    const charge = await getCharge(ctx.db, accountId, id)
    if (charge?.state === 'succeeded') break
    if (!charge || (charge.state === 'open' && (charge.expiresAt ?? ctx.now()) > ctx.now())) return id
  }
  throw new AppError('token_invalid')
}

/** Opens the hosted page; its card is kept for the recharges to come. @throws AppError token_invalid, not_allowed_now, unavailable */
export async function openPayLink(ctx: Ctx, token: string): Promise<string> {
  const { accountId, customerId, declined, price, paid } = await follow(ctx, token)
  if (paid) throw new AppError('not_allowed_now', { message: 'This is paid already.' })
  const wish = {
    accountId,
    customerId,
    chargeId: await nextPage(ctx, accountId, declined),
    kind: 'deposit' as const,
    amount: price.amount,
    reason: null,
    actorKind: 'customer' as const,
    byName: null,
  }
  const { url } = await openDepositPage(ctx, wish, { saveCard: true, backTo: '/pay/done' })
  if (url === null) throw new AppError('token_invalid')
  return url
}
