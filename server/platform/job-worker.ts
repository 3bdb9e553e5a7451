/** Runs the jobs and crons of the registry in this process. */
import { type Job as BossJob, PgBoss } from 'pg-boss'
import { ctxOf, type Platform, system } from './ctx.ts'
import { type Cron, JOB_SCHEMA, type Job, queueOptions } from './jobs.ts'
import { errorForLog } from './log.ts'

export interface WorkerOptions {
  /** A connection of its own, past any pooler: fetching needs a session (storage rule 9). */
  url: string
  jobs: readonly Job[]
  crons?: readonly Cron[]
  pollSeconds?: number
}

export interface JobWorker {
  /** Lets the jobs in hand finish; what does not within the time runs again elsewhere. */
  stop(): Promise<void>
}

const STOP_LIMIT_MS = 20_000
const LOOK_FOR_DEAD_SECONDS = 15

function openBoss(url: string): PgBoss {
  return new PgBoss({
    connectionString: url,
    application_name: 'portico jobs',
    schema: JOB_SCHEMA,
    max: 4,
    // the owner did both at migration, and does what needs DDL
    migrate: false,
    createSchema: false,
    reindex: false,
    superviseIntervalSeconds: LOOK_FOR_DEAD_SECONDS,
    monitorIntervalSeconds: LOOK_FOR_DEAD_SECONDS,
  })
}

/** The queue keeps the error of a failed job: it gets a kind and a cleaned sentence, no row values. */
function errorToKeep(error: unknown): Error {
  const { type, message } = errorForLog(error)
  const kept = new Error(`${type}: ${message}`)
  kept.stack = ''
  return kept
}

async function runOne(platform: Platform, job: Job, taken: BossJob<unknown>): Promise<void> {
  const started = performance.now()
  try {
    const payload = job.payload.parse(taken.data)
    await job.run(ctxOf(platform, system), payload, taken.signal)
    const ms = Math.round(performance.now() - started)
    platform.log.debug({ job: job.name, id: taken.id, ms }, 'job done')
  } catch (error) {
    platform.log.error({ err: error, job: job.name, id: taken.id }, 'job failed')
    throw errorToKeep(error)
  }
}

async function workOn(boss: PgBoss, platform: Platform, job: Job, pollingIntervalSeconds: number): Promise<void> {
  const options = queueOptions(job)
  await boss.createQueue(job.name, options)
  // a queue's policy is for life; the rest follows the code
  const { policy: _, ...changeable } = options
  await boss.updateQueue(job.name, changeable)
  const work = { pollingIntervalSeconds, localConcurrency: job.concurrency, batchSize: 1 }
  await boss.work<unknown>(job.name, work, async (taken) => {
    for (const one of taken) await runOne(platform, job, one)
  })
}

async function followCrons(boss: PgBoss, crons: readonly Cron[]): Promise<void> {
  for (const { job, cron, payload } of crons) await boss.schedule(job.name, cron, payload, { tz: 'UTC' })
  const wanted = new Set(crons.map(({ job }) => job.name))
  for (const { name } of await boss.getSchedules()) if (!wanted.has(name)) await boss.unschedule(name)
}

/** Starts the worker of this process. */
export async function startWorker(platform: Platform, options: WorkerOptions): Promise<JobWorker> {
  const boss = openBoss(options.url)
  boss.on('error', (error) => platform.log.error({ err: error }, 'the job queue failed'))
  await boss.start()
  for (const job of options.jobs) await workOn(boss, platform, job, options.pollSeconds ?? 2)
  await followCrons(boss, options.crons ?? [])
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_LIMIT_MS }) }
}
