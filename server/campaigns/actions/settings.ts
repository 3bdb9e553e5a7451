/** Campaigns and the versions of their settings. */
import type { SettingsChange } from '../../../contract/api/campaigns.ts'
import { AppError } from '../../../contract/errors.ts'
import { CAMPAIGN_PART_ID, type PartChange, partsOf } from '../../../contract/parts.ts'
import type { CampaignPart } from '../../../contract/settings.ts'
import { withLists } from '../../lists/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { readSettings } from '../ops.ts'
import { insertCampaign } from '../tables/campaigns.ts'
import { insertParts, insertVersion } from '../tables/settings.ts'
import { sealParts } from './secrets.ts'
import { holdCampaign, refuseFaults, writeVersion } from './versions.ts'

export interface NewCampaign {
  name: string
  publicName: string | null
  settings: CampaignPart
}

/** Makes a campaign with version 1 of its settings. */
export function createCampaign(
  ctx: Ctx,
  { name, publicName, settings }: NewCampaign,
): Promise<{ id: number; version: number }> {
  const { accountId, name: actorName } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const at = ctx.now()
    refuseFaults(await withLists(tx, accountId, { campaign: settings, suppliers: new Map(), buyers: new Map() }))
    const campaignId = await drawOutwardId(tx, 'campaign')
    const first = { campaignId, version: 1 }
    await insertCampaign(tx, accountId, { campaignId, name, publicName, at })
    await insertVersion(tx, accountId, { ...first, summary: 'Made the campaign', actorKind: 'team', actorName, at })
    const parts = await sealParts(ctx, tx, accountId, [{ part: 'campaign', id: CAMPAIGN_PART_ID, body: settings }])
    await insertParts(tx, accountId, first, parts)
    const target = { kind: 'campaign', id: campaignId }
    await audit(tx, ctx, { action: 'campaign.created', target, before: null, after: { name } })
    return { id: campaignId, version: first.version }
  })
}

/**
 * Writes a new version of the settings, whole bodies for the parts that change. Changes of one campaign come one
 * after the other; whoever named the version they saw is refused when it is no longer the present one.
 * @throws AppError not_found, stale, invalid_input with the place in the settings
 */
export function changeSettings(ctx: Ctx, campaignId: number, change: SettingsChange): Promise<{ version: number }> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const campaign = await holdCampaign(tx, accountId, campaignId, change.expectedVersion)
    const settings = await readSettings(tx, accountId, campaignId, campaign.version)
    refuseStrangers(change.parts, new Set(partsOf(settings).map(nameOf)))
    const version = await writeVersion(ctx, tx, campaign, change)
    await auditVersion(ctx, tx, campaign, version, change.summary)
    return { version }
  })
}

/** Writes an earlier version's bodies as a new version; parts made since stay as they are. */
export function restoreVersion(
  ctx: Ctx,
  campaignId: number,
  version: number,
  expectedVersion?: number,
): Promise<{ version: number }> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const campaign = await holdCampaign(tx, accountId, campaignId, expectedVersion)
    if (version > campaign.version) throw new AppError('not_found')
    const parts = partsOf(await readSettings(tx, accountId, campaignId, version))
    const summary = `Back to version ${version}`
    const made = await writeVersion(ctx, tx, campaign, { summary, parts })
    await auditVersion(ctx, tx, campaign, made, summary)
    return { version: made }
  })
}

const nameOf = (one: Pick<PartChange, 'part' | 'id'>): string => `${one.part}s.${one.id}`

/** A part of another campaign and one that never was are the same refusal; so is a part that comes twice. */
function refuseStrangers(parts: readonly PartChange[], known: Set<string>): void {
  for (const part of parts) {
    const name = nameOf(part)
    if (known.delete(name)) continue
    throw new AppError('invalid_input', {
      field: name,
      message: `${name} is no part of this campaign, or comes twice.`,
    })
  }
}

async function auditVersion(
  ctx: Ctx,
  tx: Tx,
  campaign: { campaign_id: number; version: number },
  version: number,
  summary: string,
): Promise<void> {
  if (version === campaign.version) return
  await audit(tx, ctx, {
    action: 'campaign.settings_changed',
    target: { kind: 'campaign', id: campaign.campaign_id },
    before: { version: campaign.version },
    after: { version, summary },
  })
}
