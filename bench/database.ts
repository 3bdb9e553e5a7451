/** A durable database of a bench's own: fsync and synchronous commit on, as in production; gone at the end. */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { migrate } from '../server/platform/migrate.ts'
import { APP_ROLE } from '../server/platform/postgres/layout.ts'
import { type Embedded, startEmbedded } from '../server/platform/postgres/supervisor.ts'
import { scratchDirectory } from '../test/harness/scratch.ts'

export interface BenchDatabase extends Embedded {
  secret: string
  /** The environment of a measured server. */
  env: { BENCH_DATABASE_URL: string; BENCH_SECRET: string }
}

export async function openBenchDatabase(): Promise<BenchDatabase> {
  const directory = scratchDirectory()
  const quiet = () => {}
  const server = await startEmbedded({ dataDir: directory, log: quiet })
  await migrate({ ownerUrl: server.ownerUrl, appRole: APP_ROLE, log: quiet })
  const secret = randomBytes(32).toString('hex')
  return {
    ...server,
    secret,
    env: { BENCH_DATABASE_URL: server.appUrl, BENCH_SECRET: secret },
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
