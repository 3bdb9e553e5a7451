/** Child processes for the tools: output kept until it is needed, signals passed on, time measured. */
import { type SpawnOptions, spawn } from 'node:child_process'
import { join } from 'node:path'

export const ROOT: string = join(import.meta.dirname, '..')

/** The pinned node and the tools of node_modules come first, whoever started us. */
export const ENV: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
}

export interface Outcome {
  ok: boolean
  output: string
}

/** Runs a command to its end; its output is kept, or shown as it comes. */
export function run(
  command: readonly string[],
  how: { show?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  const [file = '', ...args] = command
  const options: SpawnOptions = {
    cwd: ROOT,
    env: { ...ENV, ...(how.show ? {} : { NO_COLOR: '1' }), ...how.env },
    stdio: ['ignore', how.show ? 'inherit' : 'pipe', how.show ? 'inherit' : 'pipe'],
  }
  return new Promise((resolve) => {
    const child = spawn(file, args, options)
    const chunks: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk))
    const stop = (): void => void child.kill('SIGTERM')
    process.once('SIGINT', stop).once('SIGTERM', stop)
    const end = (ok: boolean, more = ''): void => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve({ ok, output: Buffer.concat(chunks).toString() + more })
    }
    child.on('error', (error) => end(false, `${file}: ${error.message}\n`))
    child.on('close', (code) => end(code === 0))
  })
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Runs `work`, prints one line with its time, and on failure what it had to say. */
export async function step(name: string, work: () => Promise<Outcome>): Promise<boolean> {
  const started = performance.now()
  const { ok, output } = await outcomeOf(work)
  say(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(24)} ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`)
  if (!ok) say(output.trimEnd().replace(/^/gm, '     '))
  return ok
}

async function outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    return { ok: false, output: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** At most `width` at a time, in the order given. */
export async function inParallel(width: number, jobs: readonly (() => Promise<boolean>)[]): Promise<boolean> {
  const waiting = [...jobs]
  const results: boolean[] = []
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) results.push(await job())
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results.every(Boolean)
}
