/**
 * One server a run, one migrated template in it, from which each worker clones its own database. The server is
 * the embedded one, or whatever TEST_DATABASE_URL names (a role that may create databases).
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../server/platform/migrate.ts'
import { startScratchServer } from './scratch.ts'

export interface TestServer {
  /** May create databases and owns the tables in them. */
  ownerUrl: string
  /** The role that serves. */
  appUrl: string
  /** Begins the names of all databases of this run. */
  prefix: string
  template: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

interface Source {
  ownerUrl: string
  appUrl: string
  release(prefix: string): Promise<void>
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
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

/** On a foreign server the run makes its own serving role where it may; else one role does both. */
async function foreignSource(ownerUrl: string, role: string): Promise<Source> {
  const password = randomBytes(12).toString('hex')
  const made = await withClient(ownerUrl, (client) =>
    client.query(`create role ${role} login password '${password}'`),
  ).then(
    () => true,
    () => false,
  )
  const appUrl = new URL(ownerUrl)
  if (made) Object.assign(appUrl, { username: role, password })
  return {
    ownerUrl,
    appUrl: appUrl.href,
    release: (prefix) =>
      withClient(ownerUrl, async (client) => {
        await dropDatabases(client, prefix)
        if (made) await client.query(`drop role ${role}`)
      }),
  }
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
  const source = foreign ? await foreignSource(foreign, `${prefix}_app`) : await embeddedSource()
  const template = `${prefix}_template`
  try {
    await withClient(source.ownerUrl, async (client) => {
      await dropDatabases(client, prefix)
      await client.query(`create database ${template}`)
    })
    const appRole = decodeURIComponent(new URL(source.appUrl).username)
    await migrate({ ownerUrl: onDatabase(source.ownerUrl, template), appRole, log: () => {} })
  } catch (error) {
    await source.release(prefix)
    throw error
  }
  project.provide('testServer', { ownerUrl: source.ownerUrl, appUrl: source.appUrl, prefix, template })
  return () => source.release(prefix)
}
