/** Puts a backup into an empty data directory. The server recovers from it at its next start. */
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { giveTo, type Identity, identityFor } from '../postgres/identity.ts'
import { EmbeddedError, type Layout, layoutOf, makeRoot } from '../postgres/layout.ts'
import { takeLock } from '../postgres/lock.ts'
import {
  CREDENTIALS_ENTRY,
  END_ENTRY,
  FILES,
  FORMAT,
  INFO_ENTRY,
  SECRET_KEY_FILE,
  SERVER,
  SERVER_DIRECTORIES,
} from './format.ts'
import { readTar, type TarEntry } from './tar.ts'

export interface RestoreOptions {
  file: string
  dataDir: string
}

export interface Restored {
  /** When the backup was made. */
  made: string
  /** Whether the secret key, which no backup holds, is in place. */
  hasSecretKey: boolean
}

/** What may be there before: the key put back by hand, backups, and our own lock. */
const HARMLESS = new Set([SECRET_KEY_FILE, 'backups', 'app.lock'])

const DRAFT = 'restoring'

/** Refuses a data directory that holds anything. On failure nothing of the backup is left in it. */
export async function restoreBackup({ file, dataDir }: RestoreOptions): Promise<Restored> {
  if (!existsSync(file)) throw new EmbeddedError(`There is no file ${file}.`)
  const layout = layoutOf(dataDir)
  makeRoot(layout)
  const unlock = takeLock(layout.lock, layout.root)
  try {
    // of a restore that was killed
    rmSync(join(layout.root, DRAFT), { recursive: true, force: true })
    refuseNonEmpty(layout)
    return await unpack(file, layout)
  } finally {
    unlock()
  }
}

function refuseNonEmpty(layout: Layout): void {
  const found = readdirSync(layout.root).filter((name) => !HARMLESS.has(name))
  if (found.length === 0) return
  throw new EmbeddedError(
    `${layout.root} is not empty (${found.slice(0, 3).join(', ')}). Restore into an empty directory: set DATA_DIR, or move this one away.`,
  )
}

async function unpack(file: string, layout: Layout): Promise<Restored> {
  const draft = join(layout.root, DRAFT)
  mkdirSync(draft, { mode: 0o711 })
  try {
    const made = await unpackInto(draft, file, identityFor(layout.cluster))
    // the database last: it is what makes the directory count as filled
    for (const name of [FILES, CREDENTIALS_ENTRY, SERVER]) {
      if (existsSync(join(draft, name))) renameSync(join(draft, name), join(layout.root, name))
    }
    return { made, hasSecretKey: existsSync(join(layout.root, SECRET_KEY_FILE)) }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

async function unpackInto(draft: string, file: string, identity: Identity): Promise<string> {
  for (const name of SERVER_DIRECTORIES) makeDirectories(draft, `${SERVER}/${name}`, identity)
  let made = ''
  let whole = false
  // both ends are read as one stream, so that a broken file is told in one place
  const source = createReadStream(file).on('error', (error) => unzipped.destroy(error))
  const unzipped = source.pipe(createZstdDecompress())
  try {
    for await (const entry of readTar(unzipped)) {
      if (!made) made = await readInfo(entry)
      else if (entry.name === END_ENTRY) whole = true
      else await unpackEntry(draft, entry, identity)
    }
  } catch (error) {
    throw new EmbeddedError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  } finally {
    source.destroy()
  }
  if (!whole) throw new EmbeddedError(`${file} is not a whole backup: its end is missing.`)
  return made
}

async function readInfo(entry: TarEntry): Promise<string> {
  if (entry.name !== INFO_ENTRY) throw new Error('it is not a backup of Portico')
  const info = JSON.parse(await textOf(entry))
  if (info.format !== FORMAT) throw new Error(`its format ${info.format} is not known to this version of Portico`)
  return String(info.made)
}

async function textOf(entry: TarEntry): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of entry.body) parts.push(part)
  return Buffer.concat(parts).toString()
}

async function unpackEntry(draft: string, entry: TarEntry, identity: Identity): Promise<void> {
  const segments = entry.name.split('/')
  const isKnown = [SERVER, FILES, CREDENTIALS_ENTRY].includes(segments[0] ?? '')
  if (!isKnown || segments.includes('..') || segments.includes('')) throw new Error(`it holds ${entry.name}`)
  const owner = segments[0] === SERVER ? identity : {}
  makeDirectories(draft, dirname(entry.name), owner)
  const path = join(draft, entry.name)
  await pipeline(entry.body, createWriteStream(path, { mode: 0o600 }))
  giveTo(owner, path)
}

/** Each directory on the way is made for its owner alone. */
function makeDirectories(draft: string, name: string, owner: Identity): void {
  if (name === '.' || existsSync(join(draft, name))) return
  makeDirectories(draft, dirname(name), owner)
  mkdirSync(join(draft, name), { mode: 0o700 })
  giveTo(owner, join(draft, name))
}
