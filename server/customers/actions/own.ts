/** What a customer's own people ask and change of their company. */
import { AppError } from '../../../contract/errors.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Buying, buyingOf } from '../tables/prices.ts'

/** What a lead costs the signed-in customer now. @throws AppError not_found */
export async function ownPrices(ctx: Ctx): Promise<Buying> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const buying = await buyingOf(ctx.db, accountId, customerId, ctx.now())
  if (!buying) throw new AppError('not_found')
  return buying
}
