/** A report as pages and files have it: lines in order, keys with their names. */
import type { Dimension, Report, ReportKey, runReport as runReportEndpoint } from '../../../contract/api/reports.ts'
import { SHOWN_LINES } from '../../../contract/api/reports.ts'
import type { Given } from '../../../contract/endpoint.ts'
import { eachDay } from '../../../contract/ranges.ts'
import { STATES } from '../../../contract/states.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Folded, type FoldedLine, fold } from '../rules/fold.ts'
import { isTime, sorted } from '../rules/order.ts'
import { isOfBuyers } from '../rules/source.ts'
import { type Named, type NamedKind, namesOf } from '../tables/names.ts'
import { type Ran, runReport } from './run.ts'
import { slotsOf } from './slots.ts'

const KINDS: Partial<Record<Dimension, NamedKind>> = {
  campaign: 'campaign',
  supplier: 'supplier',
  supplying_client: 'client',
  buyer: 'buyer',
  buying_client: 'client',
}
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

type KeyOf = (place: number, id: string | null) => ReportKey

/** Names for every id of the lines, asked for once. */
async function keysFor(ctx: Ctx, report: Report, { dimensions, frame, counted }: Ran): Promise<KeyOf> {
  const isInOne = report.campaign !== undefined || dimensions.includes('campaign')
  const named = await Promise.all(
    dimensions.map(async (dimension, place) => {
      const kind = KINDS[dimension]
      const ids = kind ? new Set(counted.lines.map(({ keys }) => Number(keys[place]))) : new Set<number>()
      const names = kind ? await namesOf(ctx.db, accountOf(ctx), kind, [...ids]) : []
      return labelled(isInOne ? names.map((one) => ({ ...one, campaign: null })) : names)
    }),
  )
  const days = eachDay(frame.window.days)
  return (place, id) => keyOf(dimensions[place] ?? 'campaign', id, named[place], days)
}

/** A company that supplies or buys in several campaigns is told apart by them. */
function labelled(names: readonly Named[]): Map<string, Named> {
  const times = Map.groupBy(names, ({ name }) => name)
  const label = (one: Named) => {
    const isOne = (times.get(one.name)?.length ?? 0) < 2 || one.campaign === null
    return isOne ? one.name : `${one.name}, ${one.campaign}`
  }
  return new Map(names.map((one) => [String(one.id), { ...one, name: label(one) }]))
}

function keyOf(
  dimension: Dimension,
  id: string | null,
  names: Map<string, Named> | undefined,
  days: readonly string[],
): ReportKey {
  if (id === null) return { id, label: dimension === 'state' ? 'No state' : 'None' }
  switch (dimension) {
    case 'day': {
      const day = days[Number(id)] ?? ''
      return { id: day, label: day }
    }
    case 'hour':
      return { id, label: `${id.padStart(2, '0')}:00` }
    case 'weekday':
      return { id, label: WEEKDAYS[Number(id) - 1] ?? id }
    case 'state':
      return { id, label: STATES[id] ?? id }
  }
  const found = names?.get(id)
  if (!found) return { id, label: id }
  return { id, label: found.name, ...(found.campaignId !== null && { campaign: found.campaignId }) }
}

const nameOf = (keys: readonly (string | null)[]): string => JSON.stringify(keys)

const EMPTY = fold([], 1, 'whole').total.figures

/** Every slot of a time, the empty ones too; of anything else what there is, most first. */
function seriesOf({ dimensions: [by = 'campaign'], frame, counted }: Ran, lines: FoldedLine[]): FoldedLine[] {
  if (!isTime(by)) return lines
  const have = new Map(counted.series.map((line) => [line.keys[0], line]))
  const keys = [...new Set(slotsOf(by, frame.window)?.keys)].sort((a, b) => a - b)
  return keys.map((key) => have.get(String(key)) ?? { keys: [String(key)], figures: EMPTY, reasons: [] })
}

const ordered = (ran: Ran, lines: readonly FoldedLine[], report: Report, keyOfPlace: KeyOf): FoldedLine[] =>
  sorted(lines, ran.dimensions, report, (place, id) => keyOfPlace(place, id).label)

/** The lines of a report in the asked order, with their names. */
export async function readLines(ctx: Ctx, report: Report) {
  const ran = await runReport(ctx, report, { withBefore: false })
  const keyOfPlace = await keysFor(ctx, report, ran)
  const lines = ordered(ran, ran.counted.lines, report, keyOfPlace)
  return {
    ran,
    lines: lines.map((line) => ({ ...line, keys: line.keys.map((id, place) => keyOfPlace(place, id)) })),
  }
}

/** A report for the page: as many lines as it shows, each with its figures before. */
export async function readReport(ctx: Ctx, report: Report): Promise<Given<typeof runReportEndpoint>> {
  const ran = await runReport(ctx, report, { withBefore: true })
  const { counted, before, frame } = ran
  const keyOfPlace = await keysFor(ctx, report, ran)
  const earlier = (folded: Folded['lines'] | undefined) =>
    new Map(folded?.map(({ keys, figures }) => [nameOf(keys), figures]))
  const [linesBefore, seriesBefore] = [earlier(before?.lines), earlier(before?.series)]
  const had = (known: ReturnType<typeof earlier>, keys: FoldedLine['keys']) =>
    before ? (known.get(nameOf(keys)) ?? EMPTY) : null
  const named = ({ keys }: FoldedLine) => keys.map((id, place) => keyOfPlace(place, id))
  const series = seriesOf(
    ran,
    sorted(counted.series, [report.by], { sort: 'revenue', order: 'desc' }, () => ''),
  )
  const lines = ordered(ran, counted.lines, report, keyOfPlace)
  return {
    ...frame.head,
    dimensions: ran.dimensions,
    counts: isOfBuyers(report) ? 'posts' : 'leads',
    note: ran.note,
    totals: counted.total.figures,
    totalsBefore: before ? before.total.figures : null,
    reasons: counted.total.reasons,
    series: series.slice(0, SHOWN_LINES).map((line) => ({
      key: keyOfPlace(0, line.keys[0] ?? null),
      figures: line.figures,
      before: had(seriesBefore, line.keys),
    })),
    lines: lines.slice(0, SHOWN_LINES).map((line) => ({
      keys: named(line),
      figures: line.figures,
      before: had(linesBefore, line.keys),
      reasons: line.reasons,
    })),
    lineCount: lines.length,
  }
}
