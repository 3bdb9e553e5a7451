/** `npm run restore FILE`: a backup into an empty data directory, brought to this version and checked. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { restoreBackup } from '../platform/backup/restore.ts'
import type { Config } from '../platform/config.ts'
import { migrate } from '../platform/migrate.ts'
import { APP_ROLE } from '../platform/postgres/layout.ts'
import { startEmbedded } from '../platform/postgres/supervisor.ts'
import { CommandError, command, say } from './command.ts'

const CHECKS = join(import.meta.dirname, 'checks.ts')

/** The backup may be of an earlier version, and checks know only this one. */
async function bringUpToDate({ dataDir }: Config): Promise<void> {
  const server = await startEmbedded({ dataDir, log: say })
  try {
    await migrate({ ownerUrl: server.ownerUrl, appRole: APP_ROLE, log: say })
  } finally {
    await server.stop()
  }
}

/** In a process of its own, exactly as an operator runs them. */
async function runChecks({ dataDir }: Config): Promise<void> {
  if (!existsSync(CHECKS)) return
  const checks = spawn(process.execPath, [CHECKS], { stdio: 'inherit', env: { ...process.env, DATA_DIR: dataDir } })
  const code = await new Promise<number | null>((done, fail) => checks.on('error', fail).on('exit', done))
  if (code !== 0) throw new CommandError('The restored data does not pass its checks (above).')
}

await command(async (config, [file]) => {
  if (!file) throw new CommandError('Name the file: npm run restore FILE')
  if (config.databaseUrl) {
    throw new CommandError(
      'DATABASE_URL is set: restore that server with its own means, such as pg_restore or its host.',
    )
  }
  const restored = await restoreBackup({ file: resolve(file), dataDir: config.dataDir })
  await bringUpToDate(config)
  say(`Restored the backup of ${restored.made} into ${config.dataDir}.`)
  if (!restored.hasSecretKey && !config.secretKey && !config.secretKeyFile) {
    say(
      `The secret key was not in the backup: put yours into ${join(config.dataDir, 'secret.key')} (or SECRET_KEY) before the first start.`,
    )
  }
  await runChecks(config)
})
