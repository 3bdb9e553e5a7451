/** Where a report is counted from: what rollups hold is read from them whatever the range, the rest from leads. */
import { type Dimension, ofBuyers, ofLeadData, type Report } from '../../../contract/api/reports.ts'

/**
 * The most leads that are looked at one by one for a page: by state and campaign these take 0.3 s where they are in
 * memory (`npm run bench dashboard`); read from a disk it is seconds (docs/decisions/0012-reports.md).
 */
export const MOST_LEADS = 250_000
/** The most groups that are added up for a page or a file. */
export const MOST_GROUPS = 50_000

export type Source = 'lead_rollup' | 'sale_rollup' | 'leads' | 'attempts'

/** One or two dimensions; the same twice is once. */
export function dimensionsOf({ by, and }: Pick<Report, 'by' | 'and'>): Dimension[] {
  return and === undefined || and === by ? [by] : [by, and]
}

export interface Sources {
  /** Where all of it stands. */
  whole: Source
  /** Where some of it stands whatever the range, if `whole` has too many rows; null: nowhere. */
  instead: Source | null
}

/** Seen from the buyers as soon as one of them is asked about. */
export const isOfBuyers = (report: Report): boolean => report.buyer !== undefined || dimensionsOf(report).some(ofBuyers)

export function sourcesOf(report: Report): Sources {
  const dimensions = dimensionsOf(report)
  const needsLeads = dimensions.some(ofLeadData)
  if (!isOfBuyers(report))
    return needsLeads ? { whole: 'leads', instead: null } : { whole: 'lead_rollup', instead: null }
  const ofSupply = (dimension: Dimension) => dimension === 'supplier' || dimension === 'supplying_client'
  const crosses = needsLeads || report.supplier !== undefined || dimensions.some(ofSupply)
  return { whole: 'attempts', instead: crosses ? null : 'sale_rollup' }
}
