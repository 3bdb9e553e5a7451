/** The customer at Stripe: made when it is first needed. */
import type { Ctx } from '../../platform/ctx.ts'
import { ask, type Connection, made } from '../ops/stripe.ts'
import { insertStripeCustomer, stripeCustomerOf } from '../tables/cards.ts'
import type { Payer } from '../tables/terms.ts'

/** The customer's id at Stripe. Two at once get the same, by Stripe's own key. */
export async function stripeCustomer(ctx: Ctx, connection: Connection, payer: Payer): Promise<string> {
  const { accountId, stripeAccountId, connectedAt } = connection
  const { customerId, company, billingEmail } = payer
  const known = await stripeCustomerOf(ctx.db, accountId, customerId)
  if (known !== undefined) return known
  // name and address are part of what the key stands for: another address since is another wish
  const words = Buffer.from(`${company}\n${billingEmail}`).toString('base64url').slice(-40)
  const idempotencyKey = `customer-${accountId}-${customerId}-${connectedAt.getTime()}-${words}`
  const metadata = { portico_account: String(accountId), portico_customer: String(customerId) }
  const customer = await ask(ctx, connection, (stripe) =>
    stripe.customers.create({ name: company, email: billingEmail, metadata }, { idempotencyKey }),
  )
  const { id } = made(customer, 'customer')
  ctx.log.debug({ accountId, customerId, stripeAccountId }, 'a customer was made at Stripe')
  await ctx.transact((tx) => insertStripeCustomer(tx, accountId, customerId, id))
  return (await stripeCustomerOf(ctx.db, accountId, customerId)) ?? id
}
