/**
 * The backup that nobody has to think of: every night while selling, the newest kept, then the operator's own command
 * with the file (to copy it off the machine).
 */
import { execFile } from 'node:child_process'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { cron, job } from '../jobs.ts'
import { reachEmbedded } from '../postgres/reach.ts'
import { makeBackup } from './backup.ts'

const KEPT = 14
const HOOK_LIMIT_MS = 30 * 60_000
const EXPIRE_SECONDS = 2 * 3_600
const NAME = /^portico-\d{8}T\d{6}Z\.backup$/

const run = promisify(execFile)

/** Makes one now and lets the oldest go. A database of the operator's own is backed up by its own means. */
export async function backUp(ctx: Pick<Ctx, 'config' | 'log' | 'now'>): Promise<string | undefined> {
  const { config, log } = ctx
  if (config.databaseUrl !== undefined) return undefined
  await mkdir(config.backupDir, { recursive: true, mode: 0o700 })
  const stamp = ctx
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
  const file = join(config.backupDir, `portico-${stamp}.backup`)
  const server = await reachEmbedded({ dataDir: config.dataDir, log: (line) => log.debug(line) })
  try {
    await makeBackup({ dataDir: config.dataDir, adminUrl: server.adminUrl, file, now: ctx.now() })
  } finally {
    await server.release()
  }
  await keepNewest(config.backupDir)
  // the operator's own command, in the installation's environment: not input of anybody else
  if (config.backupHook) await run(config.backupHook, [file], { timeout: HOOK_LIMIT_MS })
  log.info({ file }, 'backed up')
  return file
}

async function keepNewest(directory: string): Promise<void> {
  const files = (await readdir(directory)).filter((name) => NAME.test(name)).sort()
  for (const name of files.slice(0, -KEPT)) await rm(join(directory, name))
}

const nightly = job({
  name: 'platform.backup',
  payload: z.object({}),
  collapse: true,
  retries: 2,
  retryDelaySeconds: 300,
  expireSeconds: EXPIRE_SECONDS,
  run: async (ctx) => {
    await backUp(ctx)
  },
})

export const backupJobs = [nightly]
export const backupCrons = [cron({ job: nightly, cron: '11 3 * * *', payload: {} })]
