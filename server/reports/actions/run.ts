/** Counts a report: its window and the one before, from wherever both can be counted in time. */
import type { Dimension, Report } from '../../../contract/api/reports.ts'
import { ofBuyers, ofLeadData } from '../../../contract/api/reports.ts'
import { AppError } from '../../../contract/errors.ts'
import { can } from '../../../contract/permissions.ts'
import { type FigureFrame, figureFrame, leadTotals, type Span, type Window } from '../../analytics/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { type Counted, type Extent, type Folded, fold } from '../rules/fold.ts'
import { dimensionsOf, MOST_GROUPS, MOST_LEADS, type Source, sourcesOf } from '../rules/source.ts'
import { type Asked, count } from '../tables/counted.ts'
import { suppliersOf } from '../tables/names.ts'
import { statePlaces } from '../tables/states.ts'
import { slotsOf } from './slots.ts'

export interface Ran {
  frame: FigureFrame
  dimensions: Dimension[]
  counted: Folded
  before: Folded | null
  note: string | null
}

const COUNTED = new Intl.NumberFormat('en-US')

/** @throws AppError forbidden: what leads hold is not for everybody, added up neither */
function refuseForeignData(ctx: Ctx, dimensions: readonly Dimension[]): void {
  if (!dimensions.some(ofLeadData) || can(actorOf(ctx, 'team'), 'lead.read_data')) return
  throw new AppError('forbidden', { message: 'Your role does not see what leads hold, so not by state or sub id.' })
}

interface Scope extends Pick<Asked, 'accountId' | 'campaignId' | 'supplierIds' | 'buyerId' | 'states'> {}

async function scopeOf(ctx: Ctx, report: Report, dimensions: readonly Dimension[]): Promise<Scope> {
  const { accountId } = actorOf(ctx, 'team')
  const { campaign, supplier, buyer } = report
  const ofCampaign = campaign === undefined ? null : await suppliersOf(ctx.db, accountId, campaign)
  const supplierIds = supplier === undefined ? ofCampaign : (ofCampaign ?? [supplier]).filter((id) => id === supplier)
  const states = dimensions.includes('state') ? await statePlaces(ctx.db, accountId) : []
  return { accountId, campaignId: campaign, supplierIds, buyerId: buyer, states }
}

/** How many leads would be looked at. */
async function leadsIn(ctx: Ctx, { accountId, supplierIds }: Scope, span: Span): Promise<number> {
  return (await leadTotals(ctx.db, { accountId, supplierIds }, span)).leads
}

interface Way {
  source: Source
  extent: Extent
  withBefore: boolean
  note: string | null
}

const byWords = (dimensions: readonly Dimension[]) => {
  if (dimensions.includes('state')) return 'By state'
  return dimensions.some(ofLeadData) ? 'By sub id' : dimensions.some(ofBuyers) ? 'By buyer' : 'This way'
}

/**
 * Which source answers. Looking at leads one by one has a limit, and it is said: with too many the period before is
 * left out, then what only leads tell, and where nothing else tells it the report is refused.
 * @throws AppError invalid_input
 */
async function wayOf(ctx: Ctx, report: Report, scope: Scope, frame: FigureFrame): Promise<Way> {
  const { whole, instead } = sourcesOf(report)
  const all: Way = { source: whole, extent: 'whole', withBefore: true, note: null }
  if (whole === 'lead_rollup') return all
  const { window, before, until } = frame
  const [now, then] = await Promise.all([
    leadsIn(ctx, scope, window),
    leadsIn(ctx, scope, { from: before.from, to: until }),
  ])
  if (now + then <= MOST_LEADS) return all
  const limit = `${COUNTED.format(MOST_LEADS)} leads are counted at once`
  if (now <= MOST_LEADS) {
    return { ...all, withBefore: false, note: `Without the period before: at most ${limit} this way.` }
  }
  const words = byWords(dimensionsOf(report))
  if (instead) {
    const note = `Only what was sold: ${words.toLowerCase()} at most ${limit} one by one, and this range has ${COUNTED.format(now)}.`
    return { source: instead, extent: 'sales', withBefore: true, note }
  }
  const message = `${words} at most ${limit}, and this range has ${COUNTED.format(now)}. Choose fewer days, or one campaign or supplier.`
  throw new AppError('invalid_input', { field: 'range', message })
}

async function countIn(
  ctx: Ctx,
  way: Way,
  scope: Scope,
  dimensions: readonly Dimension[],
  [window, to]: [Window, Date],
): Promise<Counted[]> {
  const asked: Asked = {
    ...scope,
    source: way.source,
    dimensions: dimensions.map((dimension) => ({ dimension, slots: slotsOf(dimension, window) })),
    from: window.from,
    to,
    limit: MOST_GROUPS + 1,
  }
  const rows = await count(ctx.db, asked)
  if (rows.length <= MOST_GROUPS) return rows
  const message = `These are more than ${COUNTED.format(MOST_GROUPS)} groups. Choose fewer days, one campaign, or one dimension less.`
  throw new AppError('invalid_input', { field: 'and', message })
}

/** @throws AppError forbidden, invalid_input */
export async function runReport(ctx: Ctx, report: Report, options: { withBefore: boolean }): Promise<Ran> {
  const dimensions = dimensionsOf(report)
  refuseForeignData(ctx, dimensions)
  const scope = await scopeOf(ctx, report, dimensions)
  const frame = await figureFrame(ctx, scope.accountId, { range: report.range ?? 'last_7', zone: report.zone })
  const way = await wayOf(ctx, report, scope, frame)
  const counted = countIn(ctx, way, scope, dimensions, [frame.window, frame.window.to])
  const before = way.withBefore && options.withBefore
  const [rows, rowsBefore] = await Promise.all([
    counted,
    before ? countIn(ctx, way, scope, dimensions, [frame.before, frame.until]) : null,
  ])
  return {
    frame,
    dimensions,
    counted: fold(rows, dimensions.length, way.extent),
    before: rowsBefore && fold(rowsBefore, dimensions.length, way.extent),
    note: way.note,
  }
}
