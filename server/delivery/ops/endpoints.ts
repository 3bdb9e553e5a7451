/**
 * Endpoints apart from each other: each has its own places and its own circuit, so that a buyer whose system is slow or
 * dead delays nobody but itself. Everything is bounded: calls out, calls waiting, how long they wait.
 */
import { Breaker } from '../rules/breaker.ts'

/** Of one endpoint at once; what a pool of connections holds is above it. */
const MOST_AT_ONCE = 100
const MOST_WAITING = 256
const LONGEST_WAIT_MS = 250
/** Of the whole process: what is out needs memory and sockets. */
const MOST_IN_ALL = 2_000
const MOST_ENDPOINTS = 10_000

export type Entry =
  | { readonly admitted: true; leave(worked: boolean): void }
  | { readonly admitted: false; reason: string }

interface Waiting {
  wake(admitted: boolean): void
}

interface Endpoint {
  readonly breaker: Breaker
  readonly waiting: Waiting[]
  running: number
}

const OPEN = 'Its circuit is open: the calls before this one failed.'
const BUSY = 'Too many calls to it are under way.'

export class Endpoints {
  readonly #endpoints = new Map<string, Endpoint>()
  #running = 0

  /** Takes a place, waiting for one if there must be. @param patienceMs at most; the lead's deadline */
  async enter(key: string, patienceMs: number): Promise<Entry> {
    const endpoint = this.#of(key)
    if (this.#running >= MOST_IN_ALL) return { admitted: false, reason: BUSY }
    if (endpoint.running >= MOST_AT_ONCE) {
      const wait = Math.min(LONGEST_WAIT_MS, patienceMs)
      if (endpoint.breaker.isOpen) return { admitted: false, reason: OPEN }
      if (wait <= 0 || !(await this.#waitFor(endpoint, wait))) return { admitted: false, reason: BUSY }
    }
    if (!endpoint.breaker.admits(performance.now())) {
      this.#wakeNext(endpoint)
      return { admitted: false, reason: OPEN }
    }
    endpoint.running++
    this.#running++
    return { admitted: true, leave: (worked) => this.#leave(endpoint, worked) }
  }

  #leave(endpoint: Endpoint, worked: boolean): void {
    endpoint.running--
    this.#running--
    if (worked) endpoint.breaker.answered()
    else endpoint.breaker.failed(performance.now())
    this.#wakeNext(endpoint)
  }

  #wakeNext(endpoint: Endpoint): void {
    endpoint.waiting.shift()?.wake(true)
  }

  #waitFor(endpoint: Endpoint, ms: number): Promise<boolean> {
    if (endpoint.waiting.length >= MOST_WAITING) return Promise.resolve(false)
    return new Promise((resolve) => {
      const one: Waiting = {
        wake: (admitted) => {
          clearTimeout(timer)
          resolve(admitted)
        },
      }
      const timer = setTimeout(() => {
        endpoint.waiting.splice(endpoint.waiting.indexOf(one), 1)
        resolve(false)
      }, ms)
      endpoint.waiting.push(one)
    })
  }

  #of(key: string): Endpoint {
    const known = this.#endpoints.get(key)
    if (known) return known
    if (this.#endpoints.size >= MOST_ENDPOINTS) this.#forgetIdle()
    const made: Endpoint = { breaker: new Breaker(), waiting: [], running: 0 }
    this.#endpoints.set(key, made)
    return made
  }

  #forgetIdle(): void {
    for (const [key, { running, waiting }] of this.#endpoints) {
      if (running === 0 && waiting.length === 0) this.#endpoints.delete(key)
    }
  }
}
