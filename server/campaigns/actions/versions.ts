/** The one way settings change: a new version, checked as a whole, with what it entails, in the caller's transaction. */
import { AppError } from '../../../contract/errors.ts'
import { faultsOf } from '../../../contract/faults.ts'
import { type PartChange, realChanges, withParts } from '../../../contract/parts.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { backfillCheck } from '../../duplicates/ops.ts'
import { withLists } from '../../lists/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { periodKeys, periodStarts } from '../../routing/ops.ts'
import { readSettings } from '../ops.ts'
import { checkToBackfill, type Moved, movedBuyers, movedSuppliers } from '../rules/consequences.ts'
import { isPattern } from '../rules/patterns.ts'
import { type CampaignRow, lockCampaign, setVersion } from '../tables/campaigns.ts'
import { holdPlaces, type Recount, recountBuyers, recountSuppliers } from '../tables/caps.ts'
import { insertParts, insertVersion, listVersions } from '../tables/settings.ts'
import { sealParts } from './secrets.ts'

const DAY_MS = 86_400_000

/** The campaign's row, locked: what every change here begins with. @throws AppError not_found, stale */
export async function holdCampaign(
  tx: Tx,
  accountId: number,
  campaignId: number,
  expectedVersion?: number,
): Promise<CampaignRow> {
  const campaign = await lockCampaign(tx, accountId, campaignId)
  if (!campaign) throw new AppError('not_found')
  if (expectedVersion !== undefined && expectedVersion !== campaign.version) await refuseStale(tx, accountId, campaign)
  return campaign
}

/** Says who was faster, and what with. @throws AppError stale */
async function refuseStale(tx: Tx, accountId: number, { campaign_id, version }: CampaignRow): Promise<never> {
  const [last] = await listVersions(tx, accountId, campaign_id, { before: version + 1, limit: 1 })
  const message = `${last?.actor_name ?? 'Somebody'} saved version ${version} in the meantime: ${last?.summary ?? ''}`
  throw new AppError('stale', { message })
}

/** @throws AppError invalid_input that names the first place that makes no sense */
export function refuseFaults(settings: CampaignSettings): void {
  const [fault] = faultsOf(settings, isPattern)
  if (fault) throw new AppError('invalid_input', { field: fault.path, message: `${fault.path}: ${fault.message}` })
}

/**
 * Writes what differs as a new version and answers its number; the present one when nothing differs. The campaign
 * must be held.
 */
export async function writeVersion(
  ctx: Ctx,
  tx: Tx,
  campaign: CampaignRow,
  change: { summary: string; parts: readonly PartChange[] },
): Promise<number> {
  const { accountId, name: actorName } = actorOf(ctx, 'team')
  const campaignId = campaign.campaign_id
  const before = await readSettings(tx, accountId, campaignId, campaign.version)
  const parts = realChanges(before, change.parts)
  if (parts.length === 0) return campaign.version
  const after = await withLists(tx, accountId, withParts(before, parts))
  refuseFaults(after)
  const version = campaign.version + 1
  const { summary } = change
  await insertVersion(tx, accountId, { campaignId, version, summary, actorKind: 'team', actorName, at: ctx.now() })
  await insertParts(tx, accountId, { campaignId, version }, await sealParts(ctx, tx, accountId, parts))
  await setVersion(tx, accountId, campaignId, version)
  await recountPeriods(ctx, tx, accountId, before, after)
  await backfillKeys(ctx, tx, accountId, { campaignId, before, after })
  return version
}

/** In the one lock order: leads in process, supplier counters, buyer counters. */
async function recountPeriods(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  before: CampaignSettings,
  after: CampaignSettings,
): Promise<void> {
  const now = ctx.now()
  const recountOf = ({ id, zone }: Moved): Recount => ({
    id,
    keys: periodKeys(now, zone),
    starts: periodStarts(now, zone),
  })
  const suppliers = movedSuppliers(before, after).map(recountOf)
  const buyers = movedBuyers(before, after).map(recountOf)
  if (suppliers.length + buyers.length === 0) return
  await holdPlaces(tx, accountId, {
    buyerIds: buyers.map(({ id }) => id),
    supplierIds: suppliers.map(({ id }) => id),
  })
  await recountSuppliers(tx, accountId, suppliers)
  await recountBuyers(tx, accountId, buyers)
}

async function backfillKeys(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  { campaignId, before, after }: { campaignId: number; before: CampaignSettings; after: CampaignSettings },
): Promise<void> {
  const check = checkToBackfill(before, after)
  if (!check) return
  const since = new Date(ctx.now().getTime() - check.days * DAY_MS)
  const known = new Map<number, Promise<string[]>>()
  const fieldsOf = (version: number): Promise<string[]> => {
    const names = known.get(version) ?? fieldNames(tx, accountId, campaignId, version)
    known.set(version, names)
    return names
  }
  await backfillCheck(ctx, tx, { accountId, campaignId, check, since, fieldsOf })
}

async function fieldNames(tx: Tx, accountId: number, campaignId: number, version: number): Promise<string[]> {
  const { campaign } = await readSettings(tx, accountId, campaignId, version)
  return campaign.fields.map((field) => field.name)
}
