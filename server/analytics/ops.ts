/** What neighbours ask: windows of ranges, and a campaign list's figures. */
import type { TeamFigures } from '../../contract/api/figures.ts'
import type { Db } from '../platform/db.ts'
import { teamFigures } from './rules/figures.ts'
import { leadSumsByCampaign, type Span } from './tables/leads.ts'

export { lastDays, startOfDay, type Window, windowOf } from './rules/windows.ts'

/** The figures of each campaign that had leads in the window, by campaign id. */
export async function campaignFigures(db: Db, accountId: number, window: Span): Promise<Map<number, TeamFigures>> {
  const rows = await leadSumsByCampaign(db, { accountId, supplierIds: null }, window)
  return new Map(rows.map((row) => [row.campaign_id, teamFigures(row)]))
}
