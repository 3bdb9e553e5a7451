/**
 * Files behind one interface: by key, streamed, size-limited. The local disk today; an object store says the same.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../contract/errors.ts'
import { newToken } from './secrets.ts'

export interface StoredFile {
  bytes: number
  modifiedAt: Date
}

export interface Files {
  /** Writes all or nothing; a reader sees the old file or the new one. @throws AppError too_large */
  put(key: string, content: Readable | Uint8Array, limits?: { maxBytes?: number }): Promise<StoredFile>
  /** undefined if absent. */
  get(key: string): Promise<Readable | undefined>
  stat(key: string): Promise<StoredFile | undefined>
  /** True when it was there. */
  delete(key: string): Promise<boolean>
}

// 'exports/7/01J....csv': segments of plain characters, none starting with a dot
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}){0,7}$/
const DEFAULT_MAX_BYTES = 1024 ** 3

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

const orMissing = (error: unknown): undefined => {
  if (!isMissing(error)) throw error
  return undefined
}

function limitTo(maxBytes: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      done(bytes > maxBytes ? new AppError('too_large') : null, chunk)
    },
  })
}

async function writeWhole(target: string, content: Readable | Uint8Array, maxBytes: number): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const temporary = path.join(path.dirname(target), `.${newToken().slice(0, 16)}.tmp`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    const source = content instanceof Readable ? content : Readable.from([content])
    await pipeline(source, limitTo(maxBytes), handle.createWriteStream({ flush: true }))
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Files under one directory of the machine's disk. */
export function localFiles(root: string): Files {
  const locate = (key: string): string => {
    if (!KEY.test(key)) throw new Error('not a file key')
    return path.join(root, key)
  }
  const statOf = async (key: string): Promise<StoredFile | undefined> => {
    const found = await stat(locate(key)).catch(orMissing)
    return found?.isFile() ? { bytes: found.size, modifiedAt: found.mtime } : undefined
  }
  return {
    async put(key, content, { maxBytes = DEFAULT_MAX_BYTES } = {}) {
      await writeWhole(locate(key), content, maxBytes)
      const stored = await statOf(key)
      if (!stored) throw new Error('a file vanished while it was written')
      return stored
    },
    async get(key) {
      return (await statOf(key)) ? createReadStream(locate(key)) : undefined
    },
    stat: statOf,
    async delete(key) {
      const found = await statOf(key)
      await rm(locate(key), { force: true })
      return found !== undefined
    },
  }
}
