/** A durable database of a bench's own: fsync and synchronous commit on, as in production; gone at the end. */
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { openClient } from '../server/platform/db.ts'
import { migrate } from '../server/platform/migrate.ts'
import { APP_ROLE, layoutOf } from '../server/platform/postgres/layout.ts'
import { type Embedded, startEmbedded } from '../server/platform/postgres/supervisor.ts'
import { scratchDirectory } from '../test/harness/scratch.ts'
import { benchPlatform } from './ingest/platform.ts'

/** What a measured server is told of its database. */
export interface ServerEnv extends Record<string, string> {
  BENCH_DATABASE_URL: string
  BENCH_SECRET: string
}

export interface BenchDatabase {
  ownerUrl: string
  env: ServerEnv
  /** Of the server process: its children are the backends. */
  postmaster: number
  /** The same database under another name: both stand on one server, so they meet the same disk and the same noise. */
  clone(name: string): Promise<ServerEnv>
  /** Stops the server and starts it on the same files. */
  restart(settings: Record<string, string>): Promise<void>
  stop(): Promise<void>
}

const quiet = () => {}

/** @param settings of the server, beside those of production */
export async function openBenchDatabase(settings: Record<string, string> = {}): Promise<BenchDatabase> {
  const directory = scratchDirectory()
  const BENCH_SECRET = randomBytes(32).toString('hex')
  let server = await startEmbedded({ dataDir: directory, log: quiet, settings })
  await migrate({ ownerUrl: server.ownerUrl, appRole: APP_ROLE, log: quiet })
  return {
    get ownerUrl() {
      return server.ownerUrl
    },
    get env() {
      return { BENCH_DATABASE_URL: server.appUrl, BENCH_SECRET }
    },
    get postmaster() {
      return postmasterOf(directory)
    },
    clone: async (name) => {
      await copyDatabase(server, name)
      return { BENCH_DATABASE_URL: onDatabase(server.appUrl, name), BENCH_SECRET }
    },
    restart: async (anew) => {
      await server.stop()
      server = await startEmbedded({ dataDir: directory, log: quiet, settings: anew })
    },
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function postmasterOf(directory: string): number {
  const [line] = readFileSync(`${layoutOf(directory).cluster}/postmaster.pid`, 'utf8').split('\n')
  return Number(line)
}

export function onDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

/** Nobody may be connected to the original. */
async function copyDatabase({ ownerUrl }: Embedded, name: string): Promise<void> {
  const original = new URL(ownerUrl).pathname.slice(1)
  const client = await openClient(onDatabase(ownerUrl, 'postgres'), 'portico bench')
  try {
    const [from, to] = [original, name].map((text) => client.escapeIdentifier(text))
    await client.query(`create database ${to} template ${from}`)
  } finally {
    await client.end()
  }
}

/** Runs work on a platform of its own and closes its connections. */
export async function withPlatform<T>(
  env: ServerEnv,
  work: (platform: ReturnType<typeof benchPlatform>) => Promise<T>,
): Promise<T> {
  const platform = benchPlatform(env)
  try {
    return await work(platform)
  } finally {
    await platform.pool.end()
  }
}
