/** `npm run migrate`: brings the database to this version. `npm start` does the same by itself. */
import { reachDatabases } from '../platform/databases.ts'
import { migrate } from '../platform/migrate.ts'
import { command, say } from './command.ts'

await command(async (config) => {
  const databases = await reachDatabases(config, say)
  try {
    const applied = await migrate({ ownerUrl: databases.ownerUrl, appRole: databases.appRole, log: say })
    say(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.length} migrations.`)
  } finally {
    await databases.release()
  }
})
