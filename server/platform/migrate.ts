/**
 * Brings the database to the schema of this version: plain SQL files, forward only, each in one transaction. A
 * failed one leaves the database as it was, so that the version before can still be started on it. Functions have no
 * history: each is one file, written whole whenever its text changed (docs/decisions/0016-functions.md).
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openClient, sqlState } from './db.ts'
import { installJobs } from './job-schema.ts'
import { splitStatements } from './statements.ts'

export interface MigrateOptions {
  /** A role that may create tables and owns them afterwards. */
  ownerUrl: string
  /** The role that serves; migrations grant to it as `:app_role`. Default: the owner itself. */
  appRole?: string
  log: (line: string) => void
  /** Default: migrations/ of this installation. */
  directory?: string
}

export interface Applied {
  name: string
  statements: number
  ms: number
}

/** A refusal that is meant to be read by whoever started the program. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

interface Migration {
  name: string
  checksum: string
  statements: string[]
}

/** Beside the numbered files: what is replaced, not added to. */
const FUNCTIONS = 'functions'
const DIRECTORY = join(import.meta.dirname, '../../migrations')
/** Any number, the same in every process: two starts at once migrate one after the other. */
const LOCK = 7_210_463

const INSUFFICIENT_PRIVILEGE = '42501'

const REGISTER = `create table if not exists migrations (
  name text not null collate "C",
  checksum text not null,
  applied_at timestamptz not null,
  constraint migrations_pkey primary key (name)
)`

function readMigrations(directory: string, folder = ''): Migration[] {
  const place = join(directory, folder)
  if (!existsSync(place)) return []
  const files = readdirSync(place).filter((name) => name.endsWith('.sql'))
  const names = files.sort().map((name) => (folder === '' ? name : `${folder}/${name}`))
  return names.map((name) => {
    const text = readFileSync(join(directory, name), 'utf8')
    const checksum = createHash('sha256').update(text).digest('hex')
    return { name, checksum, statements: splitStatements(text) }
  })
}

/** Applies what is missing, in the order of the names, and says what it applied. */
export async function migrate(options: MigrateOptions): Promise<Applied[]> {
  const client = await openClient(options.ownerUrl, 'portico migrate')
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const applied = await applyMissing(client, options)
    await installJobs(options)
    return applied
  } finally {
    await client.end()
  }
}

async function applyMissing(client: pg.Client, options: MigrateOptions): Promise<Applied[]> {
  const role = options.appRole ?? (await currentRole(client))
  await requireRole(client, role)
  await makeRegister(client)
  const directory = options.directory ?? DIRECTORY
  const migrations = readMigrations(directory)
  const functions = readMigrations(directory, FUNCTIONS)
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migrations')
  const done = new Map(rows.map((row) => [row.name, row.checksum]))
  checkHistory(migrations, new Map([...done].filter(([name]) => !name.startsWith(`${FUNCTIONS}/`))))
  const missing = migrations.filter(({ name }) => !done.has(name))
  const changed = functions.filter(({ name, checksum }) => done.get(name) !== checksum)
  const applied: Applied[] = []
  for (const migration of [...missing, ...changed]) {
    applied.push(await apply(client, migration, role))
    options.log(`Applied migration ${migration.name}`)
  }
  if (applied.length > 0) await protectRegister(client, role)
  return applied
}

async function makeRegister(client: pg.Client): Promise<void> {
  try {
    await client.query(REGISTER)
  } catch (error) {
    if (sqlState(error) !== INSUFFICIENT_PRIVILEGE) throw error
    throw new MigrationError(
      `The role ${await currentRole(client)} may not create tables. Set MIGRATE_DATABASE_URL to the address of the database's owner.`,
    )
  }
}

async function currentRole(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  return rows[0]?.role ?? ''
}

async function requireRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) throw new MigrationError(`The role ${role}, which is to serve, does not exist in the database.`)
}

/** History only grows at its end: the same files in the same words, and nothing the code does not know. */
function checkHistory(migrations: Migration[], applied: Map<string, string>): void {
  const known = new Set(migrations.map(({ name }) => name))
  const newer = [...applied.keys()].filter((name) => !known.has(name)).sort()
  if (newer.length > 0) {
    throw new MigrationError(
      `The database is newer than this version of Portico (it has ${newer.join(', ')}). Start the newer version, or restore a backup made before the upgrade.`,
    )
  }
  const last = [...applied.keys()].sort().at(-1) ?? ''
  for (const { name, checksum } of migrations) {
    const before = applied.get(name)
    if (before === undefined && name < last) {
      throw new MigrationError(
        `The migration ${name} would come before ${last}, which is applied. Give it a later number.`,
      )
    }
    if (before !== undefined && before !== checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it was applied. Put it back and write a new one.`,
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration, role: string): Promise<Applied> {
  const began = performance.now()
  await client.query('begin')
  try {
    // Citus creates and alters tables on all nodes in turn only so; elsewhere it is an unused variable
    await client.query("set local citus.multi_shard_modify_mode = 'sequential'")
    for (const statement of migration.statements) await runStatement(client, migration.name, statement, role)
    await client.query(
      `insert into migrations (name, checksum, applied_at) values ($1, $2, now())
       on conflict on constraint migrations_pkey do update set checksum = excluded.checksum, applied_at = excluded.applied_at`,
      [migration.name, migration.checksum],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
  return { name: migration.name, statements: migration.statements.length, ms: Math.round(performance.now() - began) }
}

async function runStatement(client: pg.Client, name: string, statement: string, role: string): Promise<void> {
  try {
    await client.query(statement.replaceAll(/(?<!:):app_role\b/g, client.escapeIdentifier(role)))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new MigrationError(
      `The migration ${name} failed and changed nothing: ${reason}\n${statement.slice(0, 400)}`,
      {
        cause: error,
      },
    )
  }
}

/** Migrations grant on all tables; the list of migrations is the owner's alone to write. */
async function protectRegister(client: pg.Client, role: string): Promise<void> {
  if (role === (await currentRole(client))) return
  const name = client.escapeIdentifier(role)
  await client.query(`revoke insert, update, delete on migrations from ${name}`)
  await client.query(`grant select on migrations to ${name}`)
}

/** Is the role of this connection kept from changing what is written in the books? */
export async function appendOnlyEnforced(connection: Pick<pg.Pool, 'query'>): Promise<boolean> {
  const { rows } = await connection.query<{ free: boolean }>(
    `select has_table_privilege('transfers', 'UPDATE') or has_table_privilege('transfers', 'DELETE')
       or pg_has_role((select relowner from pg_class where oid = 'transfers'::regclass), 'USAGE') as free`,
  )
  return rows[0]?.free === false
}
