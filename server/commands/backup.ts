/** `npm run backup FILE`: the embedded server and the stored files in one file, while the app runs or not. */
import { resolve } from 'node:path'
import { makeBackup } from '../platform/backup/backup.ts'
import { systemClock } from '../platform/clock.ts'
import { reachEmbedded } from '../platform/postgres/reach.ts'
import { CommandError, command, say } from './command.ts'

await command(async (config, [file]) => {
  if (!file) throw new CommandError('Name the file: npm run backup FILE')
  if (config.databaseUrl) {
    throw new CommandError('DATABASE_URL is set: back that server up with its own means, such as pg_dump or its host.')
  }
  const began = performance.now()
  const server = await reachEmbedded({ dataDir: config.dataDir, log: say })
  try {
    const now = systemClock.now()
    const made = await makeBackup({ dataDir: config.dataDir, adminUrl: server.adminUrl, file: resolve(file), now })
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    say(`Backed up ${config.dataDir} to ${made.file}: ${(made.bytes / 1e6).toFixed(1)} MB in ${seconds} s.`)
    say('The secret key is NOT in it. Keep a copy of it elsewhere: without it no stored secret can be opened.')
  } finally {
    await server.release()
  }
})
