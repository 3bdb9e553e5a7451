/** A worker of its own process, to be killed: takes the job `soak.slow` and never ends it, or ends it at once. */
import { z } from 'zod'
import { systemClock } from '../../server/platform/clock.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { startWorker } from '../../server/platform/job-worker.ts'
import { job } from '../../server/platform/jobs.ts'
import { makeLog } from '../../server/platform/log.ts'

const [url = '', mode] = process.argv.slice(2)
const pool = openPool(url, 2, 'portico soak')

const slow = job({
  name: 'soak.slow',
  payload: z.object({ n: z.number() }),
  run: async () => {
    process.stdout.write('took\n')
    if (mode === 'hang') await new Promise(() => {})
    process.stdout.write('done\n')
  },
})

const platform = { db: openDb(pool), pool, clock: systemClock, log: makeLog('silent') } as unknown as Platform // all that a job's context needs
await startWorker(platform, { url, jobs: [slow] })
