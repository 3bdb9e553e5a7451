/**
 * A real installation on the embedded server, started as its own process so that it can be killed: server/main.ts in a
 * scratch data directory, on a free port.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { scratchDirectory } from '../harness/scratch.ts'

const MAIN = join(import.meta.dirname, '../../server/main.ts')
const START_LIMIT_MS = 60_000

export class Installation {
  readonly dataDir = scratchDirectory()
  readonly port: number
  #child: ChildProcess | undefined

  constructor(port: number) {
    this.port = port
  }

  get base(): string {
    return `http://localhost:${this.port}`
  }

  async start(): Promise<void> {
    // buyers of these tests listen here
    const own = { DATA_DIR: this.dataDir, PORT: String(this.port), LOG_LEVEL: 'error', DELIVERY_ALLOW: '127.0.0.1' }
    const env = { ...process.env, ...own }
    this.#child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] })
    await this.ready()
  }

  /** Until it says that it can serve; after a crash of the database too. */
  async ready(): Promise<void> {
    const limit = performance.now() + START_LIMIT_MS
    while (performance.now() < limit) {
      const answer = await fetch(`${this.base}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await pause(50)
    }
    throw new Error('the installation did not become ready')
  }

  /** As a power cut would: no signal handler runs. */
  async killApp(): Promise<void> {
    this.#child?.kill('SIGKILL')
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
  }

  killDatabase(): void {
    const [pid] = readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGKILL')
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM')
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}
