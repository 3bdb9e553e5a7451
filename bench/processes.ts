/** Child processes of a bench: servers that send their port, loads that print one JSON line. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Server {
  url: string
  child: ChildProcess
  stop(): Promise<void>
}

/** Starts a server script and waits for the port it sends. */
export async function startServer(file: string, env: Record<string, string>): Promise<Server> {
  const child = fork(file, { env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended before it listened`))),
  ])
  const { port } = message as { port: number } // what our own servers send
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Runs a script to its end and reads its one JSON line. */
export async function runJob<T>(file: string, job: unknown): Promise<T> {
  const { stdout } = await run(process.execPath, [file, JSON.stringify(job)], { maxBuffer: 1 << 26 })
  return JSON.parse(stdout) as T // what our own jobs print
}
