/** Campaigns with their fields and members, as of their present settings. */
import type { CampaignSettings } from '../../../contract/settings.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { readSettingsOf } from '../../campaigns/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { buyerRows, type CampaignRow, campaignRows, type MemberRow, supplierRows } from '../tables/campaigns.ts'
import { namedOrAll } from './refs.ts'

export interface CampaignSeen {
  campaign: CampaignRow
  settings: CampaignSettings
  suppliers: MemberRow[]
  buyers: MemberRow[]
}

/** @param refs undefined: all. @throws AppError not_found for one of somebody else */
export async function readCampaigns(
  ctx: Ctx,
  refs: readonly string[] | undefined,
): Promise<{ currency: string; campaigns: CampaignSeen[] }> {
  const accountId = accountOf(ctx)
  const { db } = ctx
  const wanted = await namedOrAll(db, accountId, 'campaign', refs)
  const [basics, rows] = await Promise.all([readAccountBasics(db, accountId), campaignRows(db, accountId, wanted)])
  const ids = rows.map((row) => row.campaignId)
  const [settings, suppliers, buyers] = await Promise.all([
    readSettingsOf(db, accountId, rows),
    supplierRows(db, accountId, ids),
    buyerRows(db, accountId, ids, ctx.now()),
  ])
  const campaigns = rows.flatMap((campaign) => {
    const found = settings.get(campaign.campaignId)
    if (!found) return []
    const own = (member: MemberRow) => member.campaignId === campaign.campaignId
    return [{ campaign, settings: found, suppliers: suppliers.filter(own), buyers: buyers.filter(own) }]
  })
  return { currency: basics.currency, campaigns }
}
