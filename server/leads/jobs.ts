/** What runs behind the pages: making files of leads. */
import { leadExport } from './actions/export.ts'

export const leadJobs = [leadExport]
