/** What comes by itself: Real-Time, once there is a card. */
import { ctxOf, type Platform, system } from '../platform/ctx.ts'
import { inTurns, type Turns } from '../platform/turns.ts'
import { takeWantedModes } from './actions/modes.ts'

const POLL_MS = 1_000

/** The rows are the queue: who wants it and has a card. */
export function modeRounds(platform: Platform): Turns {
  const ctx = ctxOf(platform, system)
  const failure = 'billing modes cannot take effect'
  return inTurns({ runOnce: () => takeWantedModes(ctx), pauseMs: POLL_MS, log: platform.log, failure })
}
