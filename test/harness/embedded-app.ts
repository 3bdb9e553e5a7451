/** An app that does nothing but run the embedded server: tests kill it in all ways. Usage: embedded-app.ts DIR */
import { startEmbedded } from '../../server/platform/postgres/supervisor.ts'

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const server = await startEmbedded({
    dataDir: process.argv[2] ?? '',
    log: (log) => say({ log }),
    // what is committed outlives the process, not the machine
    settings: { shared_buffers: '128MB', synchronous_commit: 'on' },
    durable: false,
  })
  process.on('SIGTERM', () => void server.stop())
  say({ ownerUrl: server.ownerUrl })
} catch (error) {
  say({ refused: error instanceof Error ? error.message : String(error) })
}
