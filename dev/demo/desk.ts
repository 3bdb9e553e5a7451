/** What lies on the operator's desk: reports that the team keeps, and what needs attention today. */
import { Report } from '../../contract/api/reports.ts'
import { lookAt } from '../../server/alerts/actions/look.ts'
import { saveReport } from '../../server/reports/actions/saved.ts'
import type { BuiltBusiness } from './build.ts'

const KEPT = [
  { name: 'Margin by supplier', report: { by: 'supplier', range: 'last_28', sort: 'margin' } },
  { name: 'Who buys what', report: { by: 'campaign', and: 'buyer', range: 'this_month' } },
  { name: 'When leads come', report: { by: 'weekday', and: 'hour', range: 'last_90' } },
  { name: 'Sources', report: { by: 'sub1', range: 'last_28' } },
] as const

/** As of the business's clock. */
export async function setUpDesk({ ctx }: BuiltBusiness): Promise<void> {
  for (const { name, report } of KEPT) await saveReport(ctx, { name, shared: true, report: Report.parse(report) })
  await lookAt(ctx, ctx.actor.accountId)
}
