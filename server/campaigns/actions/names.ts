/** What campaigns and their members are called. Names are no settings: a new one makes no version. */
import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { buyersOfCampaign, getBuyer, updateBuyerName } from '../tables/buyers.ts'
import { updateNames } from '../tables/campaigns.ts'
import { getSupplier, suppliersOfCampaign, updateSupplierName } from '../tables/suppliers.ts'
import { refuseTakenName } from './suppliers.ts'
import { holdCampaign } from './versions.ts'

/** `publicName` is the only one that outsiders see. */
export function renameCampaign(
  ctx: Ctx,
  campaignId: number,
  names: { name: string; publicName: string | null },
): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const { name, public_name: publicName } = await holdCampaign(tx, accountId, campaignId)
    if (name === names.name && publicName === names.publicName) return
    await updateNames(tx, accountId, campaignId, names)
    const target = { kind: 'campaign', id: campaignId }
    await audit(tx, ctx, { action: 'campaign.renamed', target, before: { name, publicName }, after: names })
  })
}

const READ = { supplier: getSupplier, buyer: getBuyer }
const ALL = { supplier: suppliersOfCampaign, buyer: buyersOfCampaign }
const WRITE = { supplier: updateSupplierName, buyer: updateBuyerName }

/** Names are unique in a campaign, so its row is locked first. @throws AppError not_found, already_exists */
export function renameMember(ctx: Ctx, kind: 'supplier' | 'buyer', id: number, name: string): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const found = await READ[kind](tx, accountId, id)
    if (!found) throw new AppError('not_found')
    await holdCampaign(tx, accountId, found.campaign_id)
    const before = (await READ[kind](tx, accountId, id))?.name ?? found.name
    if (before === name) return
    // another case or spacing of its own name is no other's
    if (nameKey(before) !== nameKey(name)) refuseTakenName(await ALL[kind](tx, accountId, found.campaign_id), name)
    await WRITE[kind](tx, accountId, id, name)
    await audit(tx, ctx, { action: `${kind}.renamed`, target: { kind, id }, before: { name: before }, after: { name } })
  })
}
