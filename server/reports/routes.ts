import * as api from '../../contract/api/reports.ts'
import { AccountPath } from '../../contract/page.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { exportReport } from './actions/export.ts'
import { readReport } from './actions/read.ts'
import { changeReport, forgetReport, listReports, saveReport } from './actions/saved.ts'

/** Counting may take a second of the database: enough for whoever reads, too few for a loop. */
const COUNTING = { points: 120, seconds: 60 }

export const reportRoutes: readonly Route[] = [
  route(api.runReport, {
    host: 'console',
    allow: 'figure.read',
    limit: COUNTING,
    run: (ctx, { query }) => readReport(ctx, query),
  }),
  content({
    host: 'console',
    allow: 'report.export',
    limit: COUNTING,
    path: api.REPORT_CSV_PATH,
    summary: 'A report as comma-separated values, with all of its lines.',
    params: AccountPath,
    query: api.Report,
    run: async (ctx, { query }) => {
      const { fileName, rows } = await exportReport(ctx, query)
      return { type: 'text/csv; charset=utf-8', body: rows, fileName }
    },
  }),
  route(api.listReports, {
    host: 'console',
    allow: 'figure.read',
    run: (ctx, { query }) => listReports(ctx, query),
  }),
  route(api.saveReport, {
    host: 'console',
    allow: 'report.save',
    run: (ctx, { body }) => saveReport(ctx, body),
  }),
  route(api.changeReport, {
    host: 'console',
    allow: 'report.save',
    run: (ctx, { params, body }) => changeReport(ctx, params.report, body),
  }),
  route(api.forgetReport, {
    host: 'console',
    allow: 'report.save',
    run: async (ctx, { params }) => {
      await forgetReport(ctx, params.report)
      return undefined
    },
  }),
]
