/** What a program may change: a buyer's pause in the operator's name, and returns. */
import { AppError } from '../../../contract/errors.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { holdBuyer, releaseBuyer } from '../../campaigns/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { markReturned } from '../../returns/ops.ts'
import { buyerRows } from '../tables/campaigns.ts'
import { namedLead, oneNamed } from './refs.ts'

/** Who did it, as people read it: the key's name. */
const nameOf = ({ actor }: Ctx): string => ('name' in actor ? actor.name : actor.kind)

/** @throws AppError not_found for a buyer that is not of this campaign */
export async function pauseOrResume(
  ctx: Ctx,
  refs: { campaign: string; buyer: string },
  change: 'pause' | 'resume',
): Promise<{ buyerId: number; running: boolean }> {
  const accountId = accountOf(ctx)
  const { db } = ctx
  const campaignId = await oneNamed(db, accountId, 'campaign', refs.campaign)
  const buyerId = await oneNamed(db, accountId, 'buyer', refs.buyer)
  const members = await buyerRows(db, accountId, [campaignId], ctx.now())
  if (!members.some((row) => row.id === buyerId))
    throw new AppError('not_found', { field: 'buyer', message: 'This buyer is not of this campaign.' })
  const pause = { until: null, reason: 'Paused by API', by: nameOf(ctx) }
  await ctx.transact((tx) => (change === 'pause' ? holdBuyer(ctx, tx, buyerId, pause) : releaseBuyer(ctx, tx, buyerId)))
  const now = await buyerRows(db, accountId, [campaignId], ctx.now())
  return { buyerId, running: now.some((row) => row.id === buyerId && row.running) }
}

export interface ReturnRequest {
  lead_id: string
  reason: string
  portal_refund: boolean
  buyer_id?: string | number | undefined
}

/** @throws AppError not_found, not_allowed_now with what stands against it */
export async function returnLead(ctx: Ctx, request: ReturnRequest) {
  const accountId = accountOf(ctx)
  const leadId = await namedLead(ctx.db, accountId, request.lead_id)
  const { currency } = await readAccountBasics(ctx.db, accountId)
  const { buyer_id: ref } = request
  const of =
    ref === undefined ? ('lead' as const) : { buyerId: await oneNamed(ctx.db, accountId, 'buyer', String(ref)) }
  const { reason, portal_refund: refund } = request
  const wish = { accountId, leadId, of, reason, note: null, refund, toSupplier: null, by: nameOf(ctx) }
  return { currency, returned: await ctx.transact((tx) => markReturned(tx, ctx, wish)) }
}
