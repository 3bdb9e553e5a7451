/** A campaign like another one, to change from there. */
import { CAMPAIGN_PART_ID, type PartChange } from '../../../contract/parts.ts'
import type { BuyerPart, SupplierPart } from '../../../contract/settings.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { newToken } from '../../platform/secrets.ts'
import { readSettings } from '../ops.ts'
import { buyersOfCampaign, insertBuyer } from '../tables/buyers.ts'
import { type CampaignRow, insertCampaign } from '../tables/campaigns.ts'
import { insertCounter } from '../tables/caps.ts'
import { insertParts, insertVersion } from '../tables/settings.ts'
import { insertSupplier, suppliersOfCampaign } from '../tables/suppliers.ts'
import { giveKey } from './suppliers.ts'
import { holdCampaign } from './versions.ts'

export interface Copy {
  name: string
  suppliers: boolean
  buyers: boolean
}

/**
 * The present settings as version 1 of a new campaign. Members have ids, keys and counters of their own; copied
 * suppliers are in test mode, so nothing is sold before somebody wants it. Pauses and aliases stay behind.
 */
export function duplicateCampaign(ctx: Ctx, campaignId: number, copy: Copy): Promise<{ id: number; version: number }> {
  const { accountId, name: actorName } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const at = ctx.now()
    const from = await holdCampaign(tx, accountId, campaignId)
    const settings = await readSettings(tx, accountId, campaignId, from.version)
    const id = await drawOutwardId(tx, 'campaign')
    await insertCampaign(tx, accountId, { campaignId: id, name: copy.name, publicName: from.public_name, at })
    const first = { campaignId: id, version: 1 }
    const summary = `Made from ${from.name}, version ${from.version}`
    await insertVersion(tx, accountId, { ...first, summary, actorKind: 'team', actorName, at })
    const parts: PartChange[] = [{ part: 'campaign', id: CAMPAIGN_PART_ID, body: settings.campaign }]
    if (copy.suppliers) parts.push(...(await copySuppliers(ctx, tx, from, id, settings.suppliers)))
    if (copy.buyers) parts.push(...(await copyBuyers(ctx, tx, from, id, settings.buyers)))
    await insertParts(tx, accountId, first, parts)
    const after = { name: copy.name, from: campaignId, suppliers: copy.suppliers, buyers: copy.buyers }
    await audit(tx, ctx, { action: 'campaign.created', target: { kind: 'campaign', id }, before: null, after })
    return { id, version: first.version }
  })
}

async function copySuppliers(
  ctx: Ctx,
  tx: Tx,
  from: CampaignRow,
  campaignId: number,
  settings: ReadonlyMap<number, SupplierPart>,
): Promise<PartChange[]> {
  const { accountId } = actorOf(ctx, 'team')
  const parts: PartChange[] = []
  for (const row of await suppliersOfCampaign(tx, accountId, from.campaign_id)) {
    const body = settings.get(row.supplier_id)
    if (!body) continue
    const supplierId = await drawOutwardId(tx, 'supplier')
    const copy = { supplierId, campaignId, clientId: row.client_id, name: row.name, at: ctx.now() }
    await insertSupplier(tx, accountId, copy)
    await insertCounter(tx, accountId, 'supplier', supplierId)
    await giveKey(ctx, tx, copy, newToken(), false)
    parts.push({ part: 'supplier', id: supplierId, body: { ...body, testMode: true } })
  }
  return parts
}

async function copyBuyers(
  ctx: Ctx,
  tx: Tx,
  from: CampaignRow,
  campaignId: number,
  settings: ReadonlyMap<number, BuyerPart>,
): Promise<PartChange[]> {
  const { accountId } = actorOf(ctx, 'team')
  const parts: PartChange[] = []
  for (const row of await buyersOfCampaign(tx, accountId, from.campaign_id)) {
    const body = settings.get(row.buyer_id)
    if (!body) continue
    const buyerId = await drawOutwardId(tx, 'buyer')
    const copy = { buyerId, campaignId, clientId: row.client_id, name: row.name, at: ctx.now() }
    await insertBuyer(tx, accountId, copy)
    await insertCounter(tx, accountId, 'buyer', buyerId)
    parts.push({ part: 'buyer', id: buyerId, body })
  }
  return parts
}
