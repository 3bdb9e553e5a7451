import { publicNameOf, supplierScope } from '../analytics/ops.ts'
import { supplierStates } from '../campaigns/ops.ts'
import { actorOf, type Ctx } from '../platform/ctx.ts'
import type { SupplierSeen } from './rules.ts'

/**
 * The suppliers of the Clients that the signed-in user has access to now.
 * @throws AppError not_found for an account that did not invite this user
 */
export async function readOwnSuppliers(ctx: Ctx, accountId: number): Promise<SupplierSeen[]> {
  const { userId } = actorOf(ctx, 'supplier')
  const { suppliers } = await supplierScope(ctx.db, accountId, userId)
  const ids = suppliers.map((one) => one.supplierId)
  const states = await supplierStates(ctx.db, accountId, ids)
  return suppliers.flatMap((one) => {
    const state = states.get(one.supplierId)
    const { supplierId, name, campaignId } = one
    return state ? [{ supplierId, name, campaignId, campaignName: publicNameOf(one), ...state }] : []
  })
}
