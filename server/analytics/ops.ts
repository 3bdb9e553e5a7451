/** What neighbours ask: windows of ranges, whose leads are whose, and sums from rollups. */
import type { TeamFigures } from '../../contract/api/figures.ts'
import { AppError } from '../../contract/errors.ts'
import { readRange, type WindowView } from '../../contract/ranges.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db } from '../platform/db.ts'
import { teamFigures } from './rules/figures.ts'
import { comparedUntil, nextBucket, type Window, windowBefore, windowOf } from './rules/windows.ts'
import { leadSumsByCampaign, type Span } from './tables/leads.ts'
import {
  type AccountBasics,
  accountBasics,
  type VisibleBuyer,
  type VisibleSupplier,
  visibleBuyers,
  visibleSuppliers,
} from './tables/scopes.ts'

export { publicNameOf } from './rules/figures.ts'
export { lastDays, type Window, windowOf, windowOfDays } from './rules/windows.ts'
export { sumsOfBuyers, sumsOfSuppliers } from './tables/clients.ts'
export { leadTotals, type Span } from './tables/leads.ts'
export { saleTotals } from './tables/sales.ts'
export type { VisibleBuyer, VisibleSupplier } from './tables/scopes.ts'

/** The figures of each campaign that had leads in the window, by campaign id. */
export async function campaignFigures(db: Db, accountId: number, window: Span): Promise<Map<number, TeamFigures>> {
  const rows = await leadSumsByCampaign(db, { accountId, supplierIds: null }, window)
  return new Map(rows.map((row) => [row.campaign_id, teamFigures(row)]))
}

/** A customer's world: its own buyers, and from when each is shown. */
export interface CustomerScope {
  readonly kind: 'customer'
  readonly accountId: number
  readonly customerId: number
  readonly buyers: readonly VisibleBuyer[]
}

/**
 * Read anew for every request. A mapping shows from the first full bucket on, in lists as in figures, so that both
 * agree: figures cannot part a bucket.
 */
export async function customerScope(db: Db, accountId: number, customerId: number): Promise<CustomerScope> {
  const buyers = await visibleBuyers(db, accountId, customerId)
  const shown = buyers.map((buyer) => ({ ...buyer, visibleFrom: buyer.visibleFrom && nextBucket(buyer.visibleFrom) }))
  return { kind: 'customer', accountId, customerId, buyers: shown }
}

/** A supplier's world: the suppliers of the Clients it has access to in this account. */
export interface SupplierScope {
  readonly kind: 'supplier'
  readonly accountId: number
  readonly suppliers: readonly VisibleSupplier[]
}

/** @throws AppError not_found for an account that did not invite this user */
export async function supplierScope(db: Db, accountId: number, userId: string): Promise<SupplierScope> {
  const suppliers = await visibleSuppliers(db, accountId, userId)
  if (!suppliers) throw new AppError('not_found')
  return { kind: 'supplier', accountId, suppliers }
}

/** Zone and currency. @throws AppError not_found */
export async function readAccountBasics(db: Db, accountId: number): Promise<AccountBasics> {
  const basics = await accountBasics(db, accountId)
  if (!basics) throw new AppError('not_found')
  return basics
}

/** A range as every reply of figures counts it: its window, the one before, and how much of that is compared. */
export interface FigureFrame {
  window: Window
  before: Window
  until: Date
  /** What the reply says of itself. */
  head: { asOf: string; currency: string; window: WindowView; before: WindowView; comparedUntil: string }
}

const viewOf = (window: Window): WindowView => ({
  zone: window.zone,
  firstDay: window.days.from,
  lastDay: window.days.to,
  from: window.from.toISOString(),
  to: window.to.toISOString(),
  unit: window.unit,
})

/** Today in the account's zone where neither range nor zone is asked for. @throws AppError not_found */
export async function figureFrame(
  ctx: Ctx,
  accountId: number,
  query: { range?: string | undefined; zone?: string | undefined },
): Promise<FigureFrame> {
  const { zone, currency } = await readAccountBasics(ctx.db, accountId)
  const now = ctx.now()
  const window = windowOf(readRange(query.range ?? 'today') ?? { preset: 'today' }, query.zone ?? zone, now)
  const before = windowBefore(window)
  const until = comparedUntil(window, before, now)
  const views = { window: viewOf(window), before: viewOf(before), comparedUntil: until.toISOString() }
  return { window, before, until, head: { asOf: now.toISOString(), currency, ...views } }
}
