/** One page of leads for each side. The scope is an argument that cannot be left out; its query adds it. */
import { AppError } from '../../../contract/errors.ts'
import { lengthOf, readRange } from '../../../contract/ranges.ts'
import type { LeadStatus } from '../../../contract/verdict.ts'
import {
  type CustomerScope,
  leadTotals,
  readAccountBasics,
  type SupplierScope,
  saleTotals,
  type Window,
  windowOf,
} from '../../analytics/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { leadIdOf, leadIdText } from '../../platform/ids.ts'
import { estimateOf } from '../rules/estimate.ts'
import { type Audience, isFoundBy, type View } from '../rules/view.ts'
import { type AttemptRow, attemptsOf } from '../tables/attempts.ts'
import type { Bounds } from '../tables/bounds.ts'
import { type Finder, type LeadFilter, type LeadRow, listLeadRows, supplierIdsOf } from '../tables/leads.ts'
import { listSaleRows, type SaleFilter, type SaleRow } from '../tables/sales.ts'
import { finderOf } from './search.ts'
import { readingOf } from './settings.ts'

export interface ListQuery {
  range?: string | undefined
  zone?: string | undefined
  campaign?: number | undefined
  test: 'all' | 'test' | 'live'
  returned: 'all' | 'returned' | 'kept'
  search?: string | undefined
  cursor?: string | undefined
  limit: number
}
export interface SupplierQuery extends ListQuery {
  status?: LeadStatus | undefined
  supplier: number[]
}
export interface TeamQuery extends SupplierQuery {
  buyer?: number | undefined
  code?: number | undefined
  waiting?: 'in_process' | 'unknown' | undefined
}

export interface Listed<R> {
  rows: (R & { view: View })[]
  next: string | null
  estimate: number | null
  zone: string
  currency: string
  asOf: string
}

interface Frame {
  zone: string
  currency: string
  window: Window | null
  bounds: Bounds
  finder: Finder | null
}

async function frameOf(ctx: Ctx, accountId: number, query: ListQuery): Promise<Frame> {
  const [basics, finder] = await Promise.all([
    readAccountBasics(ctx.db, accountId),
    finderOf(ctx, accountId, query.search),
  ])
  const zone = query.zone ?? basics.zone
  const range = query.range === undefined ? undefined : readRange(query.range)
  const window = range ? windowOf(range, zone, ctx.now()) : null
  const bounds = { from: window?.from ?? null, to: window?.to ?? null, ...cursorOf(query.cursor) }
  return { zone, currency: basics.currency, window, bounds, finder }
}

/** `LEAD` or, in lists of sales, `LEAD.SALE`: the last row of the page before. @throws AppError invalid_input */
function cursorOf(text: string | undefined): { after: string | null; afterSale: string | null } {
  if (text === undefined) return { after: null, afterSale: null }
  const [after, afterSale, ...more] = text.split('.').map(leadIdOf)
  if (!after || more.length > 0 || (text.includes('.') && !afterSale))
    throw new AppError('invalid_input', { field: 'cursor', message: 'This is not a place in the list.' })
  return { after, afterSale: afterSale ?? null }
}

/** Rows that a view drops (a hidden field's hash) are made up for, so a page is short only at the list's end. */
const MOST_ROUNDS = 20

async function fill<R extends LeadRow>(
  ctx: Ctx,
  accountId: number,
  audience: Audience,
  finder: Finder | null,
  limit: number,
  fetch: (after: R | undefined, limit: number) => Promise<R[]>,
): Promise<{ rows: (R & { view: View })[]; more: boolean }> {
  const rows: (R & { view: View })[] = []
  let last: R | undefined
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fetched = await fetch(last, limit + 1)
    const readingFor = await readingOf(ctx.db, accountId, audience, fetched)
    for (const row of fetched) {
      const { settings, view } = readingFor(row)
      if (finder && 'value' in finder && !isFoundBy(view, settings.campaign.fields, row, finder)) continue
      rows.push({ ...row, view })
    }
    last = fetched.at(-1)
    if (rows.length > limit || fetched.length <= limit) break
  }
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

function listed<R extends LeadRow>(
  ctx: Ctx,
  frame: Frame,
  filled: { rows: (R & { view: View })[]; more: boolean },
  cursor: (row: R) => string,
  estimate: number | null,
): Listed<R> {
  const last = filled.rows.at(-1)
  const next = filled.more && last ? cursor(last) : null
  // a first page that is the whole list knows better than any figure
  const whole = !filled.more && !frame.bounds.after
  return {
    rows: filled.rows,
    next,
    estimate: whole ? filled.rows.length : estimate,
    zone: frame.zone,
    currency: frame.currency,
    asOf: ctx.now().toISOString(),
  }
}

/** Summing more days of buckets would take longer than the page itself. */
const COUNTED_DAYS = 7

/** Whether figures can tell about how many match, at once. */
function isCountable({ window, bounds, finder }: Frame, query: ListQuery): boolean {
  return window !== null && lengthOf(window.days) <= COUNTED_DAYS && !bounds.after && !finder && query.test !== 'test'
}

interface LeadPage {
  accountId: number
  audience: Audience
  supplierIds: readonly number[] | null
  buyerId: number | null
  code: number | null
  waiting: 'in_process' | 'unknown' | null
}

const EVERYBODYS = { buyerId: null, code: null, waiting: null } as const

async function listLeads(ctx: Ctx, page: LeadPage, query: SupplierQuery): Promise<Listed<LeadRow>> {
  const { accountId, audience, supplierIds, buyerId, code, waiting } = page
  const frame = await frameOf(ctx, accountId, query)
  const { finder, bounds, window } = frame
  const filter: Omit<LeadFilter, 'limit'> = {
    ...bounds,
    accountId,
    supplierIds,
    buyerId,
    code,
    waiting,
    campaignId: query.campaign ?? null,
    status: query.status ?? null,
    test: query.test,
    returned: query.returned,
    finder,
  }
  const fetch = (after: LeadRow | undefined, limit: number) =>
    listLeadRows(ctx.db, { ...filter, ...(after && { after: after.leadId }), limit })
  const counted = buyerId === null && code === null && waiting === null
  const countable = isCountable(frame, query) && counted ? window : null
  const scope = { accountId, supplierIds, campaignId: query.campaign }
  const [filled, totals] = await Promise.all([
    fill(ctx, accountId, audience, finder, query.limit, fetch),
    countable ? leadTotals(ctx.db, scope, countable) : null,
  ])
  return listed(ctx, frame, filled, (row) => leadIdText(row.leadId), totals && estimateOf(totals, query))
}

/** Every lead of the account, with what happened at the buyers that were called. */
export async function listTeamLeads(
  ctx: Ctx,
  accountId: number,
  query: TeamQuery,
): Promise<Listed<LeadRow & { attempts: readonly AttemptRow[] }>> {
  const page = await listLeads(
    ctx,
    {
      accountId,
      audience: 'team',
      supplierIds: await askedSuppliers(ctx, accountId, query),
      buyerId: query.buyer ?? null,
      code: query.code ?? null,
      waiting: query.waiting ?? null,
    },
    query,
  )
  const attempts = Map.groupBy(await attemptsOf(ctx.db, accountId, page.rows), (attempt) => attempt.leadId)
  return { ...page, rows: page.rows.map((row) => ({ ...row, attempts: attempts.get(row.leadId) ?? [] })) }
}

/** The index is by supplier, so a campaign is asked for as its suppliers. */
async function askedSuppliers(ctx: Ctx, accountId: number, query: TeamQuery): Promise<number[] | null> {
  if (query.campaign === undefined) return query.supplier.length > 0 ? query.supplier : null
  const ofCampaign = await supplierIdsOf(ctx.db, accountId, query.campaign)
  if (query.supplier.length === 0) return ofCampaign
  return ofCampaign.filter((id) => query.supplier.includes(id))
}

/** The leads of the suppliers in scope. */
export function listSupplierLeads(ctx: Ctx, scope: SupplierScope, query: SupplierQuery): Promise<Listed<LeadRow>> {
  const supplierIds = scope.suppliers
    .filter((one) => query.campaign === undefined || one.campaignId === query.campaign)
    .filter((one) => query.supplier.length === 0 || query.supplier.includes(one.supplierId))
    .map((one) => one.supplierId)
  return listLeads(ctx, { accountId: scope.accountId, audience: 'supplier', supplierIds, ...EVERYBODYS }, query)
}

/** The sales to the buyers in scope. */
export async function listCustomerSales(ctx: Ctx, scope: CustomerScope, query: ListQuery): Promise<Listed<SaleRow>> {
  const { accountId } = scope
  const frame = await frameOf(ctx, accountId, query)
  const { finder, bounds, window } = frame
  const buyers = scope.buyers.filter((one) => query.campaign === undefined || one.campaignId === query.campaign)
  const filter: Omit<SaleFilter, 'limit'> = {
    ...bounds,
    accountId,
    buyers,
    test: query.test,
    returned: query.returned,
    finder,
  }
  const fetch = (after: SaleRow | undefined, limit: number) => {
    const place = after && { after: after.leadId, afterSale: after.attemptId }
    return listSaleRows(ctx.db, { ...filter, ...place, limit })
  }
  const countable = isCountable(frame, query) ? window : null
  const [filled, totals] = await Promise.all([
    fill(ctx, accountId, 'customer', finder, query.limit, fetch),
    countable ? saleTotals(ctx.db, { accountId, buyers }, countable) : null,
  ])
  const cursor = (row: SaleRow) => `${leadIdText(row.leadId)}.${leadIdText(row.attemptId)}`
  const sums = totals && { leads: totals.sales, accepted: totals.sales, duplicated: 0, returned: totals.returned }
  return listed(ctx, frame, filled, cursor, sums && estimateOf(sums, query))
}
