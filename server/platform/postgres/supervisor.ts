/**
 * Runs PostgreSQL as a child of the app: made at the first start, brought back when it crashes, stopped with the
 * app.
 */
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import {
  checkVersion,
  createCluster,
  ensureRoles,
  hasCluster,
  type Place,
  syncNewCluster,
  writeSettings,
} from './cluster.ts'
import { identityFor } from './identity.ts'
import {
  appUrl,
  type Credentials,
  EmbeddedError,
  layoutOf,
  makeRoot,
  newCredentials,
  ownerUrl,
  readCredentials,
  saveCredentials,
} from './layout.ts'
import { takeLock } from './lock.ts'
import { type ServerRun, startServer, stopStale } from './process.ts'
import { defaultSettings } from './settings.ts'

export interface EmbeddedOptions {
  dataDir: string
  log: (line: string) => void
  /** Default: a free one, kept for the next start. */
  port?: number
  settings?: Record<string, string>
  /** False only for tests: no fsync. */
  durable?: boolean
}

export interface Exit {
  /** Stopped on request, as against: gave up bringing it back. */
  expected: boolean
  reason: string
}

export interface Embedded {
  ownerUrl: string
  appUrl: string
  stop(): Promise<void>
  /** Resolves when the server is gone for good. It does not when a crash was mended. */
  exited: Promise<Exit>
}

const MOST_RESTARTS = 10
const STABLE_MS = 60_000
const LONGEST_PAUSE_MS = 5_000
const START_ATTEMPTS = 6

/** Starts the embedded server, creating it in an empty data directory. Refusals are an EmbeddedError to be shown. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const layout = layoutOf(options.dataDir)
  let unlock = () => {}
  try {
    makeRoot(layout)
    unlock = takeLock(layout.lock, layout.root)
    const identity = identityFor(layout.cluster)
    const place: Place = { layout, identity, binaries: findBinaries(identity), log: options.log }
    const isNew = !hasCluster(layout)
    const credentials = await prepareCluster(place, options)
    const first = await startOnFreePort(place, credentials, options)
    await ensureRoles(credentials).catch(async (error) => {
      await first.stop()
      throw error
    })
    if (isNew && options.durable !== false) syncNewCluster(place)
    return supervise(place, first, credentials, unlock)
  } catch (error) {
    unlock()
    throw readable(error, layout.root)
  }
}

function readable(error: unknown, dataDir: string): unknown {
  const denied = error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')
  if (!denied) return error
  return new EmbeddedError(
    `${dataDir} belongs to another user (${error.message}). Start Portico as that user or as root, or set DATA_DIR to another directory.`,
  )
}

async function prepareCluster(place: Place, options: EmbeddedOptions): Promise<Credentials> {
  const { layout, binaries, identity } = place
  if (hasCluster(layout)) {
    checkVersion(binaries, layout)
    const credentials = readCredentials(layout)
    if (!credentials)
      throw new EmbeddedError(`${layout.credentials}, which holds the database's passwords, is missing.`)
    await stopStale(place)
    return credentials
  }
  options.log(`Creating a PostgreSQL ${binaries.major} database in ${layout.cluster}`)
  const credentials = newCredentials(options.port ?? 0)
  saveCredentials(layout, credentials)
  await createCluster(binaries, layout, identity, credentials)
  return credentials
}

/** A port that nobody listens on: the wanted one, else any. */
async function freePort(wanted: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(undefined))
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
      })
    })
  const port = (await listen(wanted)) ?? (await listen(0))
  if (port === undefined) throw new EmbeddedError('No port is free on 127.0.0.1 for PostgreSQL.')
  return port
}

/**
 * Another program may take the port between our look and the server's; and after a crash the last processes of
 * the old server may still hold its memory for a moment. Both pass, so the start is tried again.
 */
async function startOnFreePort(place: Place, credentials: Credentials, options: EmbeddedOptions): Promise<ServerRun> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.port ?? credentials.port)
    if (options.port && port !== options.port) throw new EmbeddedError(`Port ${options.port} is in use.`)
    if (port !== credentials.port) {
      credentials.port = port
      saveCredentials(place.layout, credentials)
    }
    writeSettings(place.layout, place.identity, {
      ...defaultSettings(port, options.durable ?? true),
      ...options.settings,
    })
    try {
      return await startServer(place)
    } catch (error) {
      if (attempt === START_ATTEMPTS || !isPassing(error)) throw error
      await pause(100 * 2 ** attempt)
    }
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Address already in use|shared memory block|lock file "postmaster.pid"/.test(error.message)
  )
}

/** Brings a crashed server back, with longer and longer pauses; undefined when it is hopeless or no longer wanted. */
async function bringBack(place: Place, failures: number, unwanted: () => boolean): Promise<ServerRun | undefined> {
  for (let attempt = failures; attempt < MOST_RESTARTS; attempt++) {
    await pause(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** attempt))
    if (unwanted()) return undefined
    try {
      return await startServer(place)
    } catch (error) {
      place.log(error instanceof Error ? error.message : String(error))
    }
  }
  place.log(`PostgreSQL stopped ${MOST_RESTARTS} times in a row; giving up.`)
  return undefined
}

function supervise(place: Place, first: ServerRun, credentials: Credentials, unlock: () => void): Embedded {
  let run = first
  let stopping = false
  const keepRunning = async (): Promise<Exit> => {
    for (let failures = 0; ; failures++) {
      const began = performance.now()
      const reason = await run.exited
      if (stopping) return { expected: true, reason }
      if (performance.now() - began > STABLE_MS) failures = 0
      place.log(`PostgreSQL stopped by itself (${reason}); bringing it back.`)
      const next = await bringBack(place, failures, () => stopping)
      if (!next) return { expected: stopping, reason }
      run = next
      place.log('PostgreSQL is back.')
      if (stopping) await run.stop()
    }
  }
  const exited = keepRunning().finally(unlock)
  return {
    ownerUrl: ownerUrl(credentials),
    appUrl: appUrl(credentials),
    exited,
    stop: async () => {
      stopping = true
      await run.stop()
      await exited
    },
  }
}
