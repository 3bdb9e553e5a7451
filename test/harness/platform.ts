/** The machinery of the app on this worker's database, for tests and factories. */
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import { movableClock } from '../../server/platform/clock.ts'
import { readConfig } from '../../server/platform/config.ts'
import { type Ctx, ctxOf, type Platform, type SystemActor, system } from '../../server/platform/ctx.ts'
import { localFiles } from '../../server/platform/files.ts'
import { makeLog } from '../../server/platform/log.ts'
import { openOutgoing } from '../../server/platform/outgoing/outgoing.ts'
import { makeSecrets } from '../../server/platform/secrets.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A platform whose time stands still until a test moves it. */
export interface TestPlatform extends Platform {
  readonly clock: ReturnType<typeof movableClock>
}

export interface PlatformOptions {
  /** Left out: the worker's own. */
  database?: TestDatabase
  /** Variables of the environment. */
  env?: Record<string, string>
  /** Left out: the machine's time at the start of the test. */
  now?: Date
}

// one for all, so that what one platform of a worker sealed another opens
const secrets = makeSecrets([Buffer.alloc(32, 7)])

export async function testPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const { db, pool } = options.database ?? (await testDatabase())
  const dataDir = mkdtempSync(path.join(inject('testServer').files, 'data-'))
  const config = readConfig({ DATA_DIR: dataDir, ...options.env })
  return {
    config: { ...config, mode: 'test', logLevel: 'silent' },
    db,
    pool,
    clock: movableClock(options.now ?? new Date()),
    log: makeLog(process.env.TEST_LOG === 'error' ? 'error' : 'silent'),
    secrets,
    files: localFiles(dataDir),
    outgoing: openOutgoing({ allow: config.deliveryAllow, dnsServers: config.dnsServers }),
  }
}

/** What factories act as. */
export const systemCtx = (platform: Platform): Ctx<SystemActor> => ctxOf(platform, system)
