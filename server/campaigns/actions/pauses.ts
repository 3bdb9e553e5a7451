/** The operator's own pauses on campaigns and suppliers; one with an end is lifted by a job at that time. */
import { z } from 'zod'
import type { Pausing } from '../../../contract/api/campaign-members.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx, type SystemActor } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { bumpRevision } from '../ops.ts'
import { pauseEnd } from '../rules/pause-end.ts'
import { type CampaignStatus, lockCampaign, NO_PAUSE, type PauseColumns, setStatus } from '../tables/campaigns.ts'
import { getSupplier, type SupplierStatus, setSupplierStatus } from '../tables/suppliers.ts'
import { underCampaign } from './suppliers.ts'
import { holdCampaign } from './versions.ts'

const Held = z.object({ account: z.int(), kind: z.enum(['campaign', 'supplier']), id: z.int() })
type Held = z.output<typeof Held>

/** Starts at the end of a pause. */
export const pauseEnds = job({ name: 'campaigns.pause_ends', payload: Held, run: endPause })

const OPEN_END: Pausing = { until: null, reason: '' }
const told = (pause: PauseColumns) => ({ until: pause.pause_until, reason: pause.pause_reason })
const isSame = (a: PauseColumns, b: PauseColumns) =>
  a.pause_until?.getTime() === b.pause_until?.getTime() && a.pause_reason === b.pause_reason

/** @throws AppError invalid_input when the end is not ahead */
function newPause(ctx: Ctx, { until, reason }: Pausing, held: PauseColumns): PauseColumns {
  const { name } = actorOf(ctx, 'team')
  const now = ctx.now()
  return {
    pause_since: held.pause_since ?? now,
    pause_until: pauseEnd(until, now),
    pause_by: name,
    pause_reason: reason,
  }
}

async function enqueueEnd(tx: Tx, held: Held, { pause_until: startAfter }: PauseColumns): Promise<void> {
  if (startAfter) await enqueue(tx, pauseEnds, held, { startAfter })
}

/** Activates, pauses or archives. Setting what is set already changes nothing; a pause takes a new end and reason. */
export function setCampaignStatus(
  ctx: Ctx,
  campaignId: number,
  status: CampaignStatus,
  pausing: Pausing = OPEN_END,
): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const campaign = await holdCampaign(tx, accountId, campaignId)
    const pause = status === 'paused' ? newPause(ctx, pausing, campaign) : NO_PAUSE
    if (campaign.status === status && isSame(campaign, pause)) return
    await setStatus(tx, accountId, campaignId, status, pause)
    const target = { kind: 'campaign', id: campaignId }
    const before = { status: campaign.status, ...told(campaign) }
    const after = { status, ...told(pause) }
    await audit(tx, ctx, { action: 'campaign.status_changed', target, before, after })
    await enqueueEnd(tx, { account: accountId, kind: 'campaign', id: campaignId }, pause)
  })
}

export function pauseSupplier(ctx: Ctx, supplierId: number, pausing: Pausing = OPEN_END): Promise<void> {
  return underCampaign(ctx, supplierId, async (tx, accountId, supplier) => {
    const pause = newPause(ctx, pausing, supplier)
    if (supplier.status === 'paused' && isSame(supplier, pause)) return
    await setSupplierStatus(tx, accountId, supplierId, 'paused', pause)
    await auditSupplier(ctx, tx, supplierId, { before: supplier.status, after: 'paused', pause })
    await enqueueEnd(tx, { account: accountId, kind: 'supplier', id: supplierId }, pause)
  })
}

export function resumeSupplier(ctx: Ctx, supplierId: number): Promise<void> {
  return underCampaign(ctx, supplierId, async (tx, accountId, supplier) => {
    if (supplier.status === 'active') return
    await setSupplierStatus(tx, accountId, supplierId, 'active', NO_PAUSE)
    await auditSupplier(ctx, tx, supplierId, { before: supplier.status, after: 'active', pause: NO_PAUSE })
  })
}

function auditSupplier(
  ctx: Ctx,
  tx: Tx,
  supplierId: number,
  { before, after, pause }: { before: SupplierStatus; after: SupplierStatus; pause: PauseColumns },
): Promise<void> {
  return audit(tx, ctx, {
    action: after === 'paused' ? 'supplier.paused' : 'supplier.resumed',
    target: { kind: 'supplier', id: supplierId },
    before: { status: before },
    after: { status: after, ...told(pause) },
  })
}

/** Lifts a pause whose end has come; one that was lifted, moved or replaced meanwhile stays as it is. */
function endPause(ctx: Ctx<SystemActor>, { account, kind, id }: Held): Promise<void> {
  return ctx.transact(async (tx) => {
    const lifted = await (kind === 'campaign' ? liftCampaign : liftSupplier)(tx, account, id, ctx.now())
    if (!lifted) return
    await audit(tx, ctx, {
      action: kind === 'campaign' ? 'campaign.status_changed' : 'supplier.resumed',
      target: { kind, id },
      accountId: account,
      before: { status: 'paused' },
      after: { status: 'active', reason: 'The pause ended' },
    })
  })
}

const hasEnded = (row: (PauseColumns & { status: string }) | undefined, now: Date): boolean =>
  row !== undefined && row.status === 'paused' && row.pause_until !== null && row.pause_until <= now

async function liftCampaign(tx: Tx, accountId: number, campaignId: number, now: Date): Promise<boolean> {
  if (!hasEnded(await lockCampaign(tx, accountId, campaignId), now)) return false
  await setStatus(tx, accountId, campaignId, 'active', NO_PAUSE)
  return true
}

async function liftSupplier(tx: Tx, accountId: number, supplierId: number, now: Date): Promise<boolean> {
  const found = await getSupplier(tx, accountId, supplierId)
  if (!found) return false
  await bumpRevision(tx, accountId, [found.campaign_id])
  if (!hasEnded(await getSupplier(tx, accountId, supplierId), now)) return false
  await setSupplierStatus(tx, accountId, supplierId, 'active', NO_PAUSE)
  return true
}
