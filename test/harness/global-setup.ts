/**
 * One server a run, one migrated template in it, from which each worker clones its own database. The server is
 * the embedded one, or whatever TEST_DATABASE_URL names (a role that may create databases).
 */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import type pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openClient } from '../../server/platform/db.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { isAlive } from '../../server/platform/postgres/lock.ts'
import { scratchDirectory, startScratchServer } from './scratch.ts'

export interface TestServer {
  /** May create databases and owns the tables in them. */
  ownerUrl: string
  /** The role that serves. */
  appUrl: string
  /** Begins the names of all databases of this run. */
  prefix: string
  template: string
  /** Where tests keep files; goes with the run. */
  files: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

interface Source {
  ownerUrl: string
  appUrl: string
  release(): Promise<void>
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await openClient(url, 'portico test')
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export function onDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

async function embeddedSource(): Promise<Source> {
  const server = await startScratchServer()
  return { ownerUrl: server.ownerUrl, appUrl: server.appUrl, release: server.stop }
}

/** On a foreign server the run makes its own serving role, as the two roles are part of what is tested. */
async function foreignSource(ownerUrl: string, prefix: string): Promise<Source> {
  const role = `${prefix}_app`
  const password = randomBytes(12).toString('hex')
  await withClient(ownerUrl, async (client) => {
    // leftovers of another role are not ours to drop
    await sweep(client).catch(() => {})
    await client.query(`create role ${role} login password '${password}'`).catch((cause) => {
      throw new Error('The role of TEST_DATABASE_URL needs CREATEDB and CREATEROLE.', { cause })
    })
  })
  const appUrl = Object.assign(new URL(ownerUrl), { username: role, password })
  return {
    ownerUrl,
    appUrl: appUrl.href,
    release: () => withClient(ownerUrl, (client) => dropRun(client, prefix)),
  }
}

/** What runs of this machine left behind when they were killed. Another machine's runs would look dead from here. */
async function sweep(client: pg.Client): Promise<void> {
  if (!['localhost', '127.0.0.1', '[::1]'].includes(client.host)) return
  const { rows } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles where rolname ~ '^portico_test_[0-9]+_app$'`,
  )
  for (const { name } of rows) {
    const prefix = name.slice(0, -'_app'.length)
    if (!isAlive(Number(prefix.slice('portico_test_'.length)))) await dropRun(client, prefix)
  }
}

async function dropRun(client: pg.Client, prefix: string): Promise<void> {
  await dropDatabases(client, `${prefix}_`)
  await client.query(`drop role if exists ${client.escapeIdentifier(`${prefix}_app`)}`)
}

async function dropDatabases(client: pg.Client, prefix: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  )
  for (const { datname } of rows) await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`)
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `portico_test_${process.pid}`
  const foreign = process.env.TEST_DATABASE_URL
  const source = foreign ? await foreignSource(foreign, prefix) : await embeddedSource()
  const template = `${prefix}_template`
  try {
    await withClient(source.ownerUrl, (client) => client.query(`create database ${template}`))
    const appRole = decodeURIComponent(new URL(source.appUrl).username)
    await migrate({ ownerUrl: onDatabase(source.ownerUrl, template), appRole, log: () => {} })
  } catch (error) {
    await source.release()
    throw error
  }
  const files = scratchDirectory()
  project.provide('testServer', { ownerUrl: source.ownerUrl, appUrl: source.appUrl, prefix, template, files })
  return () => {
    rmSync(files, { recursive: true, force: true })
    return source.release()
  }
}
