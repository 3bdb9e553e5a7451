/** *View as customer*: the portal as a customer sees it, for somebody of the team; reads only, and ends by itself. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx, type CustomerActor } from '../../platform/ctx.ts'
import { linkTo } from '../../platform/origins.ts'
import { hashToken } from '../../platform/secrets.ts'
import { issueToken, peekToken, redeemToken } from '../../platform/tokens.ts'
import { portalSite } from '../ops/senders.ts'
import { viewerOf } from '../ops/viewers.ts'
import { LINK_LIFE, sessionIdOf, VIEW_LIFE } from '../rules.ts'
import { companyOfCustomer } from '../tables/access.ts'
import { type Caller, type NewSession, placeOf, startSession } from './sign-in.ts'

const PURPOSE = 'view_customer'
const Payload = z.object({ customerId: z.int32(), userId: z.uuid() })

/** A link of one use that is good for a minute. @throws AppError not_found */
export async function viewLink(ctx: Ctx, customerId: number): Promise<string> {
  const { accountId, userId } = actorOf(ctx, 'team')
  const site = await portalSite(ctx, accountId)
  return ctx.transact(async (tx) => {
    if ((await companyOfCustomer(tx, accountId, customerId)) === undefined) throw new AppError('not_found')
    const token = await issueToken(tx, ctx, {
      purpose: PURPOSE,
      subject: `${userId} ${customerId}`,
      accountId,
      payload: { customerId, userId },
      expiresAt: new Date(ctx.now().getTime() + LINK_LIFE.view),
    })
    return linkTo(ctx.config, site, `/view#${token}`)
  })
}

export interface View extends NewSession {
  actor: CustomerActor
}

/** Starts looking; from here on it stands in the customer's activity. @throws AppError token_invalid */
export async function enterView(ctx: Caller, token: string): Promise<View> {
  const place = placeOf(ctx)
  const { accountId } = await peekToken(ctx, PURPOSE, token)
  if (place.realm !== 'customer' || place.accountId !== accountId) throw new AppError('token_invalid')
  return ctx.transact(async (tx) => {
    const { payload } = await redeemToken(tx, ctx, PURPOSE, token)
    const { customerId, userId } = Payload.parse(payload)
    const until = new Date(ctx.now().getTime() + VIEW_LIFE)
    const session = await startSession(tx, ctx, place, userId, { viewedCustomerId: customerId, endsAt: until })
    const sessionId = sessionIdOf(hashToken(session.token))
    const actor = await viewerOf(tx, { accountId, customerId, userId, sessionId, until })
    if (!actor) throw new AppError('token_invalid')
    await audit(tx, ctx, {
      accountId,
      action: 'customer.viewed',
      target: { kind: 'customer', id: customerId },
      by: { kind: 'team', userId, name: actor.name },
    })
    return { ...session, actor }
  })
}
