/** A throw-away PostgreSQL: no fsync, in the temporary directory, gone when its owner is. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../server/platform/clock.ts'
import { lockHolder } from '../../server/platform/postgres/lock.ts'
import { type Embedded, startEmbedded } from '../../server/platform/postgres/supervisor.ts'

const PREFIX = 'portico-scratch-'
const SETTLED_MS = 60_000

/** A fresh directory that the server's user may pass through. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), PREFIX))
  chmodSync(directory, 0o711)
  return directory
}

/** Directories of runs that were killed: their servers have stopped by themselves, the files are left. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name)
    if (isAbandoned(directory)) rmSync(directory, { recursive: true, force: true })
  }
}

function isAbandoned(directory: string): boolean {
  try {
    const { uid, mtimeMs } = statSync(directory)
    const lock = join(directory, 'app.lock')
    const settled = systemClock.now().getTime() - mtimeMs > SETTLED_MS
    return uid === process.getuid?.() && settled && (!existsSync(lock) || lockHolder(lock) === undefined)
  } catch {
    // another run swept it first
    return false
  }
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
