/** What neighbours ask of campaigns, inside their own transactions. */
import { AppError } from '../../contract/errors.ts'
import { settingsFromParts } from '../../contract/parts.ts'
import type { CampaignSettings } from '../../contract/settings.ts'
import { withLists } from '../lists/ops.ts'
import { audit } from '../platform/audit.ts'
import { accountOf, type Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db.ts'
import { getBuyer, liftPause, type PauseRow, pausesOf, setPause } from './tables/buyers.ts'
import { campaignIdsOfClient, getCampaign, raiseRevisions } from './tables/campaigns.ts'
import { type CampaignVersion, readParts } from './tables/settings.ts'
import { type SupplierState, statesOf } from './tables/suppliers.ts'

export { isPattern } from './rules/patterns.ts'

/**
 * Makes intake see a change: batches decided by an older revision decide again. First in the transaction, because
 * campaigns stand first in the lock order; it waits until open batches have committed.
 */
export async function bumpRevision(tx: Tx, accountId: number, campaignIds: readonly number[]): Promise<void> {
  if (campaignIds.length > 0) await raiseRevisions(tx, accountId, campaignIds)
}

/** The campaigns in which a Client buys or supplies, ids ascending. */
export function campaignsOfClient(db: Db, accountId: number, clientId: number): Promise<number[]> {
  return campaignIdsOfClient(db, accountId, clientId)
}

/** One campaign's whole settings as of a version. @throws AppError not_found */
export async function readSettings(
  db: Db,
  accountId: number,
  campaignId: number,
  version: number,
): Promise<CampaignSettings> {
  const settings = (await readSettingsOf(db, accountId, [{ campaignId, version }])).get(campaignId)
  if (!settings) throw new AppError('not_found')
  return settings
}

/** One campaign's whole settings as they stand. @throws AppError not_found */
export async function currentSettings(db: Db, accountId: number, campaignId: number): Promise<CampaignSettings> {
  const campaign = await getCampaign(db, accountId, campaignId)
  if (!campaign) throw new AppError('not_found')
  return readSettings(db, accountId, campaignId, campaign.version)
}

/** The settings of several campaigns, each named once with its version, in one query; by campaign id. */
export async function readSettingsOf(
  db: Db,
  accountId: number,
  campaigns: readonly CampaignVersion[],
): Promise<Map<number, CampaignSettings>> {
  if (campaigns.length === 0) return new Map()
  const rows = await readParts(db, accountId, campaigns)
  const byCampaign = Map.groupBy(rows, (row) => row.campaign_id)
  const settings = new Map<number, CampaignSettings>()
  for (const [id, parts] of byCampaign) settings.set(id, await withLists(db, accountId, settingsFromParts(parts)))
  return settings
}

/** Whether suppliers and their campaigns run, and test mode; by supplier id. */
export async function supplierStates(
  db: Db,
  accountId: number,
  supplierIds: readonly number[],
): Promise<Map<number, SupplierState>> {
  const rows = await statesOf(db, accountId, supplierIds)
  return new Map(rows.map(({ supplierId, ...state }) => [supplierId, state]))
}

/** The operator's own pause as it is once the buyer's campaign is locked. @throws AppError not_found */
async function operatorPause(ctx: Ctx, tx: Tx, buyerId: number): Promise<PauseRow | undefined> {
  const accountId = accountOf(ctx)
  const buyer = await getBuyer(tx, accountId, buyerId)
  if (!buyer) throw new AppError('not_found')
  await bumpRevision(tx, accountId, [buyer.campaign_id])
  const pauses = await pausesOf(tx, accountId, [buyerId], ctx.now())
  return pauses.find((pause) => pause.owner === 'operator')
}

/** Holds a buyer up in the operator's name. Again: the new end and reason, since when it held before. */
export async function holdBuyer(
  ctx: Ctx,
  tx: Tx,
  buyerId: number,
  pause: { until: Date | null; reason: string; by: string },
): Promise<void> {
  const { until, reason, by } = pause
  const held = await operatorPause(ctx, tx, buyerId)
  const since = held?.since ?? ctx.now()
  const row = { buyer_id: buyerId, owner: 'operator', since, until, by_name: by, reason } as const
  await setPause(tx, accountOf(ctx), row)
  const target = { kind: 'buyer', id: buyerId }
  const before = held ? { until: held.until, reason: held.reason } : null
  await audit(tx, ctx, { action: 'buyer.paused', target, before, after: { until, reason } })
}

/** Lifts the operator's pause; those of others hold on. */
export async function releaseBuyer(ctx: Ctx, tx: Tx, buyerId: number): Promise<void> {
  const held = await operatorPause(ctx, tx, buyerId)
  await liftPause(tx, accountOf(ctx), buyerId, 'operator')
  if (!held) return
  const target = { kind: 'buyer', id: buyerId }
  await audit(tx, ctx, { action: 'buyer.resumed', target, before: { reason: held.reason }, after: null })
}
