/** The pause that a disputed payment puts on all of a customer's buyers; a person lifts it. */
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { bumpRevision } from '../ops.ts'
import { campaignsOfBuyers, liftPause, pausesOf, setPause } from '../tables/buyers.ts'

/** Locks the buyers' campaigns; what they hold by a dispute now. */
async function holdCampaigns(ctx: Ctx, tx: Tx, accountId: number, buyerIds: readonly number[]): Promise<Set<number>> {
  await bumpRevision(tx, accountId, await campaignsOfBuyers(tx, accountId, buyerIds))
  const pauses = await pausesOf(tx, accountId, buyerIds, ctx.now())
  return new Set(pauses.filter(({ owner }) => owner === 'dispute').map((pause) => pause.buyer_id))
}

/** Holds buyers up. To be called before other locks are taken. @returns those that were not held by a dispute before */
export async function holdForDispute(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  buyerIds: readonly number[],
  reason: string,
): Promise<number[]> {
  const held = await holdCampaigns(ctx, tx, accountId, buyerIds)
  const added = buyerIds.filter((id) => !held.has(id))
  for (const id of added) {
    const pause = { since: ctx.now(), until: null, by_name: 'Dispute', reason }
    await setPause(tx, accountId, { buyer_id: id, owner: 'dispute', ...pause })
    const target = { kind: 'buyer', id }
    await audit(tx, ctx, { accountId, action: 'buyer.paused', target, before: null, after: { until: null, reason } })
  }
  return added
}

/** Lets buyers go that a dispute held up; pauses of others hold on. @returns those it held */
export async function releaseFromDispute(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  buyerIds: readonly number[],
  reason: string,
): Promise<number[]> {
  const held = await holdCampaigns(ctx, tx, accountId, buyerIds)
  const released = buyerIds.filter((id) => held.has(id))
  for (const id of released) {
    await liftPause(tx, accountId, id, 'dispute')
    const target = { kind: 'buyer', id }
    await audit(tx, ctx, {
      accountId,
      action: 'buyer.resumed',
      target,
      before: { owner: 'dispute' },
      after: { reason },
    })
  }
  return released
}
