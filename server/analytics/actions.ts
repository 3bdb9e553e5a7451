/** The figures of each side over a range, with the period before. */

import type {
  consoleFigures,
  portalFigures,
  supplierFigures as supplierEndpoint,
  topFigures,
} from '../../contract/api/figures.ts'
import type { Given } from '../../contract/endpoint.ts'
import { outcomeInWords } from '../../contract/outcomes.ts'
import { statusOf } from '../../contract/verdict.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type CustomerScope, type FigureFrame, figureFrame, type SupplierScope } from './ops.ts'
import {
  customerFigures,
  NO_LEADS,
  NO_SALES,
  publicNameOf,
  seriesOf,
  sparks,
  supplierFigures,
  teamFigures,
  together,
} from './rules/figures.ts'
import { lastDays, type Window } from './rules/windows.ts'
import { type LeadCut, type LeadScope, leadCuts, leadsByDay, leadTotals } from './tables/leads.ts'
import { type SaleScope, saleCuts, salesByDay, saleTotals } from './tables/sales.ts'
import { campaignNames } from './tables/scopes.ts'
import { topBuyers, topSuppliers } from './tables/top.ts'

export interface FiguresQuery {
  range?: string | undefined
  zone?: string | undefined
  campaign?: number | undefined
}

const SPARK_DAYS = 7

interface Frame extends FigureFrame {
  spark: Window
}

async function frameOf(ctx: Ctx, accountId: number, query: FiguresQuery): Promise<Frame> {
  const frame = await figureFrame(ctx, accountId, query)
  return { ...frame, spark: lastDays(SPARK_DAYS, frame.window.zone, ctx.now()) }
}

const bySlot = <R extends { slot: number | null }>(rows: R[]): R[] => rows.filter((row) => row.slot !== null)
const byCampaign = <R extends { campaign_id: number | null }>(rows: R[]): Map<number | null, R> =>
  new Map(rows.filter((row) => row.campaign_id !== null).map((row) => [row.campaign_id, row]))

async function leadFigures(ctx: Ctx, scope: LeadScope, frame: Frame) {
  const { window, before, until, spark } = frame
  const [now, then, partBefore, days] = await Promise.all([
    leadCuts(ctx.db, scope, window.bounds, window),
    leadCuts(ctx.db, scope, before.bounds, before),
    until < before.to ? leadTotals(ctx.db, scope, { from: before.from, to: until }) : null,
    leadsByDay(ctx.db, scope, spark.bounds, spark),
  ])
  const total = together(NO_LEADS, bySlot(now))
  const totalBefore = partBefore ?? together(NO_LEADS, bySlot(then))
  return { now, then, total, totalBefore, sparks: sparks(spark, days) }
}

const noSpark = (): number[] => new Array<number>(SPARK_DAYS).fill(0)

function failures(rows: readonly LeadCut[]): { code: number; words: string; leads: number }[] {
  return rows
    .flatMap(({ code, leads }) =>
      code !== null && statusOf(code) === 'failed' ? [{ code, leads, words: outcomeInWords(String(code)) }] : [],
    )
    .sort((a, b) => b.leads - a.leads || a.code - b.code)
}

/** The operator's home: everything of the account. */
export async function readTeamFigures(
  ctx: Ctx,
  accountId: number,
  query: FiguresQuery,
): Promise<Given<typeof consoleFigures>> {
  const frame = await frameOf(ctx, accountId, query)
  const scope = { accountId, supplierIds: null, campaignId: query.campaign }
  const [sums, campaigns] = await Promise.all([leadFigures(ctx, scope, frame), campaignNames(ctx.db, accountId)])
  const ofCampaign = byCampaign(sums.now)
  return {
    ...frame.head,
    totals: teamFigures(sums.total),
    totalsBefore: teamFigures(sums.totalBefore),
    series: seriesOf(frame.window, bySlot(sums.now), NO_LEADS, teamFigures),
    seriesBefore: seriesOf(frame.before, bySlot(sums.then), NO_LEADS, teamFigures),
    failed: failures(sums.now),
    campaigns: campaigns
      .filter(
        ({ campaign_id: id, status }) => ofCampaign.has(id) || (status !== 'archived' && query.campaign === undefined),
      )
      .map(({ campaign_id: id, name, status }) => ({
        id,
        name,
        status,
        ...teamFigures(ofCampaign.get(id) ?? NO_LEADS),
        spark: sums.sparks.get(id) ?? noSpark(),
      })),
  }
}

const campaignOf = ({ campaign_id: id, campaign_name: name }: { campaign_id: number; campaign_name: string }) => ({
  campaign: { id, name },
})

/** The operator's home: who supplied and who bought most. */
export async function readTopFigures(
  ctx: Ctx,
  accountId: number,
  query: FiguresQuery & { limit: number },
): Promise<Given<typeof topFigures>> {
  const { window, head } = await figureFrame(ctx, accountId, query)
  const [suppliers, buyers] = await Promise.all([
    topSuppliers(ctx.db, accountId, window, query.limit),
    topBuyers(ctx.db, accountId, window, query.limit),
  ])
  return {
    ...head,
    suppliers: suppliers.map((row) => ({ id: row.id, name: row.name, ...campaignOf(row), ...teamFigures(row) })),
    buyers: buyers.map((row) => ({ id: row.id, name: row.name, ...campaignOf(row), ...customerFigures(row) })),
  }
}

/** A customer's home: sales of its own buyers. */
export async function readCustomerFigures(
  ctx: Ctx,
  customer: CustomerScope,
  query: FiguresQuery,
): Promise<Given<typeof portalFigures>> {
  const frame = await frameOf(ctx, customer.accountId, query)
  const scope: SaleScope = { accountId: customer.accountId, buyers: customer.buyers, campaignId: query.campaign }
  const { window, before, until, spark } = frame
  const [now, then, partBefore, days] = await Promise.all([
    saleCuts(ctx.db, scope, window.bounds, window),
    saleCuts(ctx.db, scope, before.bounds, before),
    until < before.to ? saleTotals(ctx.db, scope, { from: before.from, to: until }) : null,
    salesByDay(ctx.db, scope, spark.bounds, spark),
  ])
  const [ofCampaign, lines] = [byCampaign(now), sparks(spark, days)]
  return {
    ...frame.head,
    totals: customerFigures(together(NO_SALES, bySlot(now))),
    totalsBefore: customerFigures(partBefore ?? together(NO_SALES, bySlot(then))),
    series: seriesOf(window, bySlot(now), NO_SALES, customerFigures),
    seriesBefore: seriesOf(before, bySlot(then), NO_SALES, customerFigures),
    campaigns: campaignsOf(customer.buyers, query.campaign).map((campaign) => ({
      id: campaign.campaignId,
      name: publicNameOf(campaign),
      ...customerFigures(ofCampaign.get(campaign.campaignId) ?? NO_SALES),
      spark: lines.get(campaign.campaignId) ?? noSpark(),
    })),
  }
}

/** A supplier's dashboard: the leads it posted. */
export async function readSupplierFigures(
  ctx: Ctx,
  { accountId, suppliers }: SupplierScope,
  query: FiguresQuery & { supplier?: number | undefined },
): Promise<Given<typeof supplierEndpoint>> {
  const frame = await frameOf(ctx, accountId, query)
  const own = suppliers.filter(({ supplierId }) => query.supplier === undefined || supplierId === query.supplier)
  const scope = { accountId, supplierIds: own.map((one) => one.supplierId), campaignId: query.campaign }
  const sums = await leadFigures(ctx, scope, frame)
  const ofCampaign = byCampaign(sums.now)
  return {
    ...frame.head,
    totals: supplierFigures(sums.total),
    totalsBefore: supplierFigures(sums.totalBefore),
    series: seriesOf(frame.window, bySlot(sums.now), NO_LEADS, supplierFigures),
    seriesBefore: seriesOf(frame.before, bySlot(sums.then), NO_LEADS, supplierFigures),
    campaigns: campaignsOf(own, query.campaign).map((campaign) => ({
      id: campaign.campaignId,
      name: publicNameOf(campaign),
      ...supplierFigures(ofCampaign.get(campaign.campaignId) ?? NO_LEADS),
      suppliers: own
        .filter((one) => one.campaignId === campaign.campaignId)
        .map(({ supplierId, name }) => ({ id: supplierId, name })),
      spark: sums.sparks.get(campaign.campaignId) ?? noSpark(),
    })),
  }
}

/** Each campaign of a scope once, newest first. */
function campaignsOf<C extends { campaignId: number }>(parts: readonly C[], only: number | undefined): C[] {
  const campaigns = new Map(parts.map((part) => [part.campaignId, part]))
  return [...campaigns.values()]
    .filter(({ campaignId }) => only === undefined || campaignId === only)
    .sort((a, b) => b.campaignId - a.campaignId)
}
