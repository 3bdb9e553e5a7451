import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { systemClock } from './clock.ts'
import type { Platform } from './ctx.ts'
import { transact } from './db.ts'
import { installJobs } from './job-schema.ts'
import { type JobWorker, startWorker } from './job-worker.ts'
import { cron, enqueue, type Job, job } from './jobs.ts'
import { makeLog } from './log.ts'

const ran: string[] = []
const lines: string[] = []
const Ids = z.object({ thing: z.string() })

const note = job({ name: 'test.note', payload: Ids, run: async (_ctx, { thing }) => void ran.push(thing) })
const once = job({
  name: 'test.once',
  payload: Ids,
  collapse: true,
  run: async (_ctx, { thing }) => void ran.push(thing),
})
let failures = 0
const flaky = job({
  name: 'test.flaky',
  payload: Ids,
  retryDelaySeconds: 1,
  run: async () => {
    failures++
    if (failures < 2) throw new Error('no mail for ann@example.com')
  },
})
const tick = job({ name: 'test.tick', payload: z.object({}), run: async () => {} })

let database: TestDatabase
let platform: Platform
let worker: JobWorker | undefined

beforeAll(async () => {
  database = await freshDatabase('jobs')
  const appRole = decodeURIComponent(new URL(database.url).username)
  await installJobs({ ownerUrl: database.ownerUrl, appRole })
  await installJobs({ ownerUrl: database.ownerUrl, appRole })
  const log = makeLog('debug', (line) => lines.push(line))
  platform = { db: database.db, pool: database.pool, clock: systemClock, log } as unknown as Platform // what a job's context needs
})
afterAll(async () => {
  await worker?.stop()
  await database.pool.end()
})

const add = (spec: Job<{ thing: string }>, thing: string, startAfter?: Date) =>
  transact(database.db, (tx) => enqueue(tx, spec, { thing }, startAfter ? { startAfter } : {}))
const waiting = async (name: string) => {
  const { rows } = await database.pool.query(`select data from pgboss.job where name = $1 and state < 'active'`, [name])
  return rows.map((row) => row.data.thing)
}

describe('enqueueing', () => {
  it('commits with its transaction or not at all, also before any worker has run', async () => {
    expect(await add(note, 'kept')).toEqual(expect.any(String))
    const failed = transact(database.db, async (tx) => {
      await enqueue(tx, note, { thing: 'lost' })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await waiting('test.note')).toEqual(['kept'])
  })

  it('collapses those of one key that still wait', async () => {
    expect(await add(once, 'a')).toBeDefined()
    expect(await add(once, 'a')).toBeUndefined()
    expect(await add(once, 'b')).toBeDefined()
    expect((await waiting('test.once')).sort()).toEqual(['a', 'b'])
  })

  it('collapses those that come at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => add(once, 'race')))
    expect((await waiting('test.once')).filter((thing) => thing === 'race')).toEqual(['race'])
  })

  it("refuses a payload that is not the job's", async () => {
    const wrong = { thing: 5 } as never // a caller without types
    await expect(transact(database.db, (tx) => enqueue(tx, note, wrong))).rejects.toThrow()
    expect(() => job({ name: "bad'name", payload: Ids, run: async () => {} })).toThrow('not a job name')
  })

  it('needs no DDL of the serving role', async () => {
    await expect(database.pool.query('create table pgboss.mine (x int)')).rejects.toThrow(/permission denied/)
  })
})

describe('the worker', () => {
  it('runs what is due, retries what failed, and leaves the future alone', async () => {
    await add(note, 'future', new Date(systemClock.now().getTime() + 3_600_000))
    await add(flaky, 'x')
    worker = await startWorker(platform, {
      url: database.url,
      jobs: [note, once, flaky, tick],
      crons: [cron({ job: tick, cron: '0 3 * * *', payload: {} })],
      pollSeconds: 0.5,
    })
    await vi.waitFor(() => expect([...ran].sort()).toEqual(['a', 'b', 'kept', 'race']), 10_000)
    await vi.waitFor(() => expect(failures).toBe(2), 15_000)
    expect(await waiting('test.note')).toEqual(['future'])
  }, 30_000)

  it('keeps no personal data of a failure, in the log or in the queue', async () => {
    const { rows } = await database.pool.query(`select output from pgboss.job where name = 'test.flaky'`)
    expect(JSON.stringify(rows)).not.toContain('ann@')
    expect(lines.join('')).not.toContain('ann@')
    expect(lines.some((line) => line.includes('job failed'))).toBe(true)
  })

  it('follows the list of crons', async () => {
    const schedules = async () => (await database.pool.query('select name, cron from pgboss.schedule')).rows
    expect(await schedules()).toEqual([{ name: 'test.tick', cron: '0 3 * * *' }])
    await worker?.stop()
    worker = await startWorker(platform, { url: database.url, jobs: [tick], pollSeconds: 0.5 })
    expect(await schedules()).toEqual([])
  }, 30_000)
})
