/**
 * One file that holds the embedded server as it was at the end of the backup, taken while it works: a marked copy
 * of its files, and the log of changes that makes them consistent. The npm binaries bring no pg_basebackup, so we
 * speak PostgreSQL's own low-level protocol for it.
 */
import { createWriteStream, existsSync } from 'node:fs'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { openClient } from '../db.ts'
import { EmbeddedError, type Layout, layoutOf } from '../postgres/layout.ts'
import { CREDENTIALS_ENTRY, END_ENTRY, FILES, FORMAT, INFO_ENTRY, SERVER } from './format.ts'
import { TAR_END, tarFile, tarText } from './tar.ts'

export interface BackupOptions {
  dataDir: string
  /** A connection that may read the whole server (reachEmbedded gives it). */
  adminUrl: string
  file: string
  now: Date
}

export interface BackupMade {
  file: string
  bytes: number
}

/** What a copy must not have, or need not: PostgreSQL makes these anew. */
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init', 'log', 'current_logfiles'])
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
const CONTROL_FILE = 'global/pg_control'

/** Writes the backup beside its final name and renames it when it is whole. Refuses to overwrite. */
export async function makeBackup(options: BackupOptions): Promise<BackupMade> {
  const { file } = options
  if (existsSync(file)) throw new EmbeddedError(`${file} exists already. Name a new file.`)
  const draft = `${file}.partial`
  // light compression: the machine is selling meanwhile
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
  })
  try {
    await pipeline(Readable.from(contents(options)), compress, createWriteStream(draft, { mode: 0o600, flush: true }))
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  return { file, bytes: (await stat(file)).size }
}

async function* contents(options: BackupOptions): AsyncGenerator<Buffer> {
  const layout = layoutOf(options.dataDir)
  const client = await openClient(options.adminUrl, 'portico backup')
  try {
    yield* tarText(INFO_ENTRY, `${JSON.stringify({ format: FORMAT, made: options.now.toISOString() })}\n`)
    yield* tarFile(CREDENTIALS_ENTRY, layout.credentials)
    yield* serverContents(client, layout)
    // after the database: every file that a row of the copy names was there before the copy's end
    yield* tree(join(layout.root, FILES), FILES, () => true)
    yield* tarText(END_ENTRY, '')
    yield TAR_END
  } finally {
    await client.end()
  }
}

async function* serverContents(client: pg.Client, layout: Layout): AsyncGenerator<Buffer> {
  // holds the log of changes back until we have read it; goes with this connection
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [`backup_${process.pid}`])
  const started = await client.query<{ log: string }>(
    `select pg_walfile_name(pg_backup_start('portico', fast => true)) as log`,
  )
  yield* tree(layout.cluster, SERVER, isCopied)
  yield* tarFile(`${SERVER}/${CONTROL_FILE}`, join(layout.cluster, CONTROL_FILE))
  const stopped = await client.query<{ log: string; label: string }>(
    'select pg_walfile_name(lsn) as log, labelfile as label from pg_backup_stop(wait_for_archive => false)',
  )
  const [first, last] = [started.rows[0]?.log ?? '', stopped.rows[0]?.log ?? '']
  yield* tarText(`${SERVER}/backup_label`, stopped.rows[0]?.label ?? '')
  yield* changes(layout, first, last)
}

/** The log of changes from the start of the backup to its end. */
async function* changes(layout: Layout, first: string, last: string): AsyncGenerator<Buffer> {
  const directory = join(layout.cluster, 'pg_wal')
  const names = (await readdir(directory)).filter(
    (name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last,
  )
  if (!names.includes(first) || !names.includes(last))
    throw new Error('The log of changes of the backup is incomplete.')
  for (const name of names.sort()) yield* tarFile(`${SERVER}/pg_wal/${name}`, join(directory, name))
}

function isCopied(path: string): boolean {
  const [top = '', ...below] = path.split('/')
  const name = below.at(-1) ?? top
  if (path === CONTROL_FILE || LEFT_OUT.has(top) || LEFT_OUT.has(name)) return false
  return !EMPTIED.has(top) && !name.startsWith('pgsql_tmp')
}

/** All files below a directory, named from `name`; a directory that is not there has none. */
async function* tree(directory: string, name: string, wanted: (path: string) => boolean): AsyncGenerator<Buffer> {
  const entries = existsSync(directory) ? await readdir(directory, { recursive: true, withFileTypes: true }) : []
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const below = path.slice(directory.length + 1)
    if (wanted(below)) yield* tarFile(`${name}/${below}`, path)
  }
}
