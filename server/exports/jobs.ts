/** What runs behind the pages: deleting files whose week is over. Files are made by their slices' own jobs. */
import { z } from 'zod'
import { cron, job } from '../platform/jobs.ts'
import { forgetExports } from './actions/exports.ts'

const forget = job({ name: 'exports.forget', payload: z.object({}), collapse: true, run: forgetExports })

export const exportJobs = [forget]
export const exportCrons = [cron({ job: forget, cron: '41 * * * *', payload: {} })]
