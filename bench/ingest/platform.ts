/** The platform of a measured server: its database and secret come from the bench that started it. */
import { systemClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { makeLog } from '../../server/platform/log.ts'
import { openOutgoing } from '../../server/platform/outgoing/outgoing.ts'
import { makeSecrets } from '../../server/platform/secrets.ts'

const CONNECTIONS = 12

/** @param env left out: the process's own, as the bench that started it set it */
export function benchPlatform(env: Record<string, string | undefined> = process.env): Platform {
  const pool = openPool(env.BENCH_DATABASE_URL ?? '', CONNECTIONS, 'portico bench')
  const secrets = makeSecrets([Buffer.from(env.BENCH_SECRET ?? '', 'hex')])
  // ingestion reads no files
  const files = undefined as unknown as Platform['files']
  const outgoing = openOutgoing({ allow: ['127.0.0.1'], dnsServers: [] })
  const log = makeLog('warn')
  return { config: readConfig({}), db: openDb(pool), pool, clock: systemClock, log, secrets, files, outgoing }
}
