/** What the console reads of campaigns. */
import { AppError } from '../../../contract/errors.ts'
import { can } from '../../../contract/permissions.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { campaignFigures, lastDays, readAccountBasics } from '../../analytics/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { linkTo } from '../../platform/origins.ts'
import { readSettings } from '../ops.ts'
import { keyIdOf, keyPlace, lastFour, type ShownKey } from '../rules/keys.ts'
import { type CampaignRow, getCampaign, listCampaigns } from '../tables/campaigns.ts'
import type { KeyRow } from '../tables/keys.ts'
import { type CampaignList, type CampaignWhole, campaignRows } from '../tables/page.ts'
import { readSetupRow, type SetupRow } from '../tables/setup.ts'

/** All campaigns with the figures of the running day in the account's zone. */
export async function readCampaignList(ctx: Ctx): Promise<CampaignList> {
  const { accountId } = actorOf(ctx, 'team')
  const { currency, zone } = await readAccountBasics(ctx.db, accountId)
  const [campaigns, today] = await Promise.all([
    listCampaigns(ctx.db, accountId),
    campaignFigures(ctx.db, accountId, lastDays(1, zone, ctx.now())),
  ])
  return { campaigns, today, currency, zone, canWrite: can(ctx.actor, 'campaign.write') }
}

/** A campaign with all that its page shows. @throws AppError not_found */
export async function readCampaign(ctx: Ctx, campaignId: number): Promise<CampaignWhole> {
  const { accountId } = actorOf(ctx, 'team')
  const row = await campaignOf(ctx, campaignId)
  const [settings, { currency }, rows] = await Promise.all([
    readSettings(ctx.db, accountId, campaignId, row.version),
    readAccountBasics(ctx.db, accountId),
    campaignRows(ctx.db, accountId, campaignId, ctx.now()),
  ])
  const keys = rows.keys.map((key) => shownKey(ctx, key))
  const postingUrl = linkTo(ctx.config, { kind: 'api' }, '/direct_post')
  const canWrite = can(ctx.actor, 'campaign.write')
  return { ...rows, row, settings, currency, keys, postingUrl, canWrite, now: ctx.now() }
}

function shownKey(ctx: Ctx, key: KeyRow): ShownKey {
  const text = ctx.secrets.open(key.key_sealed, keyPlace(key.supplier_id))
  return { supplierId: key.supplier_id, id: keyIdOf(key.key_hash), alias: key.alias, lastFour: lastFour(text) }
}

/** @throws AppError not_found */
export async function campaignOf(ctx: Ctx, campaignId: number): Promise<CampaignRow> {
  const row = await getCampaign(ctx.db, actorOf(ctx, 'team').accountId, campaignId)
  if (!row) throw new AppError('not_found')
  return row
}

/** How far the account has come, for the guide on its first page. */
export async function readSetup(ctx: Ctx): Promise<{ row: SetupRow | undefined; canWrite: boolean }> {
  const row = await readSetupRow(ctx.db, actorOf(ctx, 'team').accountId)
  return { row, canWrite: can(ctx.actor, 'campaign.write') }
}

/** The settings as of a version, the present one unless it is named. @throws AppError not_found */
export async function readCampaignSettings(
  ctx: Ctx,
  campaignId: number,
  version?: number,
): Promise<{ version: number; settings: CampaignSettings }> {
  const { accountId } = actorOf(ctx, 'team')
  const row = await campaignOf(ctx, campaignId)
  const wanted = version ?? row.version
  if (wanted > row.version) throw new AppError('not_found')
  return { version: wanted, settings: await readSettings(ctx.db, accountId, campaignId, wanted) }
}
