/** One run of the server process, from spawn to exit, with the watcher that stops it when the app dies. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clusterName, type Place, serverEnvironment } from './cluster.ts'
import { EmbeddedError, type Layout } from './layout.ts'
import { isAlive } from './lock.ts'

export interface ServerRun {
  pid: number
  /** Why it ended. Never rejects. */
  exited: Promise<string>
  /** Fast shutdown: open transactions are rolled back, everything committed is on the disk. */
  stop(): Promise<void>
}

const STOP_PATIENCE_MS = 60_000
const POLL_MS = 5
const READY_LINE = 7

function pidFile(layout: Layout): string[] {
  try {
    return readFileSync(join(layout.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

/**
 * A shell that waits for the end of its input, which comes when this process ends in whatever way, and then shuts
 * the server down. The pid is compared first: it may be another's by then.
 */
const WATCHER = `while read -r _; do :; done
same() { read -r pid < postmaster.pid && [ "$pid" = "$1" ]; } 2>/dev/null
same "$1" && kill -INT "$1" || exit 0
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  sleep 1
  same "$1" && kill -0 "$1" || exit 0
done
kill -QUIT "$1"`

function watch(place: Place, pid: number): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'portico-watcher', String(pid)], {
    ...place.identity,
    cwd: place.layout.cluster,
    env: serverEnvironment(),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.on('error', (error) => place.log(`PostgreSQL runs without its watcher: ${error.message}`))
  watcher.stdin?.on('error', () => {})
  watcher.unref()
  return watcher
}

/** Starts the server and waits until it takes connections; recovery after a crash may take its time. */
export async function startServer(place: Place): Promise<ServerRun> {
  const child = spawn(place.binaries.postgres, ['-D', clusterName(place.identity, place.layout.cluster)], {
    ...place.identity,
    cwd: place.layout.cluster,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C reaches the whole group: the app ends first, then its database
    detached: true,
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000)
  })
  const exited = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `ended with code ${code}`))
  })
  if (child.pid === undefined) throw new EmbeddedError(`PostgreSQL cannot be started: ${await exited}`)
  const watcher = watch(place, child.pid)
  void exited.then(() => watcher.stdin?.end())
  const ended = await waitUntilReady(place, child.pid, exited)
  if (ended !== undefined)
    throw new EmbeddedError(`PostgreSQL did not start (${ended}).\n${lastWords(place.layout, said)}`)
  return { pid: child.pid, exited, stop: () => stopChild(child, exited, place.log) }
}

/** The reason if the process ended instead. */
async function waitUntilReady(place: Place, pid: number, exited: Promise<string>): Promise<string | undefined> {
  let ended: string | undefined
  void exited.then((reason) => {
    ended = reason
  })
  for (let waited = 0; ended === undefined; waited += POLL_MS) {
    const lines = pidFile(place.layout)
    if (lines[0] === String(pid) && lines[READY_LINE]?.trim() === 'ready') return undefined
    if (waited > 0 && waited % 10_000 === 0) place.log('PostgreSQL is still recovering from an unclean stop.')
    await pause(POLL_MS)
  }
  return ended
}

/** The server speaks to us until it has opened its log, then to the log. */
function lastWords(layout: Layout, said: string): string {
  if (!said.includes('redirecting log output')) return said.trimEnd()
  const directory = join(layout.cluster, 'log')
  const [newest] = readdirSync(directory)
    .map((name) => join(directory, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  return newest ? readFileSync(newest, 'utf8').trimEnd().split('\n').slice(-5).join('\n') : ''
}

async function stopChild(child: ChildProcess, exited: Promise<string>, log: Place['log']): Promise<void> {
  child.kill('SIGINT')
  const patience = setTimeout(() => {
    log('PostgreSQL does not end its work; it is stopped at once and will recover at the next start.')
    child.kill('SIGQUIT')
  }, STOP_PATIENCE_MS)
  await exited
  clearTimeout(patience)
}

/** Is this process the server of this cluster? Numbers are reused, so the number alone says nothing. */
function servesCluster(pid: number, layout: Layout): boolean {
  try {
    // a watcher is at home in the same directory
    const isServer = readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
    return isServer && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(layout.cluster)
  } catch {
    // without /proc the server itself refuses to start beside a living one
    return process.platform !== 'linux' && isAlive(pid)
  }
}

function anyoneServes(layout: Layout): boolean {
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && servesCluster(Number(name), layout))
}

/** A server left behind by a killed app is shut down; a pid file that means nobody is removed. */
export async function stopStale({ layout, log }: Place): Promise<void> {
  const pid = Number(pidFile(layout)[0] ?? 0)
  if (!Number.isInteger(pid) || pid <= 1) return
  if (servesCluster(pid, layout)) {
    log(`A PostgreSQL left behind by an earlier run (process ${pid}) is being stopped.`)
    await endProcess(pid, layout)
  } else if (!anyoneServes(layout)) {
    // the number may meanwhile be another program's, and PostgreSQL would take that for a living server
    rmSync(join(layout.cluster, 'postmaster.pid'), { force: true })
  }
}

async function endProcess(pid: number, layout: Layout): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', STOP_PATIENCE_MS],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (servesCluster(pid, layout)) process.kill(pid, signal)
    for (let waited = 0; waited < patience; waited += 20) {
      if (!servesCluster(pid, layout)) return
      await pause(20)
    }
  }
  throw new EmbeddedError(
    `The PostgreSQL left behind by an earlier run (process ${pid}) does not stop. Stop it by hand.`,
  )
}
