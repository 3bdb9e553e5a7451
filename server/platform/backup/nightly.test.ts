import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../../../test/harness/scratch.ts'
import { readConfig } from '../config.ts'
import { makeLog } from '../log.ts'
import { startEmbedded } from '../postgres/supervisor.ts'
import { backUp } from './nightly.ts'

test('a night keeps the newest fourteen and hands the file to the operator’s program', async () => {
  const root = scratchDirectory()
  const dataDir = join(root, 'data')
  const backupDir = join(root, 'backups')
  const hook = join(root, 'hook.sh')
  const server = await startEmbedded({ dataDir, log: () => {}, durable: false, settings: { shared_buffers: '128MB' } })
  try {
    mkdirSync(backupDir)
    for (let day = 10; day < 30; day++) writeFileSync(join(backupDir, `portico-202601${day}T031100Z.backup`), '')
    writeFileSync(join(backupDir, 'mine.backup'), 'not ours to delete')
    writeFileSync(hook, `#!/bin/sh\necho "$1" > ${root}/told\n`)
    chmodSync(hook, 0o755)
    const config = readConfig({ DATA_DIR: dataDir, BACKUP_DIR: backupDir, BACKUP_HOOK: hook })
    const file = await backUp({ config, log: makeLog('silent'), now: () => new Date('2026-02-01T03:11:00.500Z') })
    expect(file).toBe(join(backupDir, 'portico-20260201T031100Z.backup'))
    const left = readdirSync(backupDir).sort()
    expect(left).toHaveLength(15)
    expect(left).toContain('mine.backup')
    expect(left).toContain('portico-20260201T031100Z.backup')
    expect(left).not.toContain('portico-20260116T031100Z.backup')
    expect(readFileSync(join(root, 'told'), 'utf8').trim()).toBe(file)
  } finally {
    await server.stop()
    rmSync(root, { recursive: true, force: true })
  }
})

test('a database of the operator’s own is left to its own means', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x', SECRET_KEY: 'x'.repeat(44) })
  expect(await backUp({ config, log: makeLog('silent'), now: () => new Date(0) })).toBeUndefined()
})
