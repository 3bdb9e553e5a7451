/** The embedded server for a command that runs beside the app or instead of it. */
import { setTimeout as pause } from 'node:timers/promises'
import { openClient } from '../db.ts'
import {
  adminUrl,
  appUrl,
  type Credentials,
  EmbeddedError,
  type Layout,
  layoutOf,
  ownerUrl,
  readCredentials,
} from './layout.ts'
import { lockHolder } from './lock.ts'
import { type EmbeddedOptions, startEmbedded } from './supervisor.ts'

export interface Reached {
  /** Reads the whole server: backups only. */
  adminUrl: string
  ownerUrl: string
  appUrl: string
  /** Stops the server if this call started it. */
  release(): Promise<void>
}

const PATIENCE_MS = 30_000

/** The running app's server, else one started for this command alone. */
export async function reachEmbedded(options: EmbeddedOptions): Promise<Reached> {
  const layout = layoutOf(options.dataDir)
  if (lockHolder(layout.lock) !== undefined) return reached(await runningCredentials(layout), async () => {})
  const server = await startEmbedded(options)
  return reached(knownCredentials(layout), server.stop)
}

function reached(credentials: Credentials, release: () => Promise<void>): Reached {
  return {
    adminUrl: adminUrl(credentials),
    ownerUrl: ownerUrl(credentials),
    appUrl: appUrl(credentials),
    release,
  }
}

function knownCredentials(layout: Layout): Credentials {
  const credentials = readCredentials(layout)
  if (!credentials) throw new EmbeddedError(`${layout.credentials}, which holds the database's passwords, is missing.`)
  return credentials
}

/** The app may be in the middle of its own start. */
async function runningCredentials(layout: Layout): Promise<Credentials> {
  for (let waited = 0; ; waited += 100) {
    const credentials = readCredentials(layout)
    if (credentials && (await answers(ownerUrl(credentials)))) return credentials
    if (waited >= PATIENCE_MS)
      throw new EmbeddedError(`The running Portico in ${layout.root} has no database that answers.`)
    await pause(100)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const client = await openClient(url, 'portico')
    await client.end()
    return true
  } catch {
    return false
  }
}
