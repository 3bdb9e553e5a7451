/** One running app per data directory: a lock file that names a live process. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { EmbeddedError } from './layout.ts'

interface Holder {
  pid: number
  /** Tells a process from a later one with the same number: in containers the same few numbers come again. */
  started: string
}

/** The state letter and the start in the kernel's ticks; empty where the system does not tell. */
function statusOf(pid: number): { state: string; started: string } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // the name in brackets may hold anything, so fields count from the last bracket
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', started: fields[19] ?? '' }
  } catch {
    return { state: '', started: '' }
  }
}

/** Is there such a process (of whatever user)? A killed one that nobody collected, as in containers, is none. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return statusOf(pid).state !== 'Z'
}

function parseHolder(text: string): Holder | undefined {
  const [pid, started = ''] = text.trim().split(' ')
  return pid && /^\d+$/.test(pid) ? { pid: Number(pid), started } : undefined
}

function readHolder(file: string): Holder | undefined {
  try {
    return parseHolder(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The process that holds the lock, if it still runs. */
export function lockHolder(file: string): number | undefined {
  const holder = readHolder(file)
  if (!holder || !isAlive(holder.pid)) return undefined
  return statusOf(holder.pid).started === holder.started ? holder.pid : undefined
}

function tryTake(file: string, draft: string): boolean {
  try {
    // a link appears with its content and fails if the name exists: no reader sees a half-written lock
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead holder's lock away; one that came alive in between is put back. */
function clearStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (lockHolder(aside) !== undefined) tryTake(file, aside)
  rmSync(aside, { force: true })
}

/** Takes the lock or refuses with a sentence. Returns how to give it back. */
export function takeLock(file: string, dataDir: string): () => void {
  const draft = `${file}.${process.pid}`
  const mine = `${process.pid} ${statusOf(process.pid).started}\n`
  writeFileSync(draft, mine)
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (tryTake(file, draft)) return () => giveBack(file, mine)
      const holder = lockHolder(file)
      if (holder !== undefined) {
        throw new EmbeddedError(
          `${dataDir} is in use by a running Portico (process ${holder}). Stop that one first, or set DATA_DIR to another directory.`,
        )
      }
      clearStale(file)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new EmbeddedError(`${dataDir} is being taken by another Portico that starts at this moment. Try again.`)
}

function giveBack(file: string, mine: string): void {
  const holder = readHolder(file)
  if (holder && `${holder.pid} ${holder.started}\n` === mine) rmSync(file, { force: true })
}
