/** Corrections, limits and entries of a wallet: the operator's side and the customer's. */
import * as api from '../../contract/api/ledger.ts'
import { asCents } from '../../contract/money.ts'
import { actorOf } from '../platform/ctx.ts'
import { type Route, route } from '../platform/http/route.ts'
import { addCredit, changeLimits, ownWallet, subtractCredit, transactionsOf } from './actions.ts'
import type { Booked } from './ops.ts'
import { presentOwnTransaction, presentTransaction } from './present.ts'
import { presentWallet } from './rules/wallet.ts'

const corrected = ({ transfer, wallet, repeated }: Booked) => ({
  transaction: presentTransaction(transfer),
  wallet: presentWallet(wallet),
  repeated,
})

const consoleRoutes: Route[] = [
  route(api.addCredit, {
    host: 'console',
    allow: 'wallet.credit',
    run: async (ctx, { params, body }) => corrected(await addCredit(ctx, params.customer, body)),
  }),
  route(api.subtractCredit, {
    host: 'console',
    allow: 'wallet.credit',
    run: async (ctx, { params, body }) => corrected(await subtractCredit(ctx, params.customer, body)),
  }),
  route(api.setWalletLimits, {
    host: 'console',
    allow: 'wallet.credit',
    run: async (ctx, { params, body }) => {
      const { minimumBalance: minimum, creditLimit: limit } = body
      const minimumBalance = minimum === null ? null : asCents(minimum)
      return presentWallet(await changeLimits(ctx, params.customer, { minimumBalance, creditLimit: asCents(limit) }))
    },
  }),
  route(api.customerTransactions, {
    host: 'console',
    allow: 'wallet.read',
    run: async (ctx, { params, query }) => {
      const page = await transactionsOf(ctx.db, actorOf(ctx, 'team').accountId, params.customer, query)
      return { items: page.items.map(presentTransaction), next: page.next }
    },
  }),
]

const isOwn = (kind: api.TransferKind): boolean => api.ownTransferKinds.includes(kind)

const portalRoutes: Route[] = [
  route(api.portalWallet, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx) => {
      const { wallet, daysLeft } = await ownWallet(ctx)
      return { ...presentWallet(wallet), daysLeft: daysLeft }
    },
  }),
  route(api.portalTransactions, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx, { query }) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      const kind = query.kind.length > 0 ? query.kind.filter(isOwn) : api.ownTransferKinds
      if (kind.length === 0) return { items: [], next: null }
      const page = await transactionsOf(ctx.db, accountId, customerId, { ...query, kind })
      return { items: page.items.map(presentOwnTransaction), next: page.next }
    },
  }),
]

export const ledgerRoutes: readonly Route[] = [...consoleRoutes, ...portalRoutes]
