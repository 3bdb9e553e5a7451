/** Card payments: the customer's side, the operator's, and what Stripe posts. */
import * as api from '../../contract/api/billing.ts'
import { readReconciliation } from '../../contract/api/reconciliation.ts'
import { actorOf } from '../platform/ctx.ts'
import { type RequestCtx, type Route, route } from '../platform/http/route.ts'
import {
  billingOf,
  changeDepositFee,
  changeTerms,
  chargesOf,
  shownCharge,
  stripeState,
  whyNoPayment,
} from './actions/billing.ts'
import { finishCardSetup, removeCard, removeOwnCard, setUpCard } from './actions/cards.ts'
import { chargeByOperator } from './actions/charges.ts'
import { connectStripe, disconnectStripe } from './actions/connect.ts'
import { makeDeposit, readDeposit, readFresh } from './actions/deposits.ts'
import { listReconciliation } from './actions/reconcile.ts'
import { presentCard, presentCharge, presentCustomerBilling, presentLine, presentOwnCharge } from './present.ts'
import { webhookRoute } from './routes/webhooks.ts'
import { countDifferences } from './tables/reconciliations.ts'
import { getStripeAccount } from './tables/stripe-accounts.ts'

const portal: Route[] = [
  route(api.portalBilling, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      const facts = await billingOf(ctx, accountId, customerId)
      const { terms, stripe, ...shown } = presentCustomerBilling(facts)
      const whyNot = whyNoPayment(facts)
      return {
        ...shown,
        canPay: whyNot === null,
        whyNot,
        rechargeRequired: terms.rechargeRequired,
        stripe: stripe && { mode: stripe.mode },
        delayed: stripe?.delayed ?? false,
      }
    },
  }),
  route(api.makeDeposit, {
    host: 'portal',
    allow: 'portal.pay',
    limit: { points: 30, seconds: 60 },
    run: async (ctx, { body }) => {
      const { charge, url } = await makeDeposit(ctx, body)
      return { charge: await ownCharge(ctx, charge), url }
    },
  }),
  route(api.readDeposit, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx, { params }) => ownCharge(ctx, await readDeposit(ctx, params.charge)),
  }),
  route(api.portalCharges, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx, { query }) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      const { items, next } = await chargesOf(ctx, accountId, customerId, query)
      return { items: items.map(({ charge, reversed }) => presentOwnCharge(charge, reversed)), next }
    },
  }),
  route(api.setUpCard, {
    host: 'portal',
    allow: 'portal.card.write',
    limit: { points: 30, seconds: 60 },
    run: async (ctx, { body }) => ({ url: await setUpCard(ctx, body.id) }),
  }),
  route(api.finishCardSetup, {
    host: 'portal',
    allow: 'portal.card.write',
    run: async (ctx, { body }) => {
      const card = await finishCardSetup(ctx, body.session)
      return { card: card ? presentCard(card, ctx.now()) : null }
    },
  }),
  route(api.removeOwnCard, {
    host: 'portal',
    allow: 'portal.card.write',
    run: async (ctx) => {
      await removeOwnCard(ctx)
      return undefined
    },
  }),
]

type Shown = Parameters<typeof shownCharge>[1]
async function ownCharge(ctx: RequestCtx, charge: Shown) {
  return presentOwnCharge(charge, (await shownCharge(ctx, charge)).reversed)
}
async function wholeCharge(ctx: RequestCtx, charge: Shown) {
  return presentCharge(charge, (await shownCharge(ctx, charge)).reversed)
}

const state = (ctx: RequestCtx, params: { account: number }) => stripeState(ctx, params.account)

const connection: Route[] = [
  route(api.readStripe, {
    host: 'console',
    allow: 'stripe.read',
    run: (ctx, { params }) => state(ctx, params),
  }),
  route(api.connectStripe, {
    host: 'console',
    allow: 'stripe.write',
    limit: { points: 20, seconds: 60 },
    run: async (ctx, { params, body }) => {
      await connectStripe(ctx, body)
      return state(ctx, params)
    },
  }),
  route(api.disconnectStripe, {
    host: 'console',
    allow: 'stripe.write',
    run: async (ctx, { params }) => {
      await disconnectStripe(ctx)
      return state(ctx, params)
    },
  }),
  route(api.setDepositFee, {
    host: 'console',
    allow: 'stripe.write',
    run: async (ctx, { params, body }) => {
      await changeDepositFee(ctx, body.feeBp)
      return state(ctx, params)
    },
  }),
]

const billing = async (ctx: RequestCtx, { account, customer }: { account: number; customer: number }) =>
  presentCustomerBilling(await billingOf(ctx, account, customer))

const customers: Route[] = [
  route(api.customerBilling, {
    host: 'console',
    allow: 'billing.read',
    run: (ctx, { params }) => billing(ctx, params),
  }),
  route(api.setBillingTerms, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params, body }) => {
      await changeTerms(ctx, params.customer, body)
      return billing(ctx, params)
    },
  }),
  route(api.customerCharges, {
    host: 'console',
    allow: 'billing.read',
    run: async (ctx, { params, query }) => {
      const { items, next } = await chargesOf(ctx, params.account, params.customer, query)
      return { items: items.map(({ charge, reversed }) => presentCharge(charge, reversed)), next }
    },
  }),
  route(api.chargeCustomer, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params, body }) => wholeCharge(ctx, await chargeByOperator(ctx, params.customer, body)),
  }),
  route(api.readCharge, {
    host: 'console',
    allow: 'billing.read',
    run: async (ctx, { params }) =>
      wholeCharge(ctx, await readFresh(ctx, params.account, params.customer, params.charge)),
  }),
  route(api.removeCard, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params }) => {
      await removeCard(ctx, params.customer)
      return billing(ctx, params)
    },
  }),
  route(readReconciliation, {
    host: 'console',
    allow: 'reconciliation.read',
    run: async (ctx, { params, query }) => {
      const { items, next } = await listReconciliation(ctx, params.account, query)
      const account = await getStripeAccount(ctx.db, params.account)
      const differences = await countDifferences(ctx.db, params.account)
      const readAt = account?.reconciledAt?.toISOString() ?? null
      return { items: items.map(presentLine), next, readAt, differences }
    },
  }),
]

export const billingRoutes: readonly Route[] = [...portal, ...connection, ...customers, webhookRoute]
