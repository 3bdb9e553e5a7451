/** The platform of a measured server: its database and secret come from the bench that started it. */
import { systemClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { openDb, openPool } from '../../server/platform/db.ts'
import { makeLog } from '../../server/platform/log.ts'
import { makeSecrets } from '../../server/platform/secrets.ts'

/** @param url defaults to BENCH_DATABASE_URL */
export function benchPlatform(url = process.env.BENCH_DATABASE_URL ?? ''): Platform {
  const pool = openPool(url, 12, 'portico bench')
  const secrets = makeSecrets([Buffer.from(process.env.BENCH_SECRET ?? '', 'hex')])
  // ingestion reads no files
  const files = undefined as unknown as Platform['files']
  return { config: readConfig({}), db: openDb(pool), pool, clock: systemClock, log: makeLog('warn'), secrets, files }
}
