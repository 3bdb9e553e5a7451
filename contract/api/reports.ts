/**
 * Reports: figures by any one or two dimensions, over any range, in any zone, with the period before; kept under a
 * name, and as CSV. A return counts on its lead's own date; test leads are in no figure.
 */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, MOST_ID, PageQuery, pageOf } from '../page.ts'
import { RangeQuery, WindowView } from '../ranges.ts'

const Id = z.coerce.number<number | string>().int().positive().max(MOST_ID)
const Count = z.number().int()
const Amount = z.number().int()

export const DIMENSIONS = [
  'day',
  'hour',
  'weekday',
  'campaign',
  'supplier',
  'supplying_client',
  'buyer',
  'buying_client',
  'state',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'sub5',
  'sub6',
] as const
export const Dimension = z.enum(DIMENSIONS)
export type Dimension = z.infer<typeof Dimension>

export const DIMENSION_NAMES: Record<Dimension, string> = {
  day: 'Day',
  hour: 'Hour of the day',
  weekday: 'Weekday',
  campaign: 'Campaign',
  supplier: 'Supplier',
  supplying_client: 'Supplying Client',
  buyer: 'Buyer',
  buying_client: 'Buying Client',
  state: 'State',
  sub1: 'Sub id 1',
  sub2: 'Sub id 2',
  sub3: 'Sub id 3',
  sub4: 'Sub id 4',
  sub5: 'Sub id 5',
  sub6: 'Sub id 6',
}

/** What a lead holds: only for who may read leads, and counted from leads themselves. */
export const ofLeadData = (dimension: Dimension): boolean => dimension === 'state' || dimension.startsWith('sub')
/** Seen from the buyers: what is counted is posts to them, and one lead may be several. */
export const ofBuyers = (dimension: Dimension): boolean => dimension === 'buyer' || dimension === 'buying_client'

export const MEASURES = [
  'leads',
  'accepted',
  'duplicated',
  'failed',
  'returned',
  'revenue',
  'cost',
  'profit',
  'acceptance',
  'returnRate',
  'margin',
] as const
export const Measure = z.enum(MEASURES)
export type Measure = z.infer<typeof Measure>

/** Null is not known: what a buyer's posts came to where there are too many to count at once. */
export const ReportFigures = z.object({
  /** Leads; seen from the buyers, posts to them. */
  leads: Count.nullable(),
  accepted: Count,
  duplicated: Count.nullable(),
  failed: Count.nullable(),
  returned: Count,
  revenue: Amount,
  cost: Amount.nullable(),
  returnedRevenue: Amount,
  returnedCost: Amount.nullable(),
  /** Revenue less cost, both less what was returned. */
  profit: Amount.nullable(),
  /** Accepted of leads, returned of accepted, profit of revenue: basis points, null where there is nothing to divide by. */
  acceptance: Count.nullable(),
  returnRate: Count.nullable(),
  margin: Count.nullable(),
})
export type ReportFigures = z.infer<typeof ReportFigures>

/** What is asked: also what is kept under a name. */
export const Report = z.object({
  ...RangeQuery,
  by: Dimension.default('campaign'),
  and: Dimension.optional(),
  campaign: Id.optional(),
  supplier: Id.optional(),
  buyer: Id.optional(),
  /** By the first or second dimension, or a figure; left out, times go forward and the rest by revenue. */
  sort: z.union([Measure, z.enum(['first', 'second'])]).optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type Report = z.output<typeof Report>

const Reason = z.object({ reason: z.string(), words: z.string(), leads: Count })
const Key = z.object({
  /** As filters take it: an id, a day, an hour, a weekday (Monday is 1), a value; null is "not given". */
  id: z.string().nullable(),
  label: z.string(),
  /** The campaign of a supplier or buyer. */
  campaign: Id.optional(),
})
export type ReportKey = z.infer<typeof Key>
const Line = z.object({
  keys: z.array(Key),
  figures: ReportFigures,
  /** Of the same keys in the period before; null where it was not counted. */
  before: ReportFigures.nullable(),
  /** Why leads failed, most first. */
  reasons: z.array(Reason),
})
export type ReportLine = z.infer<typeof Line>

/** The most lines a page shows; the CSV has them all. */
export const SHOWN_LINES = 500

export const runReport = endpoint({
  method: 'GET',
  path: '/api/console/:account/report',
  summary: 'Figures by one or two dimensions over a range, with the period before.',
  params: AccountPath,
  query: Report,
  reply: z.object({
    asOf: z.string(),
    currency: z.string(),
    window: WindowView,
    before: WindowView,
    /** The period before is counted up to here: as much of it as has passed of a running one. */
    comparedUntil: z.string(),
    /** What the keys of each line are. */
    dimensions: z.array(Dimension),
    /** What `leads` counts: leads, or posts to buyers. */
    counts: z.enum(['leads', 'posts']),
    /** What could not be counted, and why; null when everything was. */
    note: z.string().nullable(),
    totals: ReportFigures,
    totalsBefore: ReportFigures.nullable(),
    reasons: z.array(Reason),
    /** By the first dimension alone: every slot of a time in order, else the largest. */
    series: z.array(z.object({ key: Key, figures: ReportFigures, before: ReportFigures.nullable() })),
    lines: z.array(Line),
    /** How many lines there are; more than were sent where the list was cut. */
    lineCount: Count,
  }),
})

export const REPORT_CSV_PATH = '/api/console/:account/report.csv'

export const ReportName = z.string().trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters')
const Kept = z.object({ name: ReportName, shared: z.boolean().default(false), report: Report })
export const SavedReport = z.object({
  id: z.string(),
  name: z.string(),
  shared: z.boolean(),
  /** Made by the asker, who alone may change it. */
  own: z.boolean(),
  by: z.string(),
  report: Report,
})
export type SavedReport = z.infer<typeof SavedReport>
const SavedPath = AccountPath.extend({ report: z.uuid() })

export const listReports = endpoint({
  method: 'GET',
  path: '/api/console/:account/reports',
  summary: 'Reports kept by the asker, and those shared with the team, by name.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(SavedReport),
})
export const saveReport = endpoint({
  method: 'POST',
  path: '/api/console/:account/reports',
  summary: 'Keeps a report under a name.',
  params: AccountPath,
  body: Kept,
  reply: SavedReport,
})
export const changeReport = endpoint({
  method: 'PUT',
  path: '/api/console/:account/reports/:report',
  summary: 'Changes a report of one’s own: its name, what it asks, whether the team sees it.',
  params: SavedPath,
  body: Kept,
  reply: SavedReport,
})
export const forgetReport = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/reports/:report',
  summary: 'Forgets a report of one’s own.',
  params: SavedPath,
  reply: Nothing,
})
