/** Child processes of a bench: servers that send their port, loads that print one JSON line. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a server of ours counted, and the processor time it took. */
export interface Told {
  cpuMs: number
  counters: Record<string, number>
}

export interface Server {
  url: string
  tell(): Promise<Told>
  stop(): Promise<void>
}

/** Starts a server script and waits for the port it sends. Flags for node itself come from BENCH_NODE_FLAGS. */
export async function startServer(file: URL, env: Record<string, string>): Promise<Server> {
  const child = fork(file, {
    env: { ...process.env, ...env },
    execArgv: (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const { port } = await messageOf<{ port: number }>(child)
  return {
    url: `http://127.0.0.1:${port}`,
    tell: async () => {
      const told = messageOf<Told>(child)
      child.send('tell')
      return await told
    },
    stop: async () => {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** The child's next message; rejects when it ends instead. */
async function messageOf<T>(child: ChildProcess): Promise<T> {
  const either = new AbortController()
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: either.signal }),
      once(child, 'exit', { signal: either.signal }).then(([code]) => {
        throw new Error(`a server ended with ${code}`)
      }),
    ])
    return message as T // what our own servers send
  } finally {
    either.abort()
  }
}

/** Runs a script to its end and reads its one JSON line. */
export async function runJob<T>(file: URL, job: unknown): Promise<T> {
  const { stdout } = await run(process.execPath, [fileURLToPath(file), JSON.stringify(job)], { maxBuffer: 1 << 26 })
  return JSON.parse(stdout) as T // what our own jobs print
}
