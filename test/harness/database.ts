/**
 * The database of this test worker: a clone of the migrated template. Tests of one worker share it and keep apart
 * by fresh accounts; nothing is ever truncated.
 */
import type pg from 'pg'
import { inject } from 'vitest'
import { type Db, openDb, openPool, sqlState } from '../../server/platform/db.ts'
import { onDatabase, withClient } from './global-setup.ts'

export interface TestDatabase {
  /** As the serving role, like the app. */
  db: Db
  pool: pg.Pool
  url: string
  /** As the role that owns the tables. */
  ownerUrl: string
}

const DUPLICATE_DATABASE = '42P04'
const CONNECTIONS = 10

let opened: Promise<TestDatabase> | undefined

/** Cloned at the first call in a worker, the same at each further one. */
export function testDatabase(): Promise<TestDatabase> {
  opened ??= open(`worker_${process.env.VITEST_POOL_ID ?? '0'}`)
  return opened
}

/** A database of a test's own, for tests that change what others rely on. Dropped with the run. */
export function freshDatabase(name: string): Promise<TestDatabase> {
  return open(`${name}_${process.pid}_${Math.trunc(performance.now())}`)
}

async function open(suffix: string): Promise<TestDatabase> {
  const server = inject('testServer')
  const name = `${server.prefix}_${suffix}`
  await withClient(server.ownerUrl, async (client) => {
    try {
      await client.query(`create database ${client.escapeIdentifier(name)} template ${server.template}`)
    } catch (error) {
      if (sqlState(error) !== DUPLICATE_DATABASE) throw error
    }
  })
  const url = onDatabase(server.appUrl, name)
  const pool = openPool(url, CONNECTIONS, 'portico test')
  return { db: openDb(pool), pool, url, ownerUrl: onDatabase(server.ownerUrl, name) }
}
