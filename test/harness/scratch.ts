/** A throw-away PostgreSQL: no fsync, in the temporary directory, gone when its owner is. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../../server/platform/postgres/lock.ts'
import { type Embedded, startEmbedded } from '../../server/platform/postgres/supervisor.ts'

const PREFIX = 'portico-scratch-'

/** A fresh directory that the server's user may pass through. Its name says which process it belongs to. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(directory, 0o711)
  return directory
}

/** Directories of runs that were killed: their servers have stopped by themselves, the files are left. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0])
    const directory = join(tmpdir(), name)
    if (!isAlive(pid) && isOurs(directory)) rmSync(directory, { recursive: true, force: true })
  }
}

function isOurs(directory: string): boolean {
  // gone: another run swept it first
  return statSync(directory, { throwIfNoEntry: false })?.uid === process.getuid?.()
}

export async function startScratchServer(): Promise<Embedded> {
  sweep()
  const dataDir = scratchDirectory()
  const server = await startEmbedded({
    dataDir,
    log: () => {},
    durable: false,
    settings: { shared_buffers: '128MB', autovacuum_naptime: '60s' },
  })
  return {
    ...server,
    stop: async () => {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
