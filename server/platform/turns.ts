/** Work that is done in turns while the process runs: at once again while there was some, else after a pause. */
import type { Log } from './log.ts'

export interface Turns {
  start(): void
  /** Lets the turn that runs finish. */
  stop(): Promise<void>
}

interface Work {
  /** Resolves with how much was done. */
  runOnce(): Promise<number>
  pauseMs: number
  log: Log
  /** Of a turn that threw; the next one comes after the pause. */
  failure: string
}

export function inTurns({ runOnce, pauseMs, log, failure }: Work): Turns {
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let stopped = false
  const next = (): void => {
    turn = loop()
  }
  async function loop(): Promise<void> {
    const done = await runOnce().catch((error: unknown) => {
      log.error({ err: error }, failure)
      return 0
    })
    if (!stopped) timer = setTimeout(next, done > 0 ? 0 : pauseMs)
  }
  return {
    start: next,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}
