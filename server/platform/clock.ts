/**
 * The only module that reads the machine's clock (a lint rule holds that). Business code takes `ctx.now()`,
 * so a test can stand at any second of any daylight-saving night.
 */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that a test or the demo's history moves by hand. */
export function movableClock(start: Date): Clock & { set(to: Date): void; advance(ms: number): void } {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime()
    },
    advance: (ms) => {
      at += ms
    },
  }
}
