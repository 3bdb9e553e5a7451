/** Auto-recharge, refunds, disputes, closed customers' balances and raised limits: the operator's side and the customer's. */
import * as api from '../../../contract/api/recharge.ts'
import { presentWallet } from '../../ledger/ops.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Route, route } from '../../platform/http/route.ts'
import { owedByClosed, settleClosed } from '../actions/closing.ts'
import { liftDispute } from '../actions/disputes.ts'
import { endRaise, raiseLimits, type StandingRaise, standingRaise } from '../actions/limits.ts'
import { agreeToRecharge, readRecharge } from '../actions/own-recharge.ts'
import { lookAtPayLink, openPayLink } from '../actions/pay-link.ts'
import { askRefund, reversalsOfCustomer } from '../actions/refunds.ts'
import { delayedSince } from '../ops/stripe.ts'
import { presentRaise, presentRecharge, presentReversal } from '../present/recharge.ts'

const portalRoutes: Route[] = [
  route(api.portalRecharge, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      return presentRecharge(await readRecharge(ctx.db, ctx, accountId, customerId))
    },
  }),
  route(api.setRecharge, {
    host: 'portal',
    allow: 'portal.recharge.write',
    run: async (ctx, { body }) => presentRecharge(await agreeToRecharge(ctx, body)),
  }),
]

// guessing 256 bits is hopeless anyway; this bounds what it costs us
const linkGate = { host: 'portal', allow: 'public', limit: { points: 30, seconds: 60 } } as const

const linkRoutes: Route[] = [
  route(api.lookAtPayLink, {
    ...linkGate,
    run: async (ctx, { body }) => {
      const { expiresAt, ...asked } = await lookAtPayLink(ctx, body.token)
      return { ...asked, expiresAt: expiresAt.toISOString() }
    },
  }),
  route(api.openPayLink, {
    ...linkGate,
    run: async (ctx, { body }) => ({ url: await openPayLink(ctx, body.token) }),
  }),
]

const customerRoutes: Route[] = [
  route(api.customerRecharge, {
    host: 'console',
    allow: 'billing.read',
    run: async (ctx, { params }) => presentRecharge(await readRecharge(ctx.db, ctx, accountOf(ctx), params.customer)),
  }),
  route(api.customerReversals, {
    host: 'console',
    allow: 'billing.read',
    run: async (ctx, { params, query }) => {
      const page = await reversalsOfCustomer(ctx, params.customer, query)
      return { items: page.items.map(presentReversal), next: page.next }
    },
  }),
  route(api.refundCharge, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params, body }) => presentReversal(await askRefund(ctx, params.customer, params.charge, body)),
  }),
  route(api.liftDispute, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params, body }) => ({ buyers: await liftDispute(ctx, params.customer, body.reason) }),
  }),
  route(api.settleClosed, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { params, body }) => {
      const { wallet, refunding } = await settleClosed(ctx, params.customer, body)
      return { wallet: presentWallet(wallet), refunding }
    },
  }),
]

const told = async (ctx: Ctx, raise: StandingRaise | null) =>
  presentRaise(raise, await delayedSince(ctx.db, accountOf(ctx)))

const accountRoutes: Route[] = [
  route(api.owedByClosed, {
    host: 'console',
    allow: 'billing.read',
    run: (ctx, { query }) => owedByClosed(ctx, query),
  }),
  route(api.readRaise, {
    host: 'console',
    allow: 'billing.read',
    run: async (ctx) => told(ctx, await standingRaise(ctx.db, accountOf(ctx))),
  }),
  route(api.raiseLimits, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx, { body }) => told(ctx, await raiseLimits(ctx, body)),
  }),
  route(api.endRaise, {
    host: 'console',
    allow: 'wallet.charge',
    run: async (ctx) => told(ctx, await endRaise(ctx)),
  }),
]

export const rechargeRoutes: readonly Route[] = [...portalRoutes, ...linkRoutes, ...customerRoutes, ...accountRoutes]
