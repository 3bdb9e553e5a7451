/** One measurement: a load on a server for some seconds, with what it cost the processors. */

import { postgresCpuMs } from '../cpu.ts'
import { type BenchDatabase, withPlatform } from '../database.ts'
import { runJob, type Server } from '../processes.ts'
import type { LoadJob, LoadResult } from './load.ts'
import type { Market } from './world.ts'
import { readWritten } from './written.ts'

export interface Target {
  servers: Server[]
  markets: Market[]
}

export interface Sample {
  rate: number
  p50: number
  p99: number
  accepted: number
  other: number
  /** Processor time an answer, of the server's process and of PostgreSQL's. */
  serverUs: number
  postgresUs: number
  walBytes: number
  counters: Record<string, number>
  /** Some of the leads that were acknowledged as accepted, to be looked for at the end. */
  acknowledged: string[]
}

const PERSONS_A_LOAD = 1_000_000
let from = 1

/** Loads the target with so many connections in all, shared evenly by its servers. */
export async function measure(
  database: BenchDatabase,
  { servers, markets }: Target,
  connections: number,
  seconds: number,
): Promise<Sample> {
  const before = await meters(database, servers)
  const loads = await Promise.all(
    servers.map((server) => {
      const job: LoadJob = { url: server.url, connections: connections / servers.length, seconds, markets, from }
      from += PERSONS_A_LOAD
      return runJob<LoadResult>(new URL('./load.ts', import.meta.url), job)
    }),
  )
  const after = await meters(database, servers)
  const sum = (of: (load: LoadResult) => number) => loads.reduce((total, load) => total + of(load), 0)
  const answers = sum((load) => Object.values(load.codes).reduce((total, count) => total + count, 0))
  const accepted = sum((load) => load.accepted)
  return {
    rate: sum((load) => load.rate),
    p50: sum((load) => load.p50) / loads.length,
    p99: Math.max(...loads.map((load) => load.p99)),
    accepted,
    other: answers - accepted,
    serverUs: ((after.serverMs - before.serverMs) * 1000) / answers,
    postgresUs: ((after.postgresMs - before.postgresMs) * 1000) / answers,
    walBytes: (after.wal - before.wal) / answers,
    acknowledged: loads.flatMap((load) => load.ids),
    counters: Object.fromEntries(
      Object.entries(after.counters).map(([name, count]) => [name, count - (before.counters[name] ?? 0)]),
    ),
  }
}

async function meters(database: BenchDatabase, servers: readonly Server[]) {
  const told = await Promise.all(servers.map((server) => server.tell()))
  const counters: Record<string, number> = {}
  for (const one of told)
    for (const [name, count] of Object.entries(one.counters)) counters[name] = (counters[name] ?? 0) + count
  return {
    serverMs: told.reduce((total, one) => total + one.cpuMs, 0),
    postgresMs: postgresCpuMs(database.postmaster),
    wal: await withPlatform(database.env, ({ db }) => readWritten(db)),
    counters,
  }
}
