/** The tar format, as much as a backup needs: plain files, written and read as streams. */
import { type FileHandle, open } from 'node:fs/promises'

const BLOCK = 512
const LONGEST_NAME = 100
const CHUNK = 1 << 20
const FILE = '0'
/** Extended header: carries the name of the next file when it is long. */
const EXTENDED = 'x'

/** Two empty blocks end an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`

function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, LONGEST_NAME)
  block.write(octal(0o600, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(0, 12), 136)
  // the sum counts itself as blanks
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\0', 257)
  block.write('00', 263)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function* headers(name: string, size: number): Generator<Buffer> {
  if (Buffer.byteLength(name) > LONGEST_NAME) {
    const record = Buffer.from(extendedRecord(`path=${name}\n`))
    yield header('long-name', record.length, EXTENDED)
    yield record
    yield padding(record.length)
  }
  yield header(name, size, FILE)
}

/** "LENGTH path=NAME\n", where the length counts its own digits. */
function extendedRecord(text: string): string {
  const bytes = Buffer.byteLength(text) + 1
  const length = bytes + String(bytes + String(bytes).length).length
  return `${length} ${text}`
}

export function* tarText(name: string, text: string): Generator<Buffer> {
  const body = Buffer.from(text)
  yield* headers(name, body.length)
  yield body
  yield padding(body.length)
}

/**
 * A file of a running server: it may grow (the log of changes has the rest), shrink (filled with zeros, as the log
 * cuts it again) or be gone (left out, the log removes it).
 */
export async function* tarFile(name: string, path: string): AsyncGenerator<Buffer> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  try {
    const { size } = await file.stat()
    yield* headers(name, size)
    yield* exactly(file, size)
    yield padding(size)
  } finally {
    await file.close()
  }
}

async function* exactly(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < size; ) {
    const chunk = Buffer.alloc(Math.min(CHUNK, size - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    // nothing read: cut short while we read, the rest of the chunk stays zero
    at += bytesRead === 0 ? chunk.length : bytesRead
    yield bytesRead === 0 ? chunk : chunk.subarray(0, bytesRead)
  }
}

export interface TarEntry {
  name: string
  size: number
  /** Must be read to its end before the next entry is asked for. */
  body: AsyncIterable<Buffer>
}

/** The entries of an archive in their order. Ends at the archive's end or where the bytes end. */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = byteReader(source)
  let longName: string | undefined
  for (;;) {
    const block = await bytes.whole(BLOCK)
    if (!block || block[0] === 0) return
    const size = Number.parseInt(block.toString('latin1', 124, 135), 8)
    if (block.toString('latin1', 156, 157) === EXTENDED) {
      longName = /path=(.*)\n/.exec((await bytes.whole(size))?.toString() ?? '')?.[1]
    } else {
      const name = block.toString('utf8', 0, LONGEST_NAME).replace(/\0.*$/s, '')
      yield { name: longName ?? name, size, body: bytes.stream(size) }
      longName = undefined
    }
    await bytes.whole(padding(size).length)
  }
}

function byteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  let rest = Buffer.alloc(0)
  const some = async (most: number): Promise<Buffer | undefined> => {
    while (rest.length === 0) {
      const next = await chunks.next()
      if (next.done) return undefined
      rest = Buffer.from(next.value)
    }
    const taken = rest.subarray(0, most)
    rest = rest.subarray(taken.length)
    return taken
  }
  async function* stream(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const chunk = await some(left)
      if (!chunk) throw new Error('The archive ends in the middle of a file.')
      left -= chunk.length
      yield chunk
    }
  }
  const whole = async (size: number): Promise<Buffer | undefined> => {
    const parts: Buffer[] = []
    for await (const chunk of stream(size)) parts.push(chunk)
    return Buffer.concat(parts)
  }
  const ended = async () => rest.length === 0 && (await some(0)) === undefined
  return { stream, whole: async (size: number) => ((await ended()) ? undefined : whole(size)) }
}
