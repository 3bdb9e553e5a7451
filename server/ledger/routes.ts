/** Corrections, limits and entries of a wallet: the operator's side and the customer's. */
import * as api from '../../contract/api/ledger.ts'
import { asCents } from '../../contract/money.ts'
import { actorOf } from '../platform/ctx.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { transactionsFile, transactionsOf } from './actions/transactions.ts'
import { addCredit, changeLimits, ownWallet, subtractCredit } from './actions.ts'
import type { Booked } from './ops.ts'
import { presentOwnTransaction, presentTransaction } from './present.ts'
import { presentWallet } from './rules/wallet.ts'

const corrected = ({ transfer, wallet, repeated }: Booked) => ({
  transaction: presentTransaction(transfer),
  wallet: presentWallet(wallet),
  repeated,
})

/** A file may be long: enough for whoever reads, too few for a loop. */
const FILES = { points: 30, seconds: 60 }

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
      const page = await transactionsOf(ctx, params.customer, query)
      return { items: page.items.map(presentTransaction), next: page.next }
    },
  }),
  content({
    host: 'console',
    allow: 'customer.export',
    limit: FILES,
    path: api.TRANSACTIONS_CSV_PATHS.console,
    summary: "A customer's entries as comma-separated values.",
    params: api.CustomerParams,
    query: api.TransactionFile,
    run: async (ctx, { params, query }) => {
      const body = await transactionsFile(ctx, params.customer, query, presentTransaction)
      return { type: 'text/csv; charset=utf-8', body, fileName: `transactions-${params.customer}.csv` }
    },
  }),
]

/** Where no kind is named: all that are the customer's to read. */
const ownKinds = <Q extends { kind: api.TransferKind[] }>(query: Q): Q =>
  query.kind.length > 0 ? query : { ...query, kind: api.ownTransferKinds }

const portalRoutes: Route[] = [
  route(api.portalWallet, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx) => {
      const { wallet, daysLeft, spentLately } = await ownWallet(ctx)
      return { ...presentWallet(wallet), daysLeft, spentLately, underWay: wallet.underWay }
    },
  }),
  route(api.portalTransactions, {
    host: 'portal',
    allow: 'portal.wallet.read',
    run: async (ctx, { query }) => {
      const page = await transactionsOf(ctx, actorOf(ctx, 'customer').customerId, ownKinds(query))
      return { items: page.items.map(presentOwnTransaction), next: page.next }
    },
  }),
  content({
    host: 'portal',
    allow: 'portal.wallet.export',
    limit: FILES,
    path: api.TRANSACTIONS_CSV_PATHS.portal,
    summary: 'The own entries as comma-separated values.',
    query: api.OwnTransactionFile,
    run: async (ctx, { query }) => {
      const { customerId } = actorOf(ctx, 'customer')
      const body = await transactionsFile(ctx, customerId, ownKinds(query), presentOwnTransaction)
      return { type: 'text/csv; charset=utf-8', body, fileName: 'transactions.csv' }
    },
  }),
]

export const ledgerRoutes: readonly Route[] = [...consoleRoutes, ...portalRoutes]
