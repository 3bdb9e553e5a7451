/**
 * One endpoint's place in the process: how many calls are out, who waits, and whether it is worth calling at all.
 * Nothing here knows the clock or the network.
 */

/** So many failures in a row, and nothing is sent for a while. */
const FAILURES = 10
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000

export class Breaker {
  #failures = 0
  #pauseMs = FIRST_PAUSE_MS
  /** When the next call may try; undefined: closed, everything passes. */
  #openUntil: number | undefined
  #probing = false

  /** Whether a call may go out now. Of an open circuit one may, once its pause is over, and the others wait for it. */
  admits(now: number): boolean {
    if (this.#openUntil === undefined) return true
    if (this.#probing || now < this.#openUntil) return false
    this.#probing = true
    return true
  }

  get isOpen(): boolean {
    return this.#openUntil !== undefined
  }

  answered(): void {
    this.#failures = 0
    this.#pauseMs = FIRST_PAUSE_MS
    this.#openUntil = undefined
    this.#probing = false
  }

  failed(now: number): void {
    this.#failures++
    const wasProbe = this.#probing
    this.#probing = false
    if (!wasProbe && (this.#openUntil !== undefined || this.#failures < FAILURES)) return
    if (wasProbe) this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
    this.#openUntil = now + this.#pauseMs
  }
}
