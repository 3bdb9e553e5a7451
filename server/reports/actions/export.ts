/** A report as a file. Who took what out of the account is in its audit log. */
import { Readable } from 'node:stream'
import type { Report } from '../../../contract/api/reports.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { csvRows } from '../rules/csv.ts'
import { dimensionsOf } from '../rules/source.ts'
import { readLines } from './read.ts'

/** @throws AppError forbidden, invalid_input */
export async function exportReport(ctx: Ctx, report: Report): Promise<{ fileName: string; rows: Readable }> {
  const { ran, lines } = await readLines(ctx, report)
  const { firstDay, lastDay } = ran.frame.head.window
  await ctx.transact((tx) =>
    audit(tx, ctx, {
      action: 'report.exported',
      target: { kind: 'report', id: dimensionsOf(report).join(' and ') },
      after: { from: firstDay, to: lastDay, lines: lines.length },
    }),
  )
  const rows = csvRows(ran.dimensions, lines, ran.frame.head.currency)
  return { fileName: `report-${ran.dimensions.join('-')}-${firstDay}-${lastDay}.csv`, rows: Readable.from(rows) }
}
