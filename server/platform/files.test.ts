import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Files, localFiles } from './files.ts'

let root: string
let files: Files
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'files-'))
  files = localFiles(root)
})

const contentOf = async (key: string) => {
  const stream = await files.get(key)
  return stream && text(stream)
}

describe('files', () => {
  it('come back as they were put, and go when deleted', async () => {
    expect(await files.put('exports/7/a.csv', Readable.from(['one,', 'two']))).toMatchObject({ bytes: 7 })
    expect(await contentOf('exports/7/a.csv')).toBe('one,two')
    await files.put('exports/7/a.csv', Buffer.from('new'))
    expect(await contentOf('exports/7/a.csv')).toBe('new')
    expect([await files.delete('exports/7/a.csv'), await files.delete('exports/7/a.csv')]).toEqual([true, false])
    expect(await files.get('exports/7/a.csv')).toBeUndefined()
    expect(await files.stat('exports')).toBeUndefined()
  })

  it('leave the old one and no rest when the source fails or is too large', async () => {
    await files.put('a/b', Buffer.from('old'))
    const broken = Readable.from(
      (function* () {
        yield 'half'
        throw new Error('gone')
      })(),
    )
    await expect(files.put('a/b', broken)).rejects.toThrow('gone')
    await expect(files.put('a/b', Buffer.alloc(11), { maxBytes: 10 })).rejects.toMatchObject({ code: 'too_large' })
    expect(await contentOf('a/b')).toBe('old')
    expect(readdirSync(path.join(root, 'a'))).toEqual(['b'])
  })

  it('have keys that stay inside', async () => {
    for (const key of [
      '../x',
      'a/../../x',
      '/etc/passwd',
      'a//b',
      '',
      '.hidden',
      'a/.b',
      'a\0b',
      'a\\b',
      'a/',
      'x'.repeat(101),
    ]) {
      await expect(files.put(key, Buffer.from(''))).rejects.toThrow('not a file key')
      await expect(files.get(key)).rejects.toThrow('not a file key')
      await expect(files.delete(key)).rejects.toThrow('not a file key')
    }
  })
})
