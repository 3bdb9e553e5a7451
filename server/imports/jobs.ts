/** What runs behind the pages: working an import off, and forgetting files. */
import { z } from 'zod'
import { cron, job } from '../platform/jobs.ts'
import { forgetFiles } from './actions/forget.ts'
import { workImport } from './actions/turns.ts'

const forget = job({ name: 'imports.forget', payload: z.object({}), collapse: true, run: forgetFiles })

export const importJobs = [workImport, forget]
export const importCrons = [cron({ job: forget, cron: '11 4 * * *', payload: {} })]
