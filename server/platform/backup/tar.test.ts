import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTar, TAR_END, tarFile, tarText } from './tar.ts'

const directory = mkdtempSync(join(tmpdir(), 'portico-tar-'))
afterAll(() => rmSync(directory, { recursive: true }))

const longName = `files/${'a'.repeat(90)}/${'b'.repeat(90)}.csv`
const big = Buffer.alloc(3_000_001, 'x')

async function* archive(): AsyncGenerator<Buffer> {
  writeFileSync(join(directory, 'big'), big)
  yield* tarText('first.json', '{"ä":1}')
  yield* tarText(longName, 'long')
  yield* tarFile('big', join(directory, 'big'))
  yield* tarFile('gone', join(directory, 'gone'))
  yield* tarText('empty', '')
  yield TAR_END
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

/** Cut where no block ends. */
async function* inPieces(whole: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < whole.length; at += 777) yield whole.subarray(at, at + 777)
}

test('what was written is read, however it is cut', async () => {
  const found: [string, Buffer][] = []
  for await (const { name, body } of readTar(inPieces(await collect(archive()))))
    found.push([name, await collect(body)])
  expect(found.map(([name]) => name)).toEqual(['first.json', longName, 'big', 'empty'])
  expect(found[0]?.[1].toString()).toBe('{"ä":1}')
  expect(found[2]?.[1].equals(big)).toBe(true)
})

test('other tars read it too', async () => {
  const file = join(directory, 'archive.tar')
  writeFileSync(file, await collect(archive()))
  expect(execFileSync('tar', ['-tf', file]).toString().split('\n')).toEqual([
    'first.json',
    longName,
    'big',
    'empty',
    '',
  ])
})

test('a file cut short while it is read keeps its announced size', async () => {
  const path = join(directory, 'shrinks')
  writeFileSync(path, big)
  const parts: Buffer[] = []
  for await (const part of tarFile('shrinks', path)) {
    parts.push(part)
    truncateSync(path, 10)
  }
  const entries: number[] = []
  for await (const { body } of readTar(inPieces(Buffer.concat([...parts, TAR_END]))))
    entries.push((await collect(body)).length)
  expect(entries).toEqual([big.length])
})

test('an archive that ends in the middle of a file is refused', async () => {
  const whole = await collect(archive())
  const read = async () => {
    for await (const { body } of readTar(inPieces(whole.subarray(0, 100_000)))) await collect(body)
  }
  await expect(read()).rejects.toThrow('ends in the middle of a file')
})
