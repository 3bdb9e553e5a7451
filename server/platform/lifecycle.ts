/**
 * What the process has started, in order, to be stopped in the opposite order: first nothing new comes in, then what
 * is under way ends, last the database goes. A signal starts it; a second one, or too long a wait, ends it at once.
 */
import type { Log } from './log.ts'

const LIMIT_MS = 30_000

interface Part {
  name: string
  stop: () => Promise<unknown>
}

export interface Lifecycle {
  /** Adds what was just started. */
  add(name: string, stop: () => Promise<unknown>): void
  /** Stops everything once; later calls wait for the same stop. A part that fails does not keep the others running. */
  stop(): Promise<void>
  /** Stops on SIGTERM and SIGINT and then leaves. */
  stopOnSignals(): void
}

async function stopPart(part: Part, log: Log): Promise<void> {
  try {
    await part.stop()
    log.debug({ part: part.name }, 'stopped')
  } catch (error) {
    log.error({ err: error, part: part.name }, 'could not be stopped')
    process.exitCode = 1
  }
}

export function lifecycle(log: Log, limitMs = LIMIT_MS): Lifecycle {
  const parts: Part[] = []
  let stopping: Promise<void> | undefined

  async function stopAll(): Promise<void> {
    for (let part = parts.pop(); part; part = parts.pop()) await stopPart(part, log)
  }
  const stop = (): Promise<void> => {
    stopping ??= stopAll()
    return stopping
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1)
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), limitMs).unref()
    void stop().then(() => process.exit())
  }

  return {
    add: (name, stopIt) => void parts.push({ name, stop: stopIt }),
    stop,
    stopOnSignals() {
      process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
    },
  }
}
