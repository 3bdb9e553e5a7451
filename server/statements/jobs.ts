/** What runs behind the pages: issuing, and looking every hour whose month has ended. */
import { z } from 'zod'
import { cron, job } from '../platform/jobs.ts'
import { beginMonths } from './actions/ask.ts'
import { issueForCustomer, issueForMonth } from './actions/turns.ts'

const begin = job({ name: 'statements.begin', payload: z.object({}), collapse: true, run: beginMonths })

export const statementJobs = [begin, issueForMonth, issueForCustomer]
/** Zones have midnights at every quarter of an hour; at 7 past each hour all of them are soon over. */
export const statementCrons = [cron({ job: begin, cron: '7 * * * *', payload: {} })]
