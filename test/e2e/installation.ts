/** A real installation: the server in a process of its own, as `npm start` runs it, on a directory that goes with it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ENV, ROOT } from '../../tools/run.ts'
import { scratchDirectory } from '../harness/scratch.ts'
import { send } from './http.ts'

export interface Installation {
  port: number
  /** All that it has printed up to now. */
  printed(): string
  stop(): Promise<void>
}

const START_MS = 180_000
const STOP_MS = 15_000

/** One that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await send(port, { host: 'localhost', path: '/readyz' })).status === 200
  } catch {
    return false
  }
}

async function untilReady(child: ChildProcess, port: number, printed: () => string): Promise<void> {
  const deadline = performance.now() + START_MS
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`The server ended:\n${printed()}`)
    if (performance.now() > deadline) throw new Error(`The server was not ready in time:\n${printed()}`)
    await sleep(100)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(giveUp)
}

/** Starts one and waits until it is ready. @throws Error with what it printed */
export async function startInstallation(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Installation> {
  const port = await freePort()
  const dataDir = scratchDirectory()
  const child = spawn('node', [join(ROOT, 'server/main.ts'), ...args], {
    cwd: ROOT,
    env: {
      ...ENV,
      PORT: String(port),
      BASE_DOMAIN: 'localhost',
      DATA_DIR: join(dataDir, 'data'),
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const printed = () => Buffer.concat(chunks).toString()
  const killed = () => void child.kill('SIGKILL')
  process.once('exit', killed)
  const end = async () => {
    await stop(child)
    process.off('exit', killed)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await untilReady(child, port, printed)
  } catch (error) {
    await end()
    throw error
  }
  return { port, printed, stop: end }
}
