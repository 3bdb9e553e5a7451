import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { scratchDirectory } from '../../../test/harness/scratch.ts'
import { openPool } from '../db.ts'
import { reachEmbedded } from '../postgres/reach.ts'
import { type Embedded, startEmbedded } from '../postgres/supervisor.ts'
import { makeBackup } from './backup.ts'
import { restoreBackup } from './restore.ts'
import { readTar } from './tar.ts'

let root: string
let dataDir: string
let file: string
let server: Embedded
const settings = { shared_buffers: '128MB' }
const now = new Date('2026-03-01T00:00:00Z')

beforeEach(async () => {
  root = scratchDirectory()
  dataDir = join(root, 'source')
  file = join(root, 'one.backup')
  server = await startEmbedded({ dataDir, log: () => {}, settings, durable: false })
})

afterEach(async () => {
  await server.stop()
  rmSync(root, { recursive: true, force: true })
})

async function backUp(): Promise<void> {
  const reached = await reachEmbedded({ dataDir, log: () => {}, settings, durable: false })
  await makeBackup({ dataDir, adminUrl: reached.adminUrl, file, now })
}

async function rowsOf(url: string, text: string): Promise<Record<string, number>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

test('a backup made under load restores to one consistent moment, with all that was acknowledged before', async () => {
  const pool = openPool(server.ownerUrl, 8, 'test')
  await pool.query('create table wallet as select 0::int as balance')
  await pool.query('create table entries (amount int not null, filler text not null)')
  let acknowledged = 0
  let selling = true
  const sell = async () => {
    while (selling) {
      // both rows or none: a torn copy would show
      await pool.query(`with w as (update wallet set balance = balance + 1)
        insert into entries select 1, repeat('x', 2000)`)
      acknowledged++
    }
  }
  const sellers = Array.from({ length: 8 }, sell)
  while (acknowledged < 300) await new Promise((resolve) => setTimeout(resolve, 5))
  const before = acknowledged
  await backUp()
  const after = acknowledged
  selling = false
  await Promise.all(sellers)
  await pool.end()

  const target = join(root, 'target')
  expect(await restoreBackup({ file, dataDir: target })).toEqual({ made: now.toISOString(), hasSecretKey: false })
  const restored = await startEmbedded({ dataDir: target, log: () => {}, settings, durable: false })
  try {
    const [sums] = await rowsOf(
      restored.ownerUrl,
      'select (select balance from wallet) as balance, (select count(*)::int from entries) as entries',
    )
    expect(sums?.balance).toBe(sums?.entries)
    expect(sums?.entries).toBeGreaterThanOrEqual(before)
    // it went on selling while the copy was made
    expect(after).toBeGreaterThan(before)
  } finally {
    await restored.stop()
  }
})

test('holds the stored files and never the secret key, and only its owner may read it', async () => {
  mkdirSync(join(dataDir, 'files/exports/7'), { recursive: true })
  writeFileSync(join(dataDir, 'files/exports/7/leads.csv'), 'a,b\n')
  writeFileSync(join(dataDir, 'secret.key'), 'the key')
  await backUp()
  const names: string[] = []
  for await (const entry of readTar(Readable.from([readFileSync(file)]).pipe(createZstdDecompress()))) {
    names.push(entry.name)
    for await (const _ of entry.body);
  }
  expect(names).toContain('files/exports/7/leads.csv')
  expect(names.filter((name) => name.includes('secret'))).toEqual([])
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const target = join(root, 'target')
  mkdirSync(target)
  writeFileSync(join(target, 'secret.key'), 'the key')
  expect((await restoreBackup({ file, dataDir: target })).hasSecretKey).toBe(true)
  expect(readFileSync(join(target, 'files/exports/7/leads.csv'), 'utf8')).toBe('a,b\n')
})

test('refuses to overwrite a backup, to fill a directory in use, and a file that was cut short', async () => {
  await backUp()
  await expect(backUp()).rejects.toThrow('exists already')
  await expect(restoreBackup({ file, dataDir })).rejects.toThrow('in use by a running Portico')
  const target = join(root, 'target')
  mkdirSync(target)
  writeFileSync(join(target, 'precious'), '')
  await expect(restoreBackup({ file, dataDir: target })).rejects.toThrow('is not empty (precious)')
  rmSync(join(target, 'precious'))
  const cut = join(root, 'cut.backup')
  writeFileSync(cut, readFileSync(file).subarray(0, -1000))
  await expect(restoreBackup({ file: cut, dataDir: target })).rejects.toThrow('cannot be read')
  // what failed left nothing behind, so the good one still fits
  await restoreBackup({ file, dataDir: target })
})
