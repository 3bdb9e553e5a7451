/**
 * `npm run dev`: the demo world with reload. The server restarts when its code changes; the three bundles are
 * rebuilt when theirs does, and the server reads them from dist/ as ever, so development has no second way to serve.
 */
import { spawn } from 'node:child_process'
import { build } from 'vite'
import { APPS, appConfig } from '../vite.config.ts'
import { forgetBuild } from './build.ts'
import { ENV, ROOT, say } from './run.ts'

// what the watchers write is not what `npm start` serves
forgetBuild()
for (const app of APPS) {
  const config = appConfig(app)
  await build({ ...config, mode: 'development', build: { ...config.build, minify: false, watch: {} } })
}
say('Front ends are watched. Starting the server.')

const server = spawn(
  'node',
  ['--watch', '--watch-preserve-output', 'server/main.ts', '--demo', ...process.argv.slice(2)],
  {
    cwd: ROOT,
    env: ENV,
    stdio: 'inherit',
  },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 0))
