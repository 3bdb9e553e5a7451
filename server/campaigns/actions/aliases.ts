/** Ids of the system moved from, as names of what is here. */
import type { AliasOf } from '../../../contract/api/campaign-members.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { bumpRevision, campaignsOfClient } from '../ops.ts'
import { type AliasKind, clientExists, deleteAlias, insertAlias } from '../tables/aliases.ts'
import { getBuyer } from '../tables/buyers.ts'
import { getCampaign } from '../tables/campaigns.ts'
import { getSupplier } from '../tables/suppliers.ts'

/** @throws AppError not_found for an unknown target, already_exists when the alias names another one */
export function addAlias(ctx: Ctx, { kind, alias, target }: AliasOf): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    await bumpRevision(tx, accountId, await campaignsOf(tx, accountId, kind, target))
    const named = await insertAlias(tx, accountId, { kind, alias, target_id: target })
    if (named === target) return
    if (named !== undefined)
      throw new AppError('already_exists', { field: 'alias', message: `This alias names another ${kind}.` })
    await audit(tx, ctx, { action: 'alias.added', target: { kind, id: target }, before: null, after: { alias } })
  })
}

export function removeAlias(ctx: Ctx, { kind, alias, target }: AliasOf): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    await bumpRevision(tx, accountId, await campaignsOf(tx, accountId, kind, target))
    await deleteAlias(tx, accountId, { kind, alias, target_id: target })
    await audit(tx, ctx, { action: 'alias.removed', target: { kind, id: target }, before: { alias }, after: null })
  })
}

/** The campaigns whose posts may carry the alias. @throws AppError not_found */
async function campaignsOf(db: Db, accountId: number, kind: AliasKind, target: number): Promise<number[]> {
  if (kind === 'client') {
    if (!(await clientExists(db, accountId, target))) throw new AppError('not_found')
    return campaignsOfClient(db, accountId, target)
  }
  const read = { campaign: getCampaign, supplier: getSupplier, buyer: getBuyer }[kind]
  const found = await read(db, accountId, target)
  if (!found) throw new AppError('not_found')
  return [found.campaign_id]
}
