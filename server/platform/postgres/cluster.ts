/** Makes the cluster, its settings, its two roles and the database. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openClient } from '../db.ts'
import type { Binaries } from './binaries.ts'
import { closedDirectory, giveTo, type Identity } from './identity.ts'
import {
  ADMIN_ROLE,
  APP_ROLE,
  bootstrapUrl,
  type Credentials,
  DATABASE,
  EmbeddedError,
  type Layout,
  OWNER_ROLE,
} from './layout.ts'
import { ACCESS_FILE, settingsFile } from './settings.ts'

/** A cluster, and with what and as whom it is run. */
export interface Place {
  binaries: Binaries
  layout: Layout
  identity: Identity
  log: (line: string) => void
}

/**
 * How the server's user names the cluster. Where a parent is closed to it (a data directory under /root), the
 * process is started inside the directory and calls it by the one name that needs no parent.
 */
export function clusterName(identity: Identity, cluster: string): string {
  const closed = closedDirectory(identity, cluster)
  if (!closed) return cluster
  if (process.platform === 'linux') return '/proc/self/cwd'
  throw new EmbeddedError(
    `PostgreSQL does not run as root, and the user it runs as may not enter ${closed}. Allow it (chmod o+x ${closed}), or set DATA_DIR to another directory.`,
  )
}

function initArguments(name: string): string[] {
  return [
    `--pgdata=${name}`,
    `--username=${ADMIN_ROLE}`,
    '--pwfile=/dev/stdin',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    // syncNewCluster does that while the server already works
    '--no-sync',
  ]
}

/** Runs initdb beside the final place, so that a kill in the middle leaves nothing that looks like a cluster. */
export async function createCluster(
  binaries: Binaries,
  layout: Layout,
  identity: Identity,
  credentials: Credentials,
): Promise<void> {
  const draft = `${layout.cluster}.init`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  giveTo(identity, draft)
  const password = secretInput(identity, `${draft}.password`, credentials.adminPassword)
  try {
    await runInitdb(binaries, identity, draft, initArguments(clusterName(identity, draft)), password)
  } finally {
    closeSync(password)
  }
  renameSync(draft, layout.cluster)
}

/** A file without a name any more, open for reading: only a file can be read again by its descriptor's name. */
function secretInput(identity: Identity, file: string, text: string): number {
  writeOwned(identity, file, `${text}\n`)
  const descriptor = openSync(file, 'r')
  rmSync(file)
  return descriptor
}

async function runInitdb(
  binaries: Binaries,
  identity: Identity,
  draft: string,
  args: string[],
  input: number,
): Promise<void> {
  const child = spawn(binaries.initdb, args, {
    ...identity,
    cwd: draft,
    env: serverEnvironment(),
    stdio: [input, 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new EmbeddedError(`The database could not be created in ${draft} (code ${code}).\n${said}`)
}

/** Puts a new cluster's thousand small files on the disk, which takes longer than all the rest of a first start. */
export function syncNewCluster({ binaries, layout, identity, log }: Place): void {
  const sync = spawn(binaries.initdb, ['--sync-only', `--pgdata=${clusterName(identity, layout.cluster)}`], {
    ...identity,
    cwd: layout.cluster,
    env: serverEnvironment(),
    stdio: 'ignore',
  })
  sync.on('error', (error) => log(`The new database could not be synced to the disk: ${error.message}`))
}

/** No PG* variable of the caller's may steer our server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    // glibc otherwise hands a batch's memory back to the kernel after each one and asks for it again
    MALLOC_TOP_PAD_: '4194304',
    MALLOC_TRIM_THRESHOLD_: '67108864',
  }
}

export function checkVersion(binaries: Binaries, layout: Layout): void {
  const version = readFileSync(join(layout.cluster, 'PG_VERSION'), 'utf8').trim()
  if (version === binaries.major) return
  throw new EmbeddedError(
    `The data in ${layout.cluster} is of PostgreSQL ${version}, and this version of Portico brings ${binaries.major}.`,
  )
}

export function hasCluster(layout: Layout): boolean {
  return existsSync(join(layout.cluster, 'PG_VERSION'))
}

export function writeSettings(layout: Layout, identity: Identity, settings: Record<string, string>): void {
  writeOwned(identity, join(layout.cluster, 'postgresql.conf'), settingsFile(settings))
  writeOwned(identity, join(layout.cluster, 'pg_hba.conf'), ACCESS_FILE)
}

function writeOwned(identity: Identity, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
  giveTo(identity, file)
}

/** Makes what is missing of the two roles and the database. The owner migrates; the app serves with fewer rights. */
export async function ensureRoles(credentials: Credentials): Promise<void> {
  const client = await openClient(bootstrapUrl(credentials), 'portico start')
  try {
    await ensureRole(client, OWNER_ROLE, 'createdb', credentials.ownerPassword)
    await ensureRole(client, APP_ROLE, '', credentials.appPassword)
    const found = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, role: string, rights: string, password: string): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [role])
  if (found.rowCount) return
  // CREATE ROLE takes no parameters; the role is a constant of ours and the server quotes the password
  const quoted = await client.query('select quote_literal($1::text) as password', [password])
  await client.query(`create role ${role} login ${rights} password ${quoted.rows[0].password}`)
}
