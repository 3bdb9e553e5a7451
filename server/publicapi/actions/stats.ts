/** Figures by campaign, supplier and buyer; each campaign's days are counted in its own zone unless one is asked for. */
import { readAccountBasics, windowOf } from '../../analytics/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { added, daysOf, NO_SUMS, type Sums } from '../rules.ts'
import { buyerRows, type CampaignRow, campaignRows, type MemberRow, supplierRows } from '../tables/campaigns.ts'
import { buyerSums, type SaleSums, type Slice, supplierSums, type UnsoldCount, unsoldCounts } from '../tables/stats.ts'
import { namedOrAll } from './refs.ts'

export interface StatsQuery {
  start_date: string
  end_date: string
  timezone?: string | undefined
  campaign?: string[] | undefined
}

export type Counted = MemberRow & { sums: Sums }
export interface CampaignCounted {
  campaign: CampaignRow
  suppliers: Counted[]
  buyers: Counted[]
}

/** One span of time for each zone among the campaigns. */
function slicesOf(ctx: Ctx, campaigns: readonly CampaignRow[], query: StatsQuery): Slice[] {
  const days = daysOf(query.start_date, query.end_date)
  const byZone = Map.groupBy(campaigns, (campaign) => query.timezone ?? campaign.zone)
  return [...byZone].map(([zone, members]) => {
    const { from, to } = windowOf(days, zone, ctx.now())
    return { campaignIds: members.map((one) => one.campaignId), from, to }
  })
}

/** A buyer's attempts: what it bought, and what it was asked and did not. */
function attemptSums(sold: SaleSums | undefined, unsold: readonly UnsoldCount[]): Sums {
  const { sales = 0, returned = 0, amount = 0, returnedAmount = 0 } = sold ?? {}
  const rest = unsold.reduce((sum, one) => sum + one.attempts, 0)
  const duplicated = unsold.find((one) => one.outcome === 'duplicated')?.attempts ?? 0
  const made = { leads: sales + rest, accepted: sales, duplicated, returned }
  return { ...NO_SUMS, ...made, revenue: amount, returnedRevenue: returnedAmount }
}

async function countSlice(ctx: Ctx, accountId: number, slice: Slice) {
  const { db } = ctx
  const [suppliers, buyers, unsold] = await Promise.all([
    supplierSums(db, accountId, slice),
    buyerSums(db, accountId, slice),
    unsoldCounts(db, accountId, slice),
  ])
  return { suppliers, buyers, unsold }
}

/** @throws AppError invalid_input naming end_date, not_found for a campaign of somebody else */
export async function readStats(
  ctx: Ctx,
  query: StatsQuery,
): Promise<{ currency: string; campaigns: CampaignCounted[] }> {
  const accountId = accountOf(ctx)
  const { db } = ctx
  daysOf(query.start_date, query.end_date)
  const wanted = await namedOrAll(db, accountId, 'campaign', query.campaign)
  const [basics, campaigns] = await Promise.all([readAccountBasics(db, accountId), campaignRows(db, accountId, wanted)])
  const ids = campaigns.map((campaign) => campaign.campaignId)
  const [suppliers, buyers, counted] = await Promise.all([
    supplierRows(db, accountId, ids),
    buyerRows(db, accountId, ids, ctx.now()),
    Promise.all(slicesOf(ctx, campaigns, query).map((slice) => countSlice(ctx, accountId, slice))),
  ])
  const ofSupplier = new Map(counted.flatMap((one) => one.suppliers).map((row) => [row.supplierId, row]))
  const ofBuyer = new Map(counted.flatMap((one) => one.buyers).map((row) => [row.buyerId, row]))
  const unsold = Map.groupBy(
    counted.flatMap((one) => one.unsold),
    (row) => row.buyerId,
  )
  const shown = campaigns.map((campaign) => ({
    campaign,
    suppliers: suppliers
      .filter((row) => row.campaignId === campaign.campaignId)
      .map((row) => ({ ...row, sums: ofSupplier.get(row.id) ?? NO_SUMS })),
    buyers: buyers
      .filter((row) => row.campaignId === campaign.campaignId)
      .map((row) => ({ ...row, sums: attemptSums(ofBuyer.get(row.id), unsold.get(row.id) ?? []) })),
  }))
  return { currency: basics.currency, campaigns: shown.filter(isOfInterest(wanted !== undefined)) }
}

/** An archived campaign that had nothing in the range is shown only to who names it. */
const isOfInterest =
  (isNamed: boolean) =>
  ({ campaign, suppliers }: CampaignCounted): boolean =>
    isNamed || campaign.status !== 'archived' || added(suppliers.map((one) => one.sums)).leads > 0

/** The same, supplier by supplier. */
export async function readSupplierStats(ctx: Ctx, query: StatsQuery & { supplier?: string[] | undefined }) {
  const wanted = await namedOrAll(ctx.db, accountOf(ctx), 'supplier', query.supplier)
  const { currency, campaigns } = await readStats(ctx, query)
  const suppliers = campaigns
    .flatMap(({ campaign, suppliers }) => suppliers.map((row) => ({ campaign, ...row })))
    .filter((row) => wanted === undefined || wanted.includes(row.id))
  return { currency, suppliers }
}
