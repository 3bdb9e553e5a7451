/** `npm start`: builds what is stale, then serves in this very process, so that a signal reaches the server. */
import { buildIfStale } from './build.ts'
import { say } from './run.ts'

if ((await buildIfStale()) === 'built') say('Front ends built.')
const { main } = await import('../server/main.ts')
await main()
