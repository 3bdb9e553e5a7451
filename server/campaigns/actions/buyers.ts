/** Buyers: added, and the operator's own pause on them. */
import type { Pausing } from '../../../contract/api/campaign-members.ts'
import type { BuyerPart } from '../../../contract/settings.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { holdBuyer, readSettings, releaseBuyer } from '../ops.ts'
import { pauseEnd } from '../rules/pause-end.ts'
import { buyersOfCampaign, insertBuyer } from '../tables/buyers.ts'
import { insertCounter } from '../tables/caps.ts'
import { type NewMember, refuseTakenName, refusingUnknownClient } from './suppliers.ts'
import { holdCampaign, writeVersion } from './versions.ts'

type NewBuyerSettings = Omit<BuyerPart, 'position'> & { position?: number | undefined }

/** Without a position the buyer comes last. */
export function addBuyer(
  ctx: Ctx,
  campaignId: number,
  { client, name, settings }: NewMember<NewBuyerSettings>,
): Promise<{ id: number; version: number }> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const campaign = await holdCampaign(tx, accountId, campaignId)
    refuseTakenName(await buyersOfCampaign(tx, accountId, campaignId), name)
    const { buyers } = await readSettings(tx, accountId, campaignId, campaign.version)
    const last = Math.max(0, ...[...buyers.values()].map((buyer) => buyer.position))
    const buyerId = await drawOutwardId(tx, 'buyer')
    const row = { buyerId, campaignId, clientId: client, name, at: ctx.now() }
    await refusingUnknownClient(insertBuyer(tx, accountId, row), 'buyers_client_fkey')
    await insertCounter(tx, accountId, 'buyer', buyerId)
    const body = { ...settings, position: settings.position ?? last + 1 }
    const parts = [{ part: 'buyer', id: buyerId, body } as const]
    const version = await writeVersion(ctx, tx, campaign, { summary: `Added buyer ${name}`, parts })
    const target = { kind: 'buyer', id: buyerId }
    await audit(tx, ctx, {
      action: 'buyer.created',
      target,
      before: null,
      after: { name, client, campaign: campaignId },
    })
    return { id: buyerId, version }
  })
}

/** Holds a buyer up in the operator's name. Again: the new end and reason, since when it held before. */
export function pauseBuyer(ctx: Ctx, buyerId: number, pause: Pausing): Promise<void> {
  const { name: by } = actorOf(ctx, 'team')
  return ctx.transact((tx) => {
    const until = pauseEnd(pause.until, ctx.now())
    return holdBuyer(ctx, tx, buyerId, { until, reason: pause.reason, by })
  })
}

/** Lifts the operator's pause; those of others hold on. */
export function resumeBuyer(ctx: Ctx, buyerId: number): Promise<void> {
  return ctx.transact((tx) => releaseBuyer(ctx, tx, buyerId))
}
