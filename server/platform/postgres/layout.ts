/** Where the embedded server keeps what in the data directory, and the passwords it was made with. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const OWNER_ROLE = 'portico_owner'
export const APP_ROLE = 'portico_app'
export const ADMIN_ROLE = 'postgres'
export const DATABASE = 'portico'

/** A refusal that is meant to be read by whoever started the program. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'
}

export interface Layout {
  root: string
  /** PGDATA: the only part that the unprivileged server process owns. */
  cluster: string
  credentials: string
  lock: string
}

/** Made when the data directory is new, kept beside the cluster, readable by its owner alone. */
export interface Credentials {
  port: number
  adminPassword: string
  ownerPassword: string
  appPassword: string
}

export function layoutOf(dataDir: string): Layout {
  const root = resolve(dataDir)
  return {
    root,
    cluster: join(root, 'postgres'),
    credentials: join(root, 'postgres.json'),
    lock: join(root, 'app.lock'),
  }
}

export function makeRoot(layout: Layout): void {
  if (existsSync(layout.root)) return
  mkdirSync(layout.root, { recursive: true })
  // others may pass through (the server may be another user) but not look around
  chmodSync(layout.root, 0o711)
}

export function readCredentials(layout: Layout): Credentials | undefined {
  if (!existsSync(layout.credentials)) return undefined
  // written by saveCredentials and by nobody else
  return JSON.parse(readFileSync(layout.credentials, 'utf8')) as Credentials
}

export function newCredentials(port: number): Credentials {
  const password = () => randomBytes(24).toString('base64url')
  return { port, adminPassword: password(), ownerPassword: password(), appPassword: password() }
}

export function saveCredentials(layout: Layout, credentials: Credentials): void {
  const draft = `${layout.credentials}.new`
  writeFileSync(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, layout.credentials)
}

function url(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
}

export const adminUrl = (c: Credentials) => url(ADMIN_ROLE, c.adminPassword, c.port, DATABASE)
export const ownerUrl = (c: Credentials) => url(OWNER_ROLE, c.ownerPassword, c.port, DATABASE)
export const appUrl = (c: Credentials) => url(APP_ROLE, c.appPassword, c.port, DATABASE)
/** The database that exists before ours does. */
export const bootstrapUrl = (c: Credentials) => url(ADMIN_ROLE, c.adminPassword, c.port, 'postgres')
