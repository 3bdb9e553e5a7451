/** One demo world for the whole run. `E2E_PORT` names one that is already there, such as that of `npm run dev`. */
import type { TestProject } from 'vitest/node'
import { buildIfStale } from '../../tools/build.ts'
import { startInstallation } from './installation.ts'
import { readWorld, type World } from './world.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    demo: { port: number; world: World }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildIfStale()
  const named = Number(process.env.E2E_PORT ?? 0)
  const installation = named ? undefined : await startInstallation(['--demo', '--no-traffic'])
  const port = installation?.port ?? named
  project.provide('demo', { port, world: await readWorld(port) })
  return async () => installation?.stop()
}
