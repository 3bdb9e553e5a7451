/**
 * Background jobs, by pg-boss. A job is a name, a payload of ids and a function that reloads what it needs and
 * returns quietly if the world has moved on. `enqueue` is its only entrance: a row in the commit of its cause.
 */
import { CompiledQuery } from 'kysely'
// the library's own statement, so that the row can be written on the transaction's connection without a running worker
import { insertJobs } from 'pg-boss/dist/plans.js'
import type { z } from 'zod'
import type { Ctx, SystemActor } from './ctx.ts'
import type { Tx } from './db.ts'

export const JOB_SCHEMA = 'pgboss'
const JOB_TABLE = 'job_common'

interface Ids {
  readonly [name: string]: string | number
}

export interface Job<P extends Ids = Ids> {
  readonly name: string
  readonly payload: z.ZodType<P>
  /** Tries after the first. */
  readonly retries: number
  /** Doubled with each retry, with jitter. */
  readonly retryDelaySeconds: number
  /** A run that takes longer is taken for dead. */
  readonly expireSeconds: number
  /** Waiting ones with the same key (the payload, unless told otherwise) become one. */
  readonly collapse: boolean
  /** How many of it run at once in one process. */
  readonly concurrency: number
  run(ctx: Ctx<SystemActor>, payload: P, signal: AbortSignal): Promise<void>
}

type JobSpec<P extends Ids> = Pick<Job<P>, 'name' | 'payload' | 'run'> & Partial<Job<P>>

const NAME = /^[a-z][a-z0-9_.]{1,60}$/

/** Declares a job. It may run twice and at the same time as itself: its writes must not mind. */
export function job<P extends Ids>(spec: JobSpec<P>): Job<P> {
  if (!NAME.test(spec.name)) throw new Error(`not a job name: ${spec.name}`)
  return { retries: 8, retryDelaySeconds: 5, expireSeconds: 600, collapse: false, concurrency: 1, ...spec }
}

export interface Cron<P extends Ids = Ids> {
  readonly job: Job<P>
  /** Minute, hour, day, month, weekday; in UTC. */
  readonly cron: string
  readonly payload: P
}

/** Declares a job that starts by the clock. */
export const cron = <P extends Ids>(spec: Cron<P>): Cron<P> => spec

/** What the queue remembers of a job, in pg-boss's words. */
export function queueOptions(spec: Job) {
  return {
    policy: spec.collapse ? ('short' as const) : ('standard' as const),
    retryLimit: spec.retries,
    retryDelay: spec.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: spec.expireSeconds,
    // a worker that is gone is noticed after 30 s, looked for every 15 s: its job runs again within 90 s
    heartbeatSeconds: 30,
    deleteAfterSeconds: 24 * 3600,
  }
}

export interface EnqueueOptions {
  startAfter?: Date
  /** Of a collapsing job: what makes two of them one. */
  singletonKey?: string
}

async function insert(tx: Tx, spec: Job, row: object): Promise<string | undefined> {
  const text = insertJobs(JOB_SCHEMA, { table: JOB_TABLE, name: spec.name, returnId: true })
  const { rows } = await tx.executeQuery<{ id: string }>(CompiledQuery.raw(text, [JSON.stringify([row])]))
  return rows[0]?.id
}

async function ensureQueue(tx: Tx, spec: Job): Promise<boolean> {
  const found = await tx.executeQuery(CompiledQuery.raw(`select from ${JOB_SCHEMA}.queue where name = $1`, [spec.name]))
  if (found.rows.length > 0) return false
  const create = `select ${JOB_SCHEMA}.create_queue($1, $2::jsonb)`
  await tx.executeQuery(CompiledQuery.raw(create, [spec.name, JSON.stringify(queueOptions(spec))]))
  return true
}

/**
 * Adds a job to the transaction. Returns its id; undefined when it collapsed into one that waits already.
 * @throws ZodError for a payload that is not the job's
 */
export async function enqueue<P extends Ids>(
  tx: Tx,
  spec: Job<P>,
  payload: P,
  { startAfter, singletonKey }: EnqueueOptions = {},
): Promise<string | undefined> {
  const data = spec.payload.parse(payload)
  const key = spec.collapse ? (singletonKey ?? JSON.stringify(data)) : undefined
  const row = { name: spec.name, data, startAfter: startAfter?.toISOString(), singletonKey: key }
  // the queue's row is there once a worker has started; before, its first job makes it
  const erased: Job = spec
  return (await insert(tx, erased, row)) ?? ((await ensureQueue(tx, erased)) ? insert(tx, erased, row) : undefined)
}
