/** Tells Stripe that a card is no longer used here; the row is gone already. */
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { job } from '../../platform/jobs.ts'
import { ask, connectionOf } from '../ops/stripe.ts'
import { failureOf } from '../rules/failures.ts'
import { cardByPaymentMethod } from '../tables/cards.ts'

async function detach(ctx: Ctx, { accountId, paymentMethodId }: { accountId: number; paymentMethodId: string }) {
  const connection = await connectionOf(ctx, accountId)
  // put on file again meanwhile, or of a Stripe account that is no longer connected
  if (!connection || (await cardByPaymentMethod(ctx.db, accountId, paymentMethodId))) return
  try {
    await ask(ctx, connection, (stripe) => stripe.paymentMethods.detach(paymentMethodId))
  } catch (error) {
    // refused: it is detached already, or not of this Stripe account
    if (failureOf(error).kind !== 'refused') throw error
  }
}

export const detachCard = job({
  name: 'billing.detach_card',
  payload: z.object({ accountId: z.number().int(), paymentMethodId: z.string() }),
  collapse: true,
  run: detach,
})
