/** The database of an installation for a command: its own embedded server, or the one DATABASE_URL names. */
import type { Config } from './config.ts'
import { openClient } from './db.ts'
import { APP_ROLE } from './postgres/layout.ts'
import { reachEmbedded } from './postgres/reach.ts'

export interface Databases {
  appUrl: string
  /** Owns the tables and migrates. The same as the app's where only DATABASE_URL is set. */
  ownerUrl: string
  appRole: string
  /** Stops an embedded server that was started for this command. */
  release(): Promise<void>
}

type Addresses = Pick<Config, 'dataDir' | 'databaseUrl' | 'migrateDatabaseUrl'>

/** Reaches the database; an embedded server that does not run yet is started for as long as the command needs it. */
export async function reachDatabases(config: Addresses, log: (line: string) => void): Promise<Databases> {
  if (config.databaseUrl) {
    return {
      appUrl: config.databaseUrl,
      ownerUrl: config.migrateDatabaseUrl ?? config.databaseUrl,
      appRole: await roleOf(config.databaseUrl),
      release: async () => {},
    }
  }
  const server = await reachEmbedded({ dataDir: config.dataDir, log })
  return { appUrl: server.appUrl, ownerUrl: server.ownerUrl, appRole: APP_ROLE, release: server.release }
}

/** Who an address logs in as: it may say so in several ways, or leave it to the system's user. */
export async function roleOf(url: string): Promise<string> {
  const client = await openClient(url, 'portico')
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  await client.end()
  return rows[0]?.role ?? ''
}
